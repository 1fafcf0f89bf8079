using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.EvidenceReply> AddEvidence(V1.AddEvidenceRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var access = new EvidenceAccess(write.Caller);
        var now = clock.NowAsStored();
        var ids = request.ActionIds.Take(EvidenceItem.MostActions).Select(id => Ids.Parse("action", id)).ToArray();
        var (stored, already, settings) = await database.QueryMultipleAsync(
            write,
            StoredActions.Select + """
            ;
            select count(*)::integer from evidence_item where tenant_id = @TenantId and plan_id in (
              select plan_id from action where tenant_id = @TenantId and action_id = any(@ids));
            select settings from partnership_settings where tenant_id = @TenantId
            """,
            new { write.TenantId, ids },
            async results => (await StoredActions.ReadAsync(results), await results.ReadSingleAsync<int>(), KeptSettings.Of(await results.ReadSingleOrDefaultAsync<string>(), write.TenantId)),
            context.CancellationToken);
        var actions = ExpectActions(access, stored, ids);
        var (said, content) = EvidenceItem.Read(
            request, write.Caller, now, settings.DefaultMarking == DefaultMarking.OfficialSensitive ? V1.Marking.OfficialSensitive : V1.Marking.Official);
        content = await WithFileAsync(write.Caller, content, context.CancellationToken);
        if (already >= EvidenceItem.MostOfAPlan)
        {
            throw new Refused($"At most {EvidenceItem.MostOfAPlan} items of evidence are kept of one plan.");
        }

        var item = said with { PlanId = actions[0].PlanId, InspectionId = actions[0].InspectionId };
        return await database.SaveAsync(
            write,
            item.ToReply(),
            ActionPlan.StaysOpen + ";\n" + EvidenceItem.Insert + EvidenceItem.SetActions + EvidenceContent.Insert + RecordedChange.Insert,
            new
            {
                write.TenantId,
                item.PlanId,
                item.EvidenceId,
                item.ActionIds,
                Item = Columns.Of(item),
                Content = Columns.Of(content),
                Changes = RecordedChange.ToJson(RecordedChange.Of(item, [], reason: "", write.Caller, now)),
            },
            [item.Changed(content)],
            context.CancellationToken);
    }

    /// <summary>Actions, in the order asked, to which the caller may attach evidence.</summary>
    /// <exception cref="NotFound">The caller does not see one.</exception>
    /// <exception cref="Forbidden">The caller takes no part in one.</exception>
    /// <exception cref="Invalid">They are not all of one plan.</exception>
    /// <exception cref="Refused">Their plan is closed, or one was withdrawn.</exception>
    private static Action[] ExpectActions(EvidenceAccess access, StoredActions stored, Guid[] ids)
    {
        new RequestCheck().That(ids.Length > 0, "action_ids", $"Choose from 1 to {EvidenceItem.MostActions} actions.").ThrowIfRefused();
        var actions = ids
            .Select(id => stored.Actions.GetValueOrDefault(id))
            .Select(action => access.Plans.Require(action, stored.Inspections.GetValueOrDefault(action?.InspectionId ?? Guid.Empty)))
            .ToArray();
        foreach (var action in actions)
        {
            access.RequireMayAddTo(action);
        }

        if (stored.Plans.Count > 1)
        {
            throw new Invalid("action_ids", "Choose actions of one plan.");
        }

        stored.Plans.Single().RefuseIfClosed();
        return actions.Any(action => action.WithdrawnBecause.Length > 0)
            ? throw new Refused("This action was withdrawn and takes no evidence.")
            : actions;
    }
}
