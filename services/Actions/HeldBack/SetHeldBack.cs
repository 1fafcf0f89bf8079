using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private const int MostHeldBack = 200;

    [Authorize(Policies.RunPlans)]
    public override async Task<V1.PlanPartReply> SetHeldBack(V1.SetHeldBackRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var check = new RequestCheck();
        check.That(request.ActionIds.Count <= MostHeldBack, "action_ids", "A cause can hold back at most 200 actions.").ThrowIfRefused();
        var causeId = Ids.Parse("cause", request.CauseId);
        // What is no id is an action that nothing is.
        var wanted = request.ActionIds.Select(id => Ids.TryParse(id) ?? Guid.Empty).ToHashSet();
        var found = await database.QuerySingleOrDefaultAsync<Guid?>(
            write,
            "select plan_id from shared_cause where tenant_id = @TenantId and cause_id = @causeId",
            new { write.TenantId, causeId },
            context.CancellationToken);
        var (stored, causes, actions, lastUpdates) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            {SharedCause.Select};
            select * from action where tenant_id = @TenantId and plan_id = @planId and withdrawn_because = '';
            select distinct on (action_id) action_update.* from action_update join action using (tenant_id, action_id)
            where tenant_id = @TenantId and plan_id = @planId order by action_id, action_version desc
            """,
            new { write.TenantId, planId = found ?? Guid.Empty },
            async results => (
                await StoredPlan.ReadAsync(results),
                (await results.ReadAsync<SharedCause>()).ToDictionary(cause => cause.CauseId),
                (await results.ReadAsync<Action>()).ToArray(),
                (await results.ReadAsync<ActionUpdate>()).ToDictionary(update => update.ActionId)),
            context.CancellationToken);
        var plan = stored.Expect(new PlanAccess(write.Caller), "cause");
        var cause = causes[causeId];
        if (cause.Version != request.ExpectedVersion)
        {
            throw new Conflict(cause.Version);
        }

        check.That(wanted.IsSubsetOf(actions.Select(action => action.ActionId)), "action_ids", "Choose actions of this plan.").ThrowIfRefused();
        var (taken, freed) = (
            actions.Where(action => wanted.Contains(action.ActionId) && action.SharedCauseId != causeId).ToArray(),
            actions.Where(action => !wanted.Contains(action.ActionId) && action.SharedCauseId == causeId).ToArray());
        if (taken.Length + freed.Length == 0)
        {
            throw new Refused("Nothing is changed: the cause holds just these actions back already.");
        }

        if (taken.Length > 0 && cause.ResolvedOn is not null)
        {
            throw new Refused("This cause is resolved and holds nothing more back. Say first that it is not.");
        }

        // An action has one cause at a time: one that is taken leaves the cause that it had.
        var changed = taken.GroupBy(action => action.SharedCauseId).Where(group => group.Key is not null)
            .Select(group => Counted(causes[group.Key!.Value], -group.Count()))
            .Prepend(Counted(cause, taken.Length - freed.Length)).ToArray();
        var held = actions.Where(action => wanted.Contains(action.ActionId)).Select(action => action.ToReply().Reference);
        var heldBefore = actions.Where(action => action.SharedCauseId == causeId).Select(action => action.ToReply().Reference);
        return await SaveAllAsync(
            write,
            PartReply(causeId, plan, changed[0].Version),
            [
                .. taken.Select(action => Changed(action, action.HeldBackBy(causeId))),
                .. freed.Select(action => Changed(action, action.HeldBackBy(null))),
            ],
            new PlanChange(
                plan.WithPartChanged(),
                stored.Inspection!,
                [
                    .. SharedCause.Changes(cause, changed[0]),
                    new() { Field = "shared_cause.actions", From = string.Join(", ", heldBefore), To = string.Join(", ", held) },
                ]),
            """
            update shared_cause set version = given.version from unnest(@ids, @versions) as given (cause_id, version)
            where tenant_id = @TenantId and shared_cause.cause_id = given.cause_id
            """,
            new { ids = changed.Select(one => one.CauseId).ToArray(), versions = changed.Select(one => one.Version).ToArray() },
            changed.Select(one => one.Changed()),
            context.CancellationToken);

        static SharedCause Counted(SharedCause cause, int more) => cause with { Actions = cause.Actions + more, Version = cause.Version + 1 };

        ActionChange Changed(Action before, Action after) => new(
            after,
            V1.ActionChangeKind.HeldBackChanged,
            FieldChanges.Between(before.ToProto(lastUpdate: null), after.ToProto(lastUpdate: null), "shared_cause_id"))
        {
            LastUpdate = lastUpdates.GetValueOrDefault(after.ActionId),
        };
    }
}
