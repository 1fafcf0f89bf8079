using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the names of bodies, which are global (stream <c>platform</c>).</summary>
public sealed class OnBodyChanged : IEventHandler<BodyChanged>
{
    public Task ApplyAsync(EventContext context, BodyChanged state) => context.Erased
        ? context.ExecuteAsync("delete from body where tenant_id = @TenantId and body_id = @AggregateId", new { context.TenantId, context.AggregateId })
        : context.ExecuteAsync(
            """
            insert into body (tenant_id, body_id, name, version) values (@TenantId, @AggregateId, @Name, @Version)
            on conflict (tenant_id, body_id) do update set name = excluded.name, version = excluded.version
            where body.version < excluded.version
            """,
            new { context.TenantId, context.AggregateId, state.Body.Name, context.Version });
}
