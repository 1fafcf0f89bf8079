using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Inspections;

/// <summary>Keeps who takes the partnership's place, where it is the predecessor: from that day on its published inspections are theirs too.</summary>
public sealed class OnSuccessionChanged : IEventHandler<SuccessionChanged>
{
    public Task ApplyAsync(EventContext context, SuccessionChanged state)
    {
        var successionId = Guid.Parse(context.AggregateId);
        if (context.Erased)
        {
            return context.ExecuteAsync(
                "delete from succession where tenant_id = @TenantId and succession_id = @successionId", new { context.TenantId, successionId });
        }

        return state.Succession.FromPartnershipId != context.TenantId
            ? Task.CompletedTask
            : context.ExecuteAsync(
                """
                insert into succession as kept (tenant_id, succession_id, from_name, to_partnership_ids, takes_effect_on, version)
                values (@TenantId, @successionId, @FromName, @successors, @on, @Version)
                on conflict (tenant_id, succession_id) do update
                set from_name = excluded.from_name, to_partnership_ids = excluded.to_partnership_ids,
                  takes_effect_on = excluded.takes_effect_on, version = excluded.version
                where kept.version <= excluded.version
                """,
                new
                {
                    context.TenantId,
                    successionId,
                    state.Succession.FromName,
                    successors = state.Succession.To.Select(to => to.PartnershipId).ToArray(),
                    on = LondonDates.FromIso(state.Succession.TakesEffectOn),
                    context.Version,
                });
    }
}
