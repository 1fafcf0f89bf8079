using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps what bodies are called, which a statement prints, and their last days (stream <c>platform</c>).</summary>
public sealed class OnBodyChanged : IEventHandler<BodyChanged>
{
    public Task ApplyAsync(EventContext context, BodyChanged state) => context.Erased
        ? context.ExecuteAsync("delete from body where tenant_id = @TenantId and body_id = @AggregateId", new { context.TenantId, context.AggregateId })
        : context.ExecuteAsync(
            """
            insert into body as kept (tenant_id, body_id, name, ends_on, version) values (@TenantId, @AggregateId, @Name, @endsOn, @Version)
            on conflict (tenant_id, body_id) do update set name = excluded.name, ends_on = excluded.ends_on, version = excluded.version
            where kept.version <= excluded.version
            """,
            new { context.TenantId, context.AggregateId, state.Body.Name, endsOn = LondonDates.FromIso(state.Body.EndsOn), context.Version });
}
