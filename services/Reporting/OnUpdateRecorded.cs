using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps updates beside their actions, at each level that shows them.</summary>
public sealed class OnUpdateRecorded : IRangeHandler<UpdateRecorded>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<UpdateRecorded>> received) => context.ExecuteAsync(
        Headlines.InTurn +
        """
        insert into plan_update (tenant_id, action_id, update_id, embargoed_to, at, state)
        select @TenantId, incoming.action_id, update_id,
          case when plan_action.action_id is null then '{}' else plan_action.embargoed_to end, at, state
        from unnest(@ActionIds, @UpdateIds, @Moments, @States) as incoming (action_id, update_id, at, state)
        left join plan_action on plan_action.tenant_id = @TenantId and plan_action.action_id = incoming.action_id
        on conflict do nothing;
        insert into own_update
        select plan_update.*, agency_id from plan_update
        join plan_action using (tenant_id, action_id) cross join lateral unnest(agency_ids) as agency_id
        where tenant_id = @TenantId and (action_id, update_id) in (select * from unnest(@ActionIds, @UpdateIds))
        on conflict do nothing
        """,
        new
        {
            context.TenantId,
            ActionIds = received.Select(update => Guid.Parse(update.State.Update.ActionId)).ToArray(),
            UpdateIds = received.Select(update => Guid.Parse(update.AggregateId)).ToArray(),
            Moments = received.Select(update => update.State.Update.At.ToDateTime()).ToArray(),
            States = received.Select(update => update.State.Update.ToByteArray()).ToArray(),
        });
}
