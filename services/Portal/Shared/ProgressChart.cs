using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Shared;

/// <summary>Counts of actions in the order and colours of every chart: each action counts once.</summary>
/// <param name="Closed">Closed without completion: beside the others, in no bar.</param>
/// <param name="Paused">Set aside until a review: likewise.</param>
public sealed record ActionCounts(int Overdue, int AtRisk, int OnTrack, int AwaitingVerification, int Complete, int Closed = 0, int Paused = 0)
{
    public static ActionCounts Of(Counts counts) =>
        new(counts.Overdue, counts.AtRisk, counts.OnTrack, counts.AwaitingVerification, counts.Complete, counts.ClosedWithoutCompletion, counts.Paused);

    /// <summary>What a bar shows.</summary>
    public int Total => Overdue + AtRisk + OnTrack + AwaitingVerification + Complete;

    public int All => Total + Closed + Paused;

    public IReadOnlyList<ActionStatus> Statuses =>
    [
        new("Overdue", Overdue, $"timeliness={Timeliness.Overdue}", "#7a1f1f", Hatched: true),
        new("At risk", AtRisk, $"timeliness={Timeliness.AtRisk}", "#F46A25"),
        new("On track", OnTrack, $"only={Only.OnTrack}", "#12436D"),
        new("Awaiting verification", AwaitingVerification, $"delivery={Delivery.AwaitingVerification}", "#28A197"),
        new("Complete", Complete, $"delivery={Delivery.Complete}", "#3D3D3D"),
    ];

    /// <summary>Of what is in no bar.</summary>
    public IReadOnlyList<ActionStatus> InNoBar =>
    [
        new("Paused", Paused, $"timeliness={Timeliness.Paused}", ""),
        new("Closed without completion", Closed, $"delivery={Delivery.ClosedWithoutCompletion}", ""),
    ];

    /// <summary>"4 overdue, 2 at risk, 9 on track", leaving out what there is none of.</summary>
    public string InWords() => Total == 0
        ? "no actions"
        : string.Join(", ", Statuses.Where(status => status.Count > 0)
            .Select(status => $"{Numbers.Figure(status.Count)} {status.Word.ToLowerInvariant()}"));
}

/// <summary>How many actions stand in one way.</summary>
/// <param name="Filter">Of the list of actions: exactly these.</param>
public sealed record ActionStatus(string Word, int Count, string Filter, string Colour, bool Hatched = false);

/// <summary>One bar of a chart.</summary>
/// <param name="Href">Where its name leads.</param>
/// <param name="List">The list of these actions, which each number opens filtered; null where there is none to open.</param>
public sealed record ProgressBar(string Name, ActionCounts Counts, string? Href = null, string? List = null)
{
    public CountedCell All => new(Counts.All, List, $"all of {Name}");

    public CountedCell CellOf(ActionStatus status) =>
        new(status.Count, List is null ? null : List + (List.Contains('?', StringComparison.Ordinal) ? '&' : '?') + status.Filter, $"{status.Word.ToLowerInvariant()}, {Name}");
}

/// <summary>A number in a table; where there is a list behind it, a link to that.</summary>
/// <param name="What">What is counted, for whoever hears the link alone.</param>
public sealed record CountedCell(int Count, string? Href, string What);

/// <summary>
/// Stacked bars, as long as they have actions, and the table of the same numbers. With one bar the table has a line for each
/// status; with more, a line for each bar.
/// </summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Note">What the bars leave out, such as "2 actions were closed without completion".</param>
public sealed record ProgressChart(string Id, string Title, IReadOnlyList<ProgressBar> Bars, string? Note = null, string? CsvHref = null)
{
    /// <summary>The heading over the bars' names in the table.</summary>
    public string NamesHeading { get; init; } = "Led by";

    /// <summary>Actions in the longest bar, which fills the width.</summary>
    public int Longest => Bars.Select(bar => bar.Counts.Total).DefaultIfEmpty().Max();

    /// <summary>Of what is in no bar, the places of those of which there are any.</summary>
    public IReadOnlyList<int> InNoBar => [.. new[] { 0, 1 }.Where(place => Bars.Any(bar => bar.Counts.InNoBar[place].Count > 0))];

    /// <summary>Where each status of a bar starts and how wide it is, in per cent of the longest bar.</summary>
    public static IEnumerable<(string X, string Width, string Colour, bool Hatched)> SegmentsOf(ActionCounts counts, int longest)
    {
        var start = 0;
        foreach (var status in counts.Statuses)
        {
            if (status.Count > 0)
            {
                yield return (Percent(start, longest), Percent(status.Count, longest), status.Colour, status.Hatched);
            }

            start += status.Count;
        }
    }

    private static string Percent(int part, int whole) => (100.0 * part / whole).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}
