using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<InspectionReply> RecordInspection(RecordInspectionRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var year = clock.Today().Year;
        var next = await NextAsync(write, year, context.CancellationToken)
            ?? throw new Unavailable("This partnership is not known here yet. Try again in a moment.");
        var series = new ReferenceSeries(next.Code, year, ReferenceSeries.Inspections, next.Last ?? 0);
        var inspection = Inspection.Record(Guid.CreateVersion7(clock.GetUtcNow()), series.Next(), request, write.Caller.PersonId);
        return await database.SaveAsync(
            write,
            inspection.ToReply(),
            """
            select take_references(@TenantId, @Series, @Before, @Before + 1);
            insert into inspection (tenant_id, inspection_id, reference, theme, phase,
              notified_on, fieldwork_starts_on, fieldwork_ends_on, reader_ids, version)
            values (@TenantId, @InspectionId, @Reference, @Theme, @Phase,
              @NotifiedOn, @FieldworkStartsOn, @FieldworkEndsOn, @ReaderIds, @Version)
            """,
            new
            {
                write.TenantId,
                Series = series.Name,
                Before = series.Last,
                inspection.InspectionId,
                inspection.Reference,
                inspection.Theme,
                inspection.Phase,
                inspection.NotifiedOn,
                inspection.FieldworkStartsOn,
                inspection.FieldworkEndsOn,
                inspection.ReaderIds,
                inspection.Version,
            },
            [inspection.ToChange()],
            context.CancellationToken);
    }

    // The token says that the partnership exists. One that was provisioned a moment ago may be known here a moment later.
    private async Task<NextInspection?> NextAsync(Write write, int year, CancellationToken cancellationToken)
    {
        using var partnership = applied.Expect(write.TenantId, version: 1);
        return await ReadAsync()
            ?? (await partnership.WithinAsync(TimeSpan.FromSeconds(3), cancellationToken) ? await ReadAsync() : null);

        Task<NextInspection?> ReadAsync() => database.QuerySingleOrDefaultAsync<NextInspection>(
            write,
            """
            select code,
              (select last from reference_series where tenant_id = @TenantId and series = @Series) as last
            from partnership where partnership_id = @TenantId
            """,
            new { write.TenantId, Series = ReferenceSeries.NameOf(ReferenceSeries.Inspections, year) },
            cancellationToken);
    }

    private sealed record NextInspection(string Code, int? Last);
}
