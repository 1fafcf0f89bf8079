using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps which findings an inspection has, for the actions that answer them.</summary>
public sealed class OnFindingChanged : IEventHandler<FindingChanged>
{
    public Task ApplyAsync(EventContext context, FindingChanged state)
    {
        var findingId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(
                "delete from finding where tenant_id = @TenantId and finding_id = @findingId",
                new { context.TenantId, findingId })
            : context.ExecuteAsync(
                """
                insert into finding as kept (tenant_id, finding_id, inspection_id, withdrawn, version)
                values (@TenantId, @findingId, @inspectionId, @withdrawn, @Version)
                on conflict (tenant_id, finding_id) do update
                set inspection_id = excluded.inspection_id, withdrawn = excluded.withdrawn, version = excluded.version
                where kept.version < excluded.version
                """,
                new
                {
                    context.TenantId,
                    findingId,
                    inspectionId = Guid.Parse(state.Finding.InspectionId),
                    withdrawn = state.Finding.WithdrawnBecause.Length > 0,
                    context.Version,
                });
    }
}
