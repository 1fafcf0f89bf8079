using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.VoiceRecordHistory> GetVoiceRecord(V1.GetVoiceRecordRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (stored, changes) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            {StoredVoice.Select};
            select * from recorded_change where tenant_id = @TenantId and record_id = @voiceId order by version desc limit 50
            """,
            new { caller.TenantId, voiceId = Ids.Parse("record", request.VoiceId) },
            async results => (await StoredVoice.ReadAsync(results), (await results.ReadAsync<RecordedChange>()).ToArray()),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        var seen = stored.Require(access);
        return new V1.VoiceRecordHistory
        {
            Record = seen.ToProto(),
            Actions =
            {
                seen.ActionIds.Select(id => stored.Actions.Actions[id].ToProto(stored.Actions.LastUpdates.GetValueOrDefault(id))),
            },
            // It may have been corrected since a child could be known by it; and which other actions it was about is no business of theirs.
            Changes = { changes.Select(change => (access.SeesEveryAction ? change : change.Without(_ => true)).ToProto()) },
        };
    }
}
