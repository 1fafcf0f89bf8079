using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReportProgress)]
    public override async Task<V1.AssuranceReply> WithdrawVoiceRecord(V1.WithdrawVoiceRecordRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await database.QueryMultipleAsync(
            write,
            StoredVoice.Select,
            new { write.TenantId, voiceId = Ids.Parse("record", request.VoiceId) },
            StoredVoice.ReadAsync,
            context.CancellationToken);
        stored.Require(new PlanAccess(write.Caller));
        var voice = stored.Voice!;
        if (!write.Caller.Has(Capacity.PartnershipManager) && voice.PersonId != write.Caller.PersonId)
        {
            throw new Forbidden("Only who recorded it, or the partnership manager, may withdraw it.");
        }

        stored.Plan!.RefuseIfClosed();
        if (voice.Version != request.ExpectedVersion)
        {
            throw new Conflict(voice.Version);
        }

        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        return await SaveVoiceAsync(write, voice, voice.Withdraw(reason), reason, context.CancellationToken);
    }
}
