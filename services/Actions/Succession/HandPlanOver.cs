using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    // The successors' tenants are no business of a call: a job takes the plan there.
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionPlanReply> HandPlanOver(V1.HandPlanOverRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var (stored, succession, actions, lastUpdates) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            {Succession.Select};
            select * from action where tenant_id = @TenantId and plan_id = @planId and withdrawn_because = '' order by draft;
            select distinct on (action_id) action_update.* from action_update join action using (tenant_id, action_id)
            where tenant_id = @TenantId and plan_id = @planId order by action_id, action_version desc
            """,
            new { write.TenantId, planId, successionId = Ids.TryParse(request.SuccessionId) },
            async results => (
                await StoredPlan.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<Succession>(),
                (await results.ReadAsync<Action>()).ToArray(),
                (await results.ReadAsync<ActionUpdate>()).ToDictionary(update => update.ActionId)),
            context.CancellationToken);
        var plan = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        if (succession is null)
        {
            throw new NotFound("succession");
        }

        var today = clock.Today();
        var handed = plan.HandOver(request, succession, stored.Inspection!, actions, today);
        var leaving = actions.Where(action => action.IsOpen || action.AllottedTo.Length > 0).ToArray();
        return await SaveAllAsync(
            write,
            PlanReply(handed),
            [
                .. from action in leaving
                   let after = action.HandedOn(succession, handed.ClosingReason, today)
                   let change = action.IsOpen
                       ? new ActionChange(after, V1.ActionChangeKind.Closed, ClosingChanges(action, after), after.ClosingReason)
                       : new ActionChange(after, V1.ActionChangeKind.HandedOn, [GivenTo(succession, action.AllottedTo)], handed.ClosingReason)
                   select change with
                   {
                       LastUpdate = lastUpdates.GetValueOrDefault(action.ActionId),
                       GivenTo = action.AllottedTo.Length > 0 ? string.Join(',', action.AllottedTo) : null,
                   },
            ],
            new PlanChange(
                handed,
                stored.Inspection!,
                [
                    .. PlanClosingChanges(plan, handed),
                    GivenTo(succession, succession.ToPartnershipIds),
                ],
                handed.ClosingReason),
            $"""
            insert into handed_over_action (tenant_id, plan_id, action_id, state)
            select @TenantId, @planId, (one ->> 'action_id')::uuid, one from jsonb_array_elements(@Given::jsonb) as one;
            insert into plan_hand_over (tenant_id, plan_id, to_partnership_id) select @TenantId, @planId, unnest(@ToPartnershipIds);
            insert into job (tenant_id, kind, job_id) values (@TenantId, @Name, @planId);
            -- An action that is opened again at the same time came first, or waits for this.
            select require_changed(({OpenActions}) = 0)
            """,
            new
            {
                planId,
                Finished,
                Given = Action.ToRows(actions.Where(action => action.AllottedTo.Length > 0)),
                succession.ToPartnershipIds,
                PlanHandingOver.Name,
            },
            parts: [],
            context.CancellationToken);
    }

    private static V1.FieldChange GivenTo(Succession succession, string[] partnershipIds) =>
        new() { Field = "handed_over_to", To = succession.NamesOf(partnershipIds) };
}
