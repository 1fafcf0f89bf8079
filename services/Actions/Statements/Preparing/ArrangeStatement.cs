using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementReply> ArrangeStatement(V1.ArrangeStatementRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (before, inspection) = await ExpectAsync(write, request.StatementId, request.ExpectedVersion, context.CancellationToken);
        var people = await ReadPeopleAsync(write, [request.SenderId, request.DeputySenderId], context.CancellationToken);
        var statement = before.Arrange(request, people, new RequestCheck());
        return await SaveAsync(write, statement, inspection, context.CancellationToken);
    }

    /// <summary>Of these, the people who belong to an agency of the partnership.</summary>
    private async Task<IReadOnlyCollection<Guid>> ReadPeopleAsync(Write write, IEnumerable<string> ids, CancellationToken ct) =>
        await database.QueryAsync<Guid>(
            write.AndPeople().Scope,
            """
            select person_id from person where tenant_id = 'platform' and person_id = any(@people)
              and agency_id in (select unnest(agency_ids) from partnership where tenant_id = @TenantId)
            """,
            new { write.TenantId, people = ids.Select(Ids.TryParse).OfType<Guid>().ToArray() },
            ct);
}
