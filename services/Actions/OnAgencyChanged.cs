using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps what agencies are called, which a statement prints, and which of them are one organisation (stream <c>platform</c>).</summary>
public sealed class OnAgencyChanged : IEventHandler<AgencyChanged>
{
    public Task ApplyAsync(EventContext context, AgencyChanged state) => context.Erased
        ? context.ExecuteAsync("delete from agency where tenant_id = @TenantId and agency_id = @AggregateId", new { context.TenantId, context.AggregateId })
        : context.ExecuteAsync(
            """
            insert into agency as kept (tenant_id, agency_id, name, part_of_agency_id, version)
            values (@TenantId, @AggregateId, @Name, @PartOfAgencyId, @Version)
            on conflict (tenant_id, agency_id) do update set name = excluded.name,
              part_of_agency_id = excluded.part_of_agency_id, version = excluded.version
            where kept.version <= excluded.version
            """,
            new { context.TenantId, context.AggregateId, state.Agency.Name, state.Agency.PartOfAgencyId, context.Version });
}
