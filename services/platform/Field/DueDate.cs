namespace Jtai.Field;

/// <summary>How an action stands against its date.</summary>
public enum ActionTimeliness
{
    Finished,
    OnTime,
    DueSoon,
    AtRisk,
    Overdue,
    Ongoing,
    Paused,
}

/// <summary>What an action's timeliness hangs on, beside the day.</summary>
/// <param name="On">Null for an ongoing action, which has a next review date instead.</param>
/// <param name="IsFinished">Complete or closed: no clock runs any more.</param>
/// <param name="AwaitsVerification">Handed in: it waits for another's word, whatever its date.</param>
/// <param name="IsAchievable">False where its owner says that the date cannot be met.</param>
public readonly record struct DueDate(DateOnly? On, bool IsFinished, bool AwaitsVerification, bool IsAchievable)
{
    /// <summary>Days before the due date from which an action is due soon, unless a partnership sets others.</summary>
    public const int SoonDays = 28;

    /// <summary>What the partnership calls soon.</summary>
    public int DaysSoon { get; init; } = SoonDays;

    /// <summary>Set aside until a review date: no clock runs.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The earliest date of a milestone that is not done; null where there is none.</summary>
    public DateOnly? NextMilestoneOn { get; init; }

    /// <summary>Also true after the date, which is no longer soon: ask for that first.</summary>
    public static bool IsSoon(DateOnly due, DateOnly today) => due.DayNumber - today.DayNumber <= SoonDays;

    /// <summary>The first day on which it is due soon; null where no clock runs against a due date.</summary>
    public DateOnly? SoonFrom => IsFinished || AwaitsVerification || IsPaused ? null : On?.AddDays(-DaysSoon);

    public ActionTimeliness TimelinessOn(DateOnly day) => this switch
    {
        { IsFinished: true } => ActionTimeliness.Finished,
        { AwaitsVerification: true } => ActionTimeliness.OnTime,
        { IsPaused: true } => ActionTimeliness.Paused,
        _ when On < day => ActionTimeliness.Overdue,
        { IsAchievable: false } => ActionTimeliness.AtRisk,
        _ when NextMilestoneOn < day => ActionTimeliness.AtRisk,
        { On: null } => ActionTimeliness.Ongoing,
        _ => day >= SoonFrom ? ActionTimeliness.DueSoon : ActionTimeliness.OnTime,
    };

    /// <summary>
    /// Its timeliness before it is due soon, from then to its due date, and after it; then the same three for the days after its
    /// next milestone's date. A read model can so say of any day which it is without knowing the rule.
    /// </summary>
    public IReadOnlyList<ActionTimeliness> ByStage()
    {
        var due = On ?? default(DateOnly).AddDays(DaysSoon + 2);
        DateOnly[] days = [due.AddDays(-DaysSoon - 1), due, due.AddDays(1)];
        var (before, after) = (this with { NextMilestoneOn = null }, this with { NextMilestoneOn = default(DateOnly) });
        return [.. days.Select(before.TimelinessOn), .. days.Select(after.TimelinessOn)];
    }
}
