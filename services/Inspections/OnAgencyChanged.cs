using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Inspections;

/// <summary>Keeps the names of councils, which are those of places.</summary>
public sealed class OnAgencyChanged : IEventHandler<AgencyChanged>
{
    public Task ApplyAsync(EventContext context, AgencyChanged state) => context.Erased || state.Agency.Kind != AgencyKind.Council
        ? context.ExecuteAsync("delete from council where agency_id = @AggregateId", new { context.AggregateId })
        : context.ExecuteAsync(
            """
            insert into council (agency_id, name, version) values (@AggregateId, @Name, @Version)
            on conflict (agency_id) do update set name = excluded.name, version = excluded.version
            where council.version < excluded.version
            """,
            new { context.AggregateId, state.Agency.Name, context.Version });
}
