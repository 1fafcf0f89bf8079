using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementReply> AddMissingSections(V1.AddMissingSectionsRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var whole = await ReadWholeAsync(write, Ids.Parse(Called, request.StatementId), Called, context.CancellationToken);
        if (whole.Statement.Version != request.ExpectedVersion)
        {
            throw new Conflict(whole.Statement.Version);
        }

        var statement = whole.Statement.Touched("given more sections");
        var sections = StatementSection.OfLeads(statement.StatementId, whole.Sections, LeadsOf(whole.Facts), whole.Facts.NameOf).ToList();
        return sections.Count == 0
            ? throw new Refused("Each agency and group that leads an action has its section already.")
            : await database.SaveAsync(
                write,
                statement.ToReply(),
                Statement.Update + StatementSection.Insert,
                new { write.TenantId, Statement = Columns.Of(statement), Sections = Columns.ListToJson(sections) },
                [statement.Changed(whole.Inspection), .. sections.Select(section => section.Changed())],
                context.CancellationToken);
    }
}
