using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps measures of impact, and by when the next reading of each is wanted.</summary>
public sealed class OnImpactMeasureChanged : IRangeHandler<ImpactMeasureChanged>
{
    public const string Kept = nameof(Kept);
    public const string Withdrawn = nameof(Withdrawn);

    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<ImpactMeasureChanged>> received) =>
        OfSeveralActions.ApplyAsync(context, Records.Impact, received, one => Of(one, one.State.Measure));

    private static Record Of(Received<ImpactMeasureChanged> received, ImpactMeasure measure) =>
        new(Guid.Parse(received.AggregateId), received.Version, measure.ToByteArray())
        {
            ActionIds = [.. measure.ActionIds.Select(Guid.Parse)],
            InspectionId = Ids.TryParse(measure.InspectionId),
            PartOf = Ids.TryParse(measure.PlanId),
            Standing = measure.WithdrawnBecause.Length > 0 ? Withdrawn : Kept,
            Called = measure.What,
            DueOn = NextReadingOn(measure),
        };

    // A reading is wanted from when change is expected and at the target's date, until one comes on that day or later.
    private static DateOnly? NextReadingOn(ImpactMeasure measure)
    {
        var last = LondonDates.FromIso(measure.LastReading?.On ?? "");
        return new[] { LondonDates.FromIso(measure.NotExpectedBefore), LondonDates.FromIso(measure.TargetOn) }
            .Where(day => day is not null && !(last >= day)).Min();
    }
}
