using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Words;

/// <summary>How one action stands, from its own record; the lists get the same from their read model.</summary>
public static class ActionStanding
{
    /// <summary>The one rule of the field, for a record that is read from its owner; null where no clock runs any more.</summary>
    /// <param name="dueSoonDays">Of the partnership's settings, where the page has read them.</param>
    public static StatusWords? TimelinessOf(ActionProto action, DateOnly today, int dueSoonDays = DueDate.SoonDays)
    {
        if (IsPaused(action))
        {
            return TimelinessWords.Paused(LondonDates.TryFromIso(action.Pause.ReviewOn));
        }

        var awaits = action.Delivery == Delivery.AwaitingVerification;
        var due = new DueDate(
            LondonDates.TryFromIso(action.DueOn),
            action.Delivery is Delivery.Complete or Delivery.ClosedWithoutCompletion,
            awaits,
            action.Assessment?.DateAchievable ?? true)
        { DaysSoon = dueSoonDays };
        return (due.TimelinessOn(today), due.On) switch
        {
            (ActionTimeliness.Finished, _) => null,
            (ActionTimeliness.OnTime, { } passed) when awaits && passed < today => TimelinessWords.DatePassed(passed),
            (ActionTimeliness.Overdue, { } passed) => TimelinessWords.Overdue(passed, today),
            (ActionTimeliness.AtRisk, _) => TimelinessWords.AtRisk("the owner says that the date cannot be met"),
            (ActionTimeliness.OnTime or ActionTimeliness.DueSoon or ActionTimeliness.Ongoing, _) when !awaits && LondonDates.TryFromIso(action.NextMilestoneDueOn) < today =>
                TimelinessWords.AtRisk("a milestone is overdue"),
            (ActionTimeliness.DueSoon, { } soon) => TimelinessWords.DueSoon(soon, today),
            (ActionTimeliness.Ongoing, _) when LondonDates.TryFromIso(action.NextReviewOn) is { } review => TimelinessWords.Ongoing(review),
            _ => TimelinessWords.OnTime,
        };
    }

    /// <summary>Of a partnership's scale, by the same rule as the lists.</summary>
    /// <param name="dueSoonDays">Of the partnership's settings.</param>
    public static StatusCase CaseOf(ActionProto action, DateOnly today, int dueSoonDays)
    {
        var due = new DueDate(
            LondonDates.TryFromIso(action.DueOn),
            action.Delivery is Delivery.Complete or Delivery.ClosedWithoutCompletion,
            action.Delivery == Delivery.AwaitingVerification,
            action.Assessment?.DateAchievable ?? true)
        {
            IsPaused = action.Pause is not null,
            NextMilestoneOn = LondonDates.TryFromIso(action.NextMilestoneDueOn),
            DaysSoon = dueSoonDays,
        };
        return StatusCases.Of(action.Delivery, Enum.Parse<Timeliness>(due.TimelinessOn(today).ToString()), action.Embedding?.Verdict ?? default);
    }

    /// <summary>True for what is set aside and not over.</summary>
    public static bool IsPaused(ActionProto action) => action.Pause is not null && IsOpen(action);

    /// <summary>True where its date went by, and neither a pause nor another's word is why nothing more is done.</summary>
    public static bool IsLate(ActionProto action, DateOnly today) => IsOpen(action) && action.Pause is null
        && action.Delivery != Delivery.AwaitingVerification && LondonDates.TryFromIso(action.DueOn) < today;

    /// <summary>True while something is left to do.</summary>
    public static bool IsOpen(ActionProto action) =>
        action.WithdrawnBecause.Length == 0 && action.Delivery is not (Delivery.Complete or Delivery.ClosedWithoutCompletion);

    /// <summary>"10 November 2026"; for an ongoing action "next review 10 November 2026".</summary>
    public static string Due(ActionProto action) => LondonDates.TryFromIso(action.DueOn) is { } due
        ? Dates.Full(due)
        : "next review " + Dates.Full(LondonDates.TryFromIso(action.NextReviewOn), "not set");

    /// <summary>"Good progress. The date can be met. Training is booked."; null where nobody assessed it.</summary>
    /// <param name="due">The action's due date; null for an ongoing one, which is on course or not.</param>
    /// <param name="on">The day of the assessment: after the due date nothing "cannot be met" any more.</param>
    public static string? InWords(StatusAssessment? assessment, DateOnly? due, DateOnly on) => assessment is null
        ? null
        : string.Join(" ", new[] { ActionWords.Of(assessment.Progress) + ".", OfDate(assessment, due, on), assessment.Reason }
            .Where(part => part.Length > 0));

    private static string OfDate(StatusAssessment assessment, DateOnly? due, DateOnly on) => (assessment.DateAchievable, due) switch
    {
        (true, null) => "On course for its next review.",
        (false, null) => "Not on course for its next review.",
        (true, _) => due < on ? "The date was expected to be met." : "The date can be met.",
        _ => due < on ? "The date was not met." : "The date cannot be met.",
    };

    public static bool HasNoOwner(ActionProto action) => action.OwnerId.Length == 0 && action.OwnerPostId.Length == 0;

    public static string Of(DateChangeReason reason) => reason switch
    {
        DateChangeReason.Dependency => "It depends on something else",
        DateChangeReason.CapacityOrStaffing => "Capacity or staffing",
        DateChangeReason.ScopeChanged => "The scope changed",
        DateChangeReason.AwaitingDecision => "Waiting for a decision",
        DateChangeReason.TimescaleTooAmbitious => "The timescale was too ambitious",
        _ => "Another reason",
    };

    /// <summary>What an action still lacks, in words; empty where it lacks nothing, or is over.</summary>
    public static IReadOnlyList<string> GapsOf(ActionProto action) => action.Delivery is Delivery.Complete or Delivery.ClosedWithoutCompletion ? [] :
    [
        .. new[]
        {
            HasNoOwner(action) ? "nobody is named as its owner" : "",
            action.OutcomeSought.Length == 0 ? "it does not say what will be different for children" : "",
            action.SuccessMeasure.Length == 0 ? "it does not say how the partnership will know" : "",
            action.Updates == 0 ? "nobody has recorded an update" : "",
        }.Where(gap => gap.Length > 0),
    ];
}
