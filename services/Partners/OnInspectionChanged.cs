using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Partners;

/// <summary>Keeps who alone may know of an inspection until it is published; Partners needs nothing else of it.</summary>
public sealed class OnInspectionChanged : IEventHandler<InspectionChanged>
{
    /// <summary>An inspection must be known here soon after its people write about it.</summary>
    private static readonly TimeSpan ConfirmedWithin = TimeSpan.FromSeconds(45);

    /// <summary>Whether all that is not published of a tenant is known here.</summary>
    public static bool AreConfirmed(Consumer inspections, string tenantId) =>
        inspections.UnansweredFor <= ConfirmedWithin && inspections.UnconfirmedFor(tenantId) <= ConfirmedWithin;

    public Task ApplyAsync(EventContext context, InspectionChanged state)
    {
        var inspectionId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(
                "delete from embargo where tenant_id = @TenantId and inspection_id = @inspectionId", new { context.TenantId, inspectionId })
            : context.ExecuteAsync(
                """
                insert into embargo as kept (tenant_id, inspection_id, since, published, reader_ids, version)
                values (@TenantId, @inspectionId, @At, @published, @readers, @Version)
                on conflict (tenant_id, inspection_id) do update
                set published = excluded.published, reader_ids = excluded.reader_ids, version = excluded.version
                where kept.version <= excluded.version
                """,
                new
                {
                    context.TenantId,
                    inspectionId,
                    context.At,
                    published = state.Inspection.Phase == InspectionPhase.Published,
                    readers = state.Inspection.ReaderIds.Select(Guid.Parse).ToArray(),
                    context.Version,
                });
    }
}
