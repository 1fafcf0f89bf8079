using Jtai.Actions.V1;

namespace Jtai.Portal.Words;

/// <summary>How one action stands, from its own record; the lists get the same from their read model.</summary>
public static class ActionStanding
{
    /// <summary>Days before the due date from which it is due soon.</summary>
    private const int DueSoonDays = 28;

    /// <summary>The read model's rule, for a record that is read from its owner; null where no clock runs any more.</summary>
    public static StatusWords? TimelinessOf(Jtai.Actions.V1.Action action, DateOnly today)
    {
        var due = ActionWords.Date(action.DueOn);
        return action.Delivery switch
        {
            Jtai.Actions.V1.Delivery.Complete or Jtai.Actions.V1.Delivery.ClosedWithoutCompletion => null,
            Jtai.Actions.V1.Delivery.AwaitingVerification => due < today ? Timeliness.DatePassed(due.Value) : Timeliness.OnTime,
            _ when due < today => Timeliness.Overdue(due.Value, today),
            _ when action.Assessment is { DateAchievable: false } => Timeliness.AtRisk("the owner says that the date cannot be met"),
            _ when due is { } soon && soon.DayNumber - today.DayNumber <= DueSoonDays => Timeliness.DueSoon(soon, today),
            _ when ActionWords.Date(action.NextReviewOn) is { } review => Timeliness.Ongoing(review),
            _ => Timeliness.OnTime,
        };
    }

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

    public static string Of(DateChangeReason reason) => reason switch
    {
        DateChangeReason.Dependency => "It depends on something else",
        DateChangeReason.CapacityOrStaffing => "Capacity or staffing",
        DateChangeReason.ScopeChanged => "The scope changed",
        DateChangeReason.AwaitingDecision => "Waiting for a decision",
        DateChangeReason.TimescaleTooAmbitious => "The timescale was too ambitious",
        _ => "Another reason",
    };

    /// <summary>What an action still lacks, in words; empty where it lacks nothing.</summary>
    public static IReadOnlyList<string> GapsOf(Jtai.Actions.V1.Action action) =>
    [
        .. new[]
        {
            action.OwnerId.Length == 0 ? "nobody is named as its owner" : "",
            action.OutcomeSought.Length == 0 ? "it does not say what will be different for children" : "",
            action.SuccessMeasure.Length == 0 ? "it does not say how the partnership will know" : "",
            action.Updates == 0 ? "nobody has recorded an update" : "",
        }.Where(gap => gap.Length > 0),
    ];
}
