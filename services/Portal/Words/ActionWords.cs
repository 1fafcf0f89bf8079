using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>What the services say of an action, in the words of the pages.</summary>
public static class ActionWords
{
    public static StatusWords Of(Jtai.Actions.V1.Delivery delivery) => delivery switch
    {
        Jtai.Actions.V1.Delivery.InProgress => Delivery.InProgress,
        Jtai.Actions.V1.Delivery.AwaitingVerification => Delivery.AwaitingVerification,
        Jtai.Actions.V1.Delivery.Returned => Delivery.Returned,
        Jtai.Actions.V1.Delivery.Complete => Delivery.Complete,
        Jtai.Actions.V1.Delivery.ClosedWithoutCompletion => new StatusWords("Closed without completion", "grey"),
        _ => Delivery.NotStarted,
    };

    /// <summary>How the action stands against its date; null where no clock runs any more.</summary>
    public static StatusWords? TimelinessOf(ActionRow action, DateOnly today) => action.Timeliness switch
    {
        Jtai.Reporting.V1.Timeliness.Overdue => new("Overdue", "red", $"{Numbers.Of(action.DaysOverdue, "day")} late"),
        Jtai.Reporting.V1.Timeliness.AtRisk => Timeliness.AtRisk("the owner says that the date cannot be met"),
        Jtai.Reporting.V1.Timeliness.DueSoon when Date(action.DueOn) is { } due => Timeliness.DueSoon(due, today),
        Jtai.Reporting.V1.Timeliness.Ongoing when Date(action.NextReviewOn) is { } review => Timeliness.Ongoing(review),
        // The read model calls it on time from the day on which it was handed in, whatever its date.
        Jtai.Reporting.V1.Timeliness.OnTime when action.Delivery == Jtai.Actions.V1.Delivery.AwaitingVerification
            && Date(action.DueOn) is { } passed && passed < today => Timeliness.DatePassed(passed),
        Jtai.Reporting.V1.Timeliness.OnTime => Timeliness.OnTime,
        _ => null,
    };

    public static string Of(ActionChangeKind kind) => kind switch
    {
        ActionChangeKind.Added => "Action added to the plan",
        ActionChangeKind.ProgressRecorded => "Progress recorded",
        ActionChangeKind.DueDateMoved => "Due date moved",
        ActionChangeKind.DescribedAnew => "Wording, lead or owner changed",
        _ => "Action changed",
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

    /// <summary>"10 November 2026"; for an ongoing action "next review 10 November 2026".</summary>
    public static string Due(ActionRow action) =>
        Date(action.DueOn) is { } due ? Dates.Full(due)
        : Date(action.NextReviewOn) is { } review ? "next review " + Dates.Full(review)
        : "no date";

    /// <summary>A date of a proto; null for empty.</summary>
    public static DateOnly? Date(string iso) =>
        LondonDates.TryFromIso(iso);
}
