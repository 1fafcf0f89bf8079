using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    private const int HistoryPage = 50;

    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.EvidenceRecord> GetEvidence(V1.GetEvidenceRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (stored, changes) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            {StoredEvidence.Select};
            select * from recorded_change where tenant_id = @TenantId and record_id = @evidenceId order by version desc limit @HistoryPage
            """,
            new { caller.TenantId, evidenceId = Ids.Parse("evidence", request.EvidenceId), HistoryPage },
            async results => (await StoredEvidence.ReadAsync(results), await results.ReadAsync<RecordedChange>()),
            context.CancellationToken);
        var access = new EvidenceAccess(caller);
        stored.Require(access);
        var record = Record(access, stored);
        record.Actions.AddRange(stored.Actions.Where(access.Plans.Sees).Select(action => action.ToProto(lastUpdate: null)));
        if (record.MayOpen)
        {
            record.Earlier.AddRange(stored.Contents.Skip(1).Select(content => content.ToProto()));
            record.Changes.AddRange(changes.Select(change => change.ToProto()));
        }

        return record;
    }

    /// <summary>As far as the caller sees it; without versions, actions and history.</summary>
    private static V1.EvidenceRecord Record(EvidenceAccess access, StoredEvidence stored)
    {
        var (item, mayOpen) = (stored.Item!, access.MayOpen(stored.Item!, stored.Actions));
        var seen = item with { ActionIds = [.. stored.Actions.Where(access.Plans.Sees).Select(action => action.ActionId).Order()] };
        var record = new V1.EvidenceRecord
        {
            Item = mayOpen ? seen.ToProto(stored.Content) : seen.Existence(),
            MayOpen = mayOpen,
            MayChange = access.MayChange(item) && item.WithdrawnBecause.Length == 0 && !stored.Plan!.IsClosed,
        };
        if (record.MayChange)
        {
            record.Item.Content?.File?.Finding(stored.Content.FileState.GetValueOrDefault(), stored.Content.FileFound);
        }

        return record;
    }
}
