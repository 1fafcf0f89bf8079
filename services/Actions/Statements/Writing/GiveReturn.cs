using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.GiveReturns)]
    public override async Task<V1.StatementPartReply> GiveReturn(V1.GiveReturnRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (statement, before) = await ReadReturnAsync(write, request.ReturnId, request.ExpectedVersion, context.CancellationToken);
        if (!new StatementAccess(write.Caller).MayGive(before))
        {
            throw new Forbidden("Only a lead of the agency that was asked, or the partnership manager, may give this return.");
        }

        statement.StillPrepared("given returns");
        var check = new RequestCheck();
        var text = check.Text("text", request.Text, "The return", StatementSection.LongestText, required: true);
        check.ThrowIfRefused();
        var given = before.Give(text, write.Caller, clock.NowAsStored());
        return await SaveAsync(write, statement, given, context.CancellationToken, StatementNotices.ReturnGiven(statement, given, write.Caller));
    }

    /// <exception cref="NotFound">There is none that this caller sees.</exception>
    /// <exception cref="Conflict">It has changed since.</exception>
    private async Task<(Statement Statement, AgencyReturn Return)> ReadReturnAsync(
        Write write, string returnId, long expectedVersion, CancellationToken ct)
    {
        var (asked, stored, inspection) = await database.QueryMultipleAsync(
            write,
            """
            select * from agency_return where tenant_id = @TenantId and return_id = @returnId;
            select statement.* from statement join agency_return using (tenant_id, statement_id)
            where tenant_id = @TenantId and return_id = @returnId;
            select inspection.* from inspection join statement using (tenant_id, inspection_id)
              join agency_return using (tenant_id, statement_id)
            where tenant_id = @TenantId and return_id = @returnId
            """,
            new { write.TenantId, returnId = Ids.Parse("return", returnId) },
            async results => (
                await results.ReadSingleOrDefaultAsync<AgencyReturn>(),
                await results.ReadSingleOrDefaultAsync<Statement>(),
                await results.ReadSingleOrDefaultAsync<Inspection>()),
            ct);
        var access = new StatementAccess(write.Caller);
        var (statement, _) = access.Require(stored, inspection, "return");
        if (asked is null || !access.Sees(asked))
        {
            throw new NotFound("return");
        }

        return asked.Version == expectedVersion ? (statement, asked) : throw new Conflict(asked.Version);
    }

    private Task<V1.StatementPartReply> SaveAsync(Write write, Statement statement, AgencyReturn asked, CancellationToken ct, params IEnumerable<Notice> notices) => database.SaveAsync(
        write,
        asked.ToReply(),
        Statement.Unchanged + AgencyReturn.Update + Notice.Insert,
        new
        {
            write.TenantId,
            statement.StatementId,
            StatementVersion = statement.Version,
            Return = Columns.Of(asked),
            Notices = Notice.ToJson(notices),
        },
        [asked.Changed()],
        ct);
}
