using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Shared;

/// <summary>The first of what waits for somebody, on the page where their week begins; the rest is a link away.</summary>
/// <param name="AllAddress">Where all of it stands.</param>
/// <param name="ButtonOf">An item's button; null where the reader cannot do anything about it there.</param>
/// <param name="LinkOf">Where it can be read; null where only the partnership shows it.</param>
public sealed record FirstWork(
    string Heading, MyWork Work, string AllAddress, Func<WorkItem, (string Text, string Href)?> ButtonOf, Func<WorkItem, string?> LinkOf)
{
    /// <summary>As many as are seen without scrolling.</summary>
    public const int Most = 10;

    /// <summary>Names the partnership of each item.</summary>
    public bool WithPartnership { get; init; }

    /// <summary>What is said where nothing waits; empty: then nothing is shown at all.</summary>
    public string Nothing { get; init; } = "";

    /// <summary>"All 26 things that wait"; null where all are shown.</summary>
    public string? More => Work.Total > Work.Items.Count ? $"All {Numbers.Of(Work.Total, "thing that waits", "things that wait")}" : null;

    public static FirstWork InPartnership(string heading, MyWork work, string allAddress) =>
        new(heading, work, allAddress, item => WorkAddresses.ButtonOf(item), WorkAddresses.Of);
}
