using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the names of agencies, which are global (stream <c>platform</c>), and of which organisation each is a part.</summary>
public sealed class OnAgencyChanged : IEventHandler<AgencyChanged>
{
    public Task ApplyAsync(EventContext context, AgencyChanged state) => context.Erased
        ? context.ExecuteAsync("delete from agency where tenant_id = @TenantId and agency_id = @AggregateId", new { context.TenantId, context.AggregateId })
        : context.ExecuteAsync(
            """
            insert into agency (tenant_id, agency_id, name, short_name, part_of_agency_id, version)
            values (@TenantId, @AggregateId, @Name, @ShortName, @PartOfAgencyId, @Version)
            on conflict (tenant_id, agency_id) do update
            set name = excluded.name, short_name = excluded.short_name, part_of_agency_id = excluded.part_of_agency_id,
              version = excluded.version
            where agency.version <= excluded.version
            """,
            new { context.TenantId, context.AggregateId, state.Agency.Name, state.Agency.ShortName, state.Agency.PartOfAgencyId, context.Version });
}
