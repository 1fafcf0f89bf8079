using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps which agency a person belongs to, for the owner of an action; neither names nor addresses.</summary>
public sealed class OnPersonChanged : IEventHandler<PersonChanged>
{
    public Task ApplyAsync(EventContext context, PersonChanged state)
    {
        var personId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(
                "delete from person where tenant_id = @TenantId and person_id = @personId", new { context.TenantId, personId })
            : context.ExecuteAsync(
                """
                insert into person as kept (tenant_id, person_id, agency_id, version)
                values (@TenantId, @personId, @AgencyId, @Version)
                on conflict (tenant_id, person_id) do update set agency_id = excluded.agency_id, version = excluded.version
                where kept.version < excluded.version
                """,
                new { context.TenantId, personId, state.Person.AgencyId, context.Version });
    }
}
