using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps what bodies are called, which a statement prints (stream <c>platform</c>).</summary>
public sealed class OnBodyChanged : IEventHandler<BodyChanged>
{
    public Task ApplyAsync(EventContext context, BodyChanged state) => context.Erased
        ? context.ExecuteAsync("delete from body where tenant_id = @TenantId and body_id = @AggregateId", new { context.TenantId, context.AggregateId })
        : context.ExecuteAsync(
            """
            insert into body as kept (tenant_id, body_id, name, version) values (@TenantId, @AggregateId, @Name, @Version)
            on conflict (tenant_id, body_id) do update set name = excluded.name, version = excluded.version
            where kept.version <= excluded.version
            """,
            new { context.TenantId, context.AggregateId, state.Body.Name, context.Version });
}
