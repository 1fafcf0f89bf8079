using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Inspections;

/// <summary>Keeps the partnership's code, with which its references begin.</summary>
public sealed class OnPartnershipChanged : IEventHandler<PartnershipChanged>
{
    public Task ApplyAsync(EventContext context, PartnershipChanged state) => context.Erased
        ? context.ExecuteAsync("delete from partnership where partnership_id = @TenantId", new { context.TenantId })
        : context.ExecuteAsync(
            """
            insert into partnership (partnership_id, code, version) values (@TenantId, @Code, @Version)
            on conflict (partnership_id) do update set code = excluded.code, version = excluded.version
            where partnership.version < excluded.version
            """,
            new { context.TenantId, state.Partnership.Code, context.Version });
}
