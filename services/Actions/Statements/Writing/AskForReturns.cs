using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementReply> AskForReturns(V1.AskForReturnsRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var whole = await ReadWholeAsync(write, Ids.Parse(Called, request.StatementId), Called, context.CancellationToken);
        if (whole.Statement.Version != request.ExpectedVersion)
        {
            throw new Conflict(whole.Statement.Version);
        }

        var now = clock.NowAsStored();
        var check = new RequestCheck();
        var leads = Leads.Read(request.From, "from", whole.Partnership, check);
        var dueOn = check.Date("due_on", request.DueOn, "The date");
        check.That(request.DueOn.Length > 0, "due_on", "Enter the date by which they are asked to return their part.");
        check.That(!(dueOn < now.DateInLondon()), "due_on", "The date must not be in the past.");
        check.ThrowIfRefused();
        var statement = whole.Statement.Touched("given more returns");
        var asked = leads
            .Select(lead => AgencyReturn.AskOf(
                lead, statement.StatementId, whole.Returns.FirstOrDefault(one => one.From.Equals(lead)), dueOn.GetValueOrDefault(),
                write.Caller.PersonId, now, whole.Facts.NameOf(lead)))
            .ToList();
        return await database.SaveAsync(
            write,
            statement.ToReply(),
            Statement.Update + AgencyReturn.Ask + Notice.Insert,
            new
            {
                write.TenantId,
                Statement = Columns.Of(statement),
                Returns = Columns.ListToJson(asked),
                Notices = Notice.ToJson(StatementNotices.ReturnsAskedFor(statement, asked, write.Caller, now)),
            },
            [statement.Changed(whole.Inspection), .. asked.Select(one => one.Changed())],
            context.CancellationToken);
    }
}
