using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.EvidenceReply> AttachEvidence(V1.AttachEvidenceRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var evidenceId = Ids.Parse("evidence", request.EvidenceId);
        var check = new RequestCheck();
        var ids = EvidenceItem.ReadActionIds(request.ActionIds, check);
        check.ThrowIfRefused();
        var (stored, wanted) = await database.QueryMultipleAsync(
            write,
            $"{StoredEvidence.Select};\n{StoredActions.Select}",
            new { write.TenantId, evidenceId, ids },
            async results => (await StoredEvidence.ReadAsync(results), await StoredActions.ReadAsync(results)),
            context.CancellationToken);
        var access = new EvidenceAccess(write.Caller);
        var item = stored.Expect(access, request.ExpectedVersion);
        var added = ExpectActions(access, wanted, ids).Where(action => !item.ActionIds.Contains(action.ActionId)).ToArray();
        if (added.Any(action => action.PlanId != item.PlanId))
        {
            throw new Invalid("action_ids", "Choose actions of the evidence’s own plan.");
        }

        // What the caller does not see stays as it is.
        var unseen = stored.Actions.Where(action => !access.Plans.Sees(action)).Select(action => action.ActionId);
        var attached = item.Attach([.. ids.Union(unseen).Order()]);
        foreach (var removed in stored.Actions.Where(action => !attached.ActionIds.Contains(action.ActionId)))
        {
            access.RequireMayAddTo(removed);
        }

        return await SaveAsync(
            write,
            attached,
            stored.Content,
            FieldChanges.Between(item.ToProto(stored.Content), attached.ToProto(stored.Content), "action_ids"),
            reason: "",
            context.CancellationToken,
            EvidenceItem.SetActions);
    }
}
