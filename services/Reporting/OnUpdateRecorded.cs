using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Data;

namespace Jtai.Reporting;

/// <summary>Keeps an update beside its action, at each level that shows it.</summary>
public sealed class OnUpdateRecorded : IEventHandler<UpdateRecorded>
{
    public Task ApplyAsync(EventContext context, UpdateRecorded state) => context.ExecuteAsync(
        Headlines.InTurn +
        """
        insert into plan_update (tenant_id, action_id, update_id, embargoed_to, at, state)
        select @TenantId, @ActionId, @UpdateId,
          case when plan_action.action_id is null then '{}' else plan_action.embargoed_to end, @At, @State
        from (select) as one
        left join plan_action on plan_action.tenant_id = @TenantId and plan_action.action_id = @ActionId
        on conflict do nothing;
        insert into own_update
        select plan_update.*, agency_id from plan_update
        join plan_action using (tenant_id, action_id) cross join lateral unnest(agency_ids) as agency_id
        where tenant_id = @TenantId and action_id = @ActionId and update_id = @UpdateId
        on conflict do nothing
        """,
        new
        {
            context.TenantId,
            ActionId = Guid.Parse(state.Update.ActionId),
            UpdateId = Guid.Parse(context.AggregateId),
            At = state.Update.At.ToDateTimeOffset(),
            State = state.Update.ToByteArray(),
        });
}
