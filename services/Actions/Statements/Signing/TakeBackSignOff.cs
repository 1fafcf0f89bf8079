using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.SignStatementsOff)]
    public override async Task<V1.StatementPartReply> TakeBackSignOff(V1.TakeBackSignOffRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var signOffId = Ids.Parse("sign-off", request.SignOffId);
        var statementId = await StatementOfAsync(
            write, "select statement_id from statement_sign_off where tenant_id = @TenantId and sign_off_id = @id", signOffId, "sign-off", context.CancellationToken);
        var whole = await ReadWholeAsync(write, statementId, "sign-off", context.CancellationToken);
        var before = whole.SignOffs.Single(given => given.SignOffId == signOffId);
        var recorded = before.RecordedBy is not null && new StatementAccess(write.Caller).IsManager;
        if (before.PersonId != write.Caller.PersonId && before.DeputyForPersonId != write.Caller.PersonId && !recorded)
        {
            throw new Forbidden("Only who gave a sign-off takes it back, or for whom their deputy gave it; the partnership manager, where it was recorded on their behalf.");
        }

        if (before.Version != request.ExpectedVersion)
        {
            throw new Conflict(before.Version);
        }

        whole.Statement.StillOpen(whole.Inspection, clock.Today(), "changed in its sign-offs");
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        var signOff = before.TakeBack(reason);
        return await database.SaveAsync(
            write,
            signOff.ToReply(),
            Statement.Unchanged + StatementSignOff.Update,
            new { write.TenantId, whole.Statement.StatementId, StatementVersion = whole.Statement.Version, SignOff = Columns.Of(signOff) },
            [signOff.Changed()],
            context.CancellationToken);
    }
}
