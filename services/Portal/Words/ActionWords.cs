using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>What the services say of an action, in the words of the pages.</summary>
public static class ActionWords
{
    public static StatusWords Of(Delivery delivery) => delivery switch
    {
        Delivery.InProgress => DeliveryWords.InProgress,
        Delivery.AwaitingVerification => DeliveryWords.AwaitingVerification,
        Delivery.Returned => DeliveryWords.Returned,
        Delivery.Complete => DeliveryWords.Complete,
        Delivery.ClosedWithoutCompletion => new StatusWords("Closed without completion", "grey"),
        _ => DeliveryWords.NotStarted,
    };

    /// <summary>How the action stands against its date; null where no clock runs any more.</summary>
    public static StatusWords? TimelinessOf(ActionRow action, DateOnly today) => action.Timeliness switch
    {
        Timeliness.Overdue => new("Overdue", "red", $"{Numbers.Of(action.DaysOverdue, "day")} late"),
        Timeliness.AtRisk when LondonDates.TryFromIso(action.NextMilestoneDueOn) < today => TimelinessWords.AtRisk("a milestone is overdue"),
        Timeliness.AtRisk => TimelinessWords.AtRisk("the owner says that the date cannot be met"),
        Timeliness.Paused => TimelinessWords.Paused(LondonDates.TryFromIso(action.PausedUntil)),
        Timeliness.DueSoon when LondonDates.TryFromIso(action.DueOn) is { } due => TimelinessWords.DueSoon(due, today),
        Timeliness.Ongoing when LondonDates.TryFromIso(action.NextReviewOn) is { } review => TimelinessWords.Ongoing(review),
        // The read model calls it on time from the day on which it was handed in, whatever its date.
        Timeliness.OnTime when action.Delivery == Delivery.AwaitingVerification
            && LondonDates.TryFromIso(action.DueOn) is { } passed && passed < today => TimelinessWords.DatePassed(passed),
        Timeliness.OnTime => TimelinessWords.OnTime,
        _ => null,
    };

    public static string Of(ActionChangeKind kind) => kind switch
    {
        ActionChangeKind.Added => "Action added to the plan",
        ActionChangeKind.ProgressRecorded => "Progress recorded",
        ActionChangeKind.DueDateMoved => "Due date moved",
        ActionChangeKind.DescribedAnew => "Wording, lead or owner changed",
        ActionChangeKind.Withdrawn => "Action withdrawn",
        ActionChangeKind.Closed => "Closed without completion",
        ActionChangeKind.Reopened => "Opened again",
        ActionChangeKind.Numbered => "Reference given on publication",
        ActionChangeKind.MilestonesChanged => "Milestones changed",
        ActionChangeKind.DependenciesChanged => "What it waits for changed",
        ActionChangeKind.CoverageRecorded => "Coverage recorded",
        ActionChangeKind.Paused => "Paused",
        ActionChangeKind.Resumed => "Resumed",
        ActionChangeKind.DateAskedFor => "New date asked for",
        ActionChangeKind.DateNotMoved => "Request for a new date declined or taken back",
        ActionChangeKind.HandedOver => "Handed over",
        ActionChangeKind.HeldBackChanged => "What holds it back changed",
        ActionChangeKind.Allotted => "Said who takes it over",
        ActionChangeKind.TakenOver => "Taken over",
        ActionChangeKind.HandedOn => "Handed on with its plan",
        ActionChangeKind.Confirmed => "Confirmed by a second check",
        ActionChangeKind.Returned => "Returned by a second check",
        ActionChangeKind.Audited => "Audited",
        _ => "Action changed",
    };

    public static string Of(ClosedAs closedAs) => closedAs switch
    {
        ClosedAs.Superseded => "Superseded",
        ClosedAs.Transferred => "Transferred",
        ClosedAs.NotPursued => "Not pursued",
        _ => "Closed",
    };

    /// <summary>The owner's status assessment.</summary>
    public static string Of(Progress progress) => progress switch
    {
        Progress.Good => "Good progress",
        Progress.Sufficient => "Sufficient progress",
        Progress.Moderate => "Moderate progress",
        Progress.Little => "Little progress",
        _ => "Not assessed",
    };

    /// <summary>"Westmarch Police, with Moors ICB".</summary>
    public static string Led(ActionRow action) =>
        action.JointLeadNames.Count == 0 ? action.LeadName : $"{action.LeadName}, with {string.Join(" and ", action.JointLeadNames)}";

    /// <summary>A person, a post with whoever holds it, or "nobody named".</summary>
    public static string Owner(ActionRow action) => (action.OwnerPost, action.OwnerName) switch
    {
        ("", "") => "nobody named",
        ("", var person) => person,
        (var post, "") => $"{post} (vacant)",
        var (post, person) => $"{post} ({person})",
    };

    /// <summary>"10 November 2026"; for an ongoing action "next review 10 November 2026".</summary>
    public static string Due(ActionRow action) =>
        LondonDates.TryFromIso(action.DueOn) is { } due ? Dates.Full(due)
        : LondonDates.TryFromIso(action.NextReviewOn) is { } review ? "next review " + Dates.Full(review)
        : "no date";
}
