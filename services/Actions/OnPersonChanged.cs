using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps which agency a person belongs to, for the owner of an action, and the name and job title that a statement prints; no address.</summary>
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
                insert into person as kept (tenant_id, person_id, agency_id, name, job_title, version)
                values (@TenantId, @personId, @AgencyId, @Name, @JobTitle, @Version)
                on conflict (tenant_id, person_id) do update
                set agency_id = excluded.agency_id, name = excluded.name, job_title = excluded.job_title, version = excluded.version
                where kept.version <= excluded.version
                """,
                new { context.TenantId, personId, state.Person.AgencyId, state.Person.Name, state.Person.JobTitle, context.Version });
    }
}
