using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>Readings of a measure as a line with dots, from the figure at the start to the newest, and the target as a line across.</summary>
public sealed class ReadingsChart
{
    public const int Width = 640;
    public const int Height = 200;

    // Room for the figures beside and above the line.
    private const int Left = 70;
    private const int Margin = 24;

    private readonly List<(DateOnly On, decimal Value)> points = [];
    private readonly decimal? target;

    /// <param name="measure">That it is of.</param>
    /// <param name="readings">In any order.</param>
    public ReadingsChart(ImpactMeasure measure, IEnumerable<ImpactReading> readings)
    {
        Measure = measure;
        target = ImpactWords.Number(measure.Target);
        Add(measure.BaselineOn, measure.Baseline);
        foreach (var reading in readings)
        {
            Add(reading.On, reading.Value);
        }

        points.Sort((one, other) => one.On.CompareTo(other.On));
        var values = points.Select(point => point.Value).Concat(target is { } wanted ? [wanted] : []).DefaultIfEmpty().ToArray();
        (Least, Most) = (values.Min(), values.Max());
    }

    public ImpactMeasure Measure { get; }

    /// <summary>One dot shows nothing that the table does not.</summary>
    public bool IsWorthDrawing => points.Count > 1;

    public decimal Least { get; }

    public decimal Most { get; }

    public IEnumerable<(string X, string Y)> Dots => points.Select(point => (Text(X(point.On)), Text(Y(point.Value))));

    /// <summary>As an SVG polyline takes them.</summary>
    public string Line => string.Join(' ', Dots.Select(dot => $"{dot.X},{dot.Y}"));

    /// <summary>Null where there is no target.</summary>
    public string? TargetY => target is { } wanted ? Text(Y(wanted)) : null;

    public string First => Dates.Full(points[0].On);

    public string Last => Dates.Full(points[^1].On);

    /// <summary>What the picture shows, for whoever does not see it.</summary>
    public string InWords() => string.Join(", ", points.Select(point =>
            $"{ImpactWords.Figure(Figure(point.Value), Measure.Unit)} on {Dates.Full(point.On)}"))
        + (target is { } wanted ? $". Target: {ImpactWords.Figure(Figure(wanted), Measure.Unit)}." : ".");

    public static string Figure(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private void Add(string on, string value)
    {
        if (LondonDates.TryFromIso(on) is { } day && ImpactWords.Number(value) is { } number)
        {
            points.Add((day, number));
        }
    }

    private double X(DateOnly on)
    {
        var days = points[^1].On.DayNumber - points[0].On.DayNumber;
        return Left + ((Width - Left - Margin) * (days == 0 ? 0.5 : (double)(on.DayNumber - points[0].On.DayNumber) / days));
    }

    private double Y(decimal value) => Margin + ((Height - (2 * Margin)) * (Most == Least ? 0.5 : (double)((Most - value) / (Most - Least))));

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
