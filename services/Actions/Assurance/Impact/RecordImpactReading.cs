using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    private const string SaveReading =
        """
        ;
        insert into impact_reading (tenant_id, reading_id, measure_id, value, read_on, source, person_id, recorded_at, version)
        select @TenantId, reading_id, measure_id, value, read_on, source, person_id, recorded_at, version
        from jsonb_populate_record(null::impact_reading, @Reading::jsonb)
        on conflict (tenant_id, reading_id) do update set value = excluded.value, source = excluded.source, person_id = excluded.person_id,
          recorded_at = excluded.recorded_at, version = excluded.version
        """;

    [Authorize(Policies.ReportProgress)]
    public override async Task<V1.AssuranceReply> RecordImpactReading(V1.RecordImpactReadingRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var now = clock.NowAsStored();
        var check = new RequestCheck();
        var on = ImpactReading.DayOf(request, now.DateInLondon(), check);
        var (stored, replaced) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredMeasure.Select};
            select * from impact_reading where tenant_id = @TenantId and measure_id = @measureId and read_on = @on
            """,
            new { write.TenantId, measureId = Ids.Parse("measure", request.MeasureId), on },
            async results => (await StoredMeasure.ReadAsync(results), await results.ReadSingleOrDefaultAsync<ImpactReading>()),
            context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        stored.Require(access);
        if (!stored.IsAboutAny(access.MayUpdate))
        {
            throw new Forbidden("Only an agency that leads or supports one of its actions, or the partnership manager, may record a reading.");
        }

        var measure = stored.Expect(access, request.ExpectedVersion);
        measure.RefuseIfWithdrawn();
        if (replaced is null && measure.Readings >= ImpactMeasure.MostReadings)
        {
            throw new Refused("A measure can have at most 1,000 readings.");
        }

        var reading = (replaced ?? new() { ReadingId = Guid.CreateVersion7(), MeasureId = measure.MeasureId, ReadOn = on })
            .Say(request, measure.CountsPeople, write.Caller.PersonId, now, check);
        return await SaveMeasureAsync(
            write, measure, measure.With(reading, replaced), reason: "", ImpactReading.Changes(replaced, reading), context.CancellationToken, reading);
    }
}
