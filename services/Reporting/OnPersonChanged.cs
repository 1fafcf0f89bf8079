using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps people's names, which stand beside what they own (stream <c>platform</c>).</summary>
public sealed class OnPersonChanged : IEventHandler<PersonChanged>
{
    public Task ApplyAsync(EventContext context, PersonChanged state) => context.Erased
        ? context.ExecuteAsync(
            "delete from person where tenant_id = @TenantId and person_id = @PersonId",
            new { context.TenantId, PersonId = Guid.Parse(context.AggregateId) })
        : context.ExecuteAsync(
            """
            insert into person (tenant_id, person_id, name, version) values (@TenantId, @PersonId, @Name, @Version)
            on conflict (tenant_id, person_id) do update set name = excluded.name, version = excluded.version
            where person.version < excluded.version
            """,
            new { context.TenantId, PersonId = Guid.Parse(context.AggregateId), state.Person?.Name, context.Version });
}
