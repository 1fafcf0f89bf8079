using Google.Protobuf;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps what a partnership decides for itself, as it was told.</summary>
public sealed class OnPartnershipSettingsChanged : IEventHandler<PartnershipSettingsChanged>
{
    public Task ApplyAsync(EventContext context, PartnershipSettingsChanged state) => context.Erased
        ? context.ExecuteAsync("delete from partnership_settings where tenant_id = @TenantId", new { context.TenantId })
        : context.ExecuteAsync(
            """
            insert into partnership_settings as kept (tenant_id, settings, version) values (@TenantId, @settings::jsonb, @Version)
            on conflict (tenant_id) do update set settings = excluded.settings, version = excluded.version
            where kept.version <= excluded.version
            """,
            new { context.TenantId, settings = JsonFormatter.Default.Format(state.Settings), context.Version });
}
