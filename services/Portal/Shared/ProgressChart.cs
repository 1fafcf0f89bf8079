using System.Globalization;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Shared;

/// <summary>Counts of actions in the order and colours of every chart: each action counts once.</summary>
public sealed record ActionCounts(int Overdue, int AtRisk, int OnTrack, int AwaitingVerification, int Complete)
{
    public static ActionCounts Of(Counts counts) =>
        new(counts.Overdue, counts.AtRisk, counts.OnTrack, counts.AwaitingVerification, counts.Complete);

    public int Total => Overdue + AtRisk + OnTrack + AwaitingVerification + Complete;

    public IReadOnlyList<(string Word, int Count, string Colour, bool Hatched)> Statuses =>
    [
        ("Overdue", Overdue, "#7a1f1f", true),
        ("At risk", AtRisk, "#F46A25", false),
        ("On track", OnTrack, "#12436D", false),
        ("Awaiting verification", AwaitingVerification, "#28A197", false),
        ("Complete", Complete, "#3D3D3D", false),
    ];

    /// <summary>"4 overdue, 2 at risk, 9 on track", leaving out what there is none of.</summary>
    public string InWords() => Total == 0
        ? "no actions"
        : string.Join(", ", Statuses.Where(status => status.Count > 0)
            .Select(status => $"{Numbers.Figure(status.Count)} {status.Word.ToLowerInvariant()}"));
}

/// <summary>One bar of a chart.</summary>
/// <param name="Href">The list of these actions.</param>
public sealed record ProgressBar(string Name, ActionCounts Counts, string? Href = null);

/// <summary>
/// Stacked bars, and the table of the same numbers. With one bar the table has a line for each status; with more, a line for
/// each bar.
/// </summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Note">What the chart leaves out, such as "2 closed without completion".</param>
public sealed record ProgressChart(string Id, string Title, IReadOnlyList<ProgressBar> Bars, string? Note = null, string? CsvHref = null)
{
    /// <summary>The heading over the bars' names in the table.</summary>
    public string NamesHeading { get; init; } = "Led by";

    /// <summary>Where each status of a bar starts and how wide it is, in per cent of the bar.</summary>
    public static IEnumerable<(string X, string Width, string Colour, bool Hatched)> SegmentsOf(ActionCounts counts)
    {
        var start = 0;
        foreach (var (_, count, colour, hatched) in counts.Statuses)
        {
            if (count > 0)
            {
                yield return (Percent(start, counts.Total), Percent(count, counts.Total), colour, hatched);
            }

            start += count;
        }
    }

    private static string Percent(int part, int whole) => (100.0 * part / whole).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}
