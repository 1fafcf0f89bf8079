using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>What measures of impact say, in words.</summary>
public static class ImpactWords
{
    public static IReadOnlyList<MeasureDirection> Directions { get; } =
        [MeasureDirection.UpIsBetter, MeasureDirection.DownIsBetter, MeasureDirection.Context];

    public static string Of(MeasureDirection direction) => direction switch
    {
        MeasureDirection.UpIsBetter => "More is better",
        MeasureDirection.DownIsBetter => "Less is better",
        MeasureDirection.Context => "A figure for context, without a target",
        _ => "",
    };

    /// <summary>"41%", "12 children".</summary>
    public static string Figure(string figure, string unit) => unit == "%" ? figure + unit : $"{figure} {unit}";

    /// <summary>How far the newest reading is on a day.</summary>
    public static StatusWords Standing(ImpactMeasure measure, DateOnly today) =>
        measure.WithdrawnBecause.Length > 0 ? new("Withdrawn", "grey")
        : measure.LastReading is not { } last ? IsExpectedLater(measure, today) ? new("Not expected yet", "grey") : new("No reading yet", "orange")
        : measure.Direction == MeasureDirection.Context ? new("For context", "grey")
        : HasReached(measure, last) ? new("Target reached", "green")
        : Done(measure) < 0 ? new("Further away", "red")
        : new("On the way", "blue");

    /// <summary>"41% of the way from 20% to 70%; by 1 March 2027".</summary>
    public static string Towards(ImpactMeasure measure)
    {
        if (measure.Direction == MeasureDirection.Context)
        {
            return Of(measure.Direction);
        }

        var by = "by " + Dates.Full(LondonDates.TryFromIso(measure.TargetOn), "no date");
        var target = Figure(measure.Target, measure.Unit);
        return measure.LastReading is { } last && HasReached(measure, last) ? $"the target of {target} is reached; it was to be {by}"
            : measure.Baseline.Length == 0 ? $"to {target}; {by}"
            : $"from {Figure(measure.Baseline, measure.Unit)} to {target}; {by}" is var way && Done(measure) is not { } done ? way
            : done < 0 ? $"further away than at the start, {way}"
            : $"{done.ToString(CultureInfo.InvariantCulture)}% of the way {way}";
    }

    /// <summary>Empty where a change is expected by now, or no day was said.</summary>
    public static string Expected(ImpactMeasure measure, DateOnly today) =>
        IsExpectedLater(measure, today) ? $"No change is expected before {Dates.Full(LondonDates.TryFromIso(measure.NotExpectedBefore), "no date")}." : "";

    /// <summary>Null for what is no number.</summary>
    public static decimal? Number(string figure) =>
        decimal.TryParse(figure, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsExpectedLater(ImpactMeasure measure, DateOnly today) => LondonDates.TryFromIso(measure.NotExpectedBefore) > today;

    private static bool HasReached(ImpactMeasure measure, ImpactReading last) => measure.Direction == MeasureDirection.DownIsBetter
        ? Number(last.Value) <= Number(measure.Target)
        : Number(last.Value) >= Number(measure.Target);

    // Never 100% of less than all; null where there is no reading or no start.
    private static int? Done(ImpactMeasure measure) =>
        measure.LastReading is { } last && Number(measure.Baseline) is { } from && Number(measure.Target) is { } to && Number(last.Value) is { } now && from != to
            ? (int)Math.Clamp(Math.Floor(100m * (now - from) / (to - from)), -1, 99)
            : null;
}
