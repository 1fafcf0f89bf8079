using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>What a list of actions is narrowed to, in the words of the figures that open it.</summary>
public static class NarrowingWords
{
    public static IReadOnlyList<Only> All { get; } = [.. Enum.GetValues<Only>().Where(only => only != default)];

    public static string Of(Only only) => only switch
    {
        Only.Open => "Open",
        Only.DueSoon => "Due soon",
        Only.OnTrack => "On track: open, and neither overdue, at risk nor handed in",
        Only.WithoutOwner => "Without an owner",
        Only.WithoutUpdate => $"Without an update in the last {RecentUpdate.Days} days, or ever",
        Only.Paused => "Paused",
        Only.WaitsForCheck => "Waiting for a second check",
        Only.WithoutEvidence => "Claimed or complete, without evidence",
        Only.SelfAssured => "Complete, self-assured: nobody else has checked",
        Only.NotEmbedded => "Found not embedded by an audit",
        Only.OwnAgency => "Led or supported by my agency",
        _ => "",
    };

    public static string Of(Timeliness timeliness) => timeliness switch
    {
        Timeliness.OnTime => "On time, or waits to be verified",
        Timeliness.DueSoon => "Due soon, and not at risk",
        Timeliness.AtRisk => "At risk",
        Timeliness.Overdue => "Overdue",
        Timeliness.Ongoing => "Ongoing",
        Timeliness.Paused => "Paused",
        _ => "Finished",
    };
}
