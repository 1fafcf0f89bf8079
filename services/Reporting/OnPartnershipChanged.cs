using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the partnership's name and code.</summary>
public sealed class OnPartnershipChanged : IEventHandler<PartnershipChanged>
{
    public Task ApplyAsync(EventContext context, PartnershipChanged state) => context.Erased
        ? context.ExecuteAsync("delete from partnership where tenant_id = @TenantId", new { context.TenantId })
        : context.ExecuteAsync(
            """
            insert into partnership (tenant_id, name, code, version) values (@TenantId, @Name, @Code, @Version)
            on conflict (tenant_id) do update set name = excluded.name, code = excluded.code, version = excluded.version
            where partnership.version < excluded.version
            """,
            new { context.TenantId, state.Partnership.Name, state.Partnership.Code, context.Version });
}
