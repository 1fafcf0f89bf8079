using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>
/// When the statement of action is due, in the same words on every page: the date, and the working days left. Whoever does not
/// know whether it was sent is not told that it was not.
/// </summary>
public static class StatementDeadline
{
    /// <summary>Working days to the deadline from which a statement that is not sent comes before everything else.</summary>
    public const int NearWorkingDays = 10;

    /// <summary>"Saturday 28 November 2026, 4 working days left", for readers from whom it is kept whether it was sent.</summary>
    public static string WithWeekday(DateOnly due, DateOnly today) => $"{Dates.WithWeekday(due)}, {Left(due, today, "date passed")}";

    /// <summary>The same, or "…, not sent, 41 days late"; once it is sent the date alone.</summary>
    /// <param name="sentOn">Null where it is not recorded as sent.</param>
    public static string WithWeekday(DateOnly due, DateOnly today, DateOnly? sentOn) =>
        sentOn is null ? $"{Dates.WithWeekday(due)}, {Left(due, today, Late(due, today))}" : Dates.WithWeekday(due);

    /// <summary>"28 November 2026, 4 working days left", for tables and readers as in <see cref="WithWeekday(DateOnly, DateOnly)"/>.</summary>
    public static string Of(DateOnly due, DateOnly today) => $"{Dates.Full(due)}, {Left(due, today, "date passed")}";

    /// <summary>The same, or "…, sent on time" or "…, not sent, 41 days late".</summary>
    /// <param name="sentOn">Null where it is not recorded as sent.</param>
    public static string Of(DateOnly due, DateOnly today, DateOnly? sentOn) =>
        $"{Dates.Full(due)}, {(sentOn is { } sent ? "sent " + OnTime(sent, due) : Left(due, today, Late(due, today)))}";

    /// <summary>"Sent on 24 November 2026, on time" or "Sent on 2 December 2026, 4 days late".</summary>
    /// <param name="due">Null where the letter prints no deadline.</param>
    public static string Sent(DateOnly sentOn, DateOnly? due) =>
        $"Sent on {Dates.Full(sentOn)}" + (due is { } known ? ", " + OnTime(sentOn, known) : "");

    private static string Late(DateOnly due, DateOnly today) => "not sent, " + Dates.Distance(due, today);

    private static string OnTime(DateOnly sentOn, DateOnly due) =>
        sentOn > due ? Numbers.Of(sentOn.DayNumber - due.DayNumber, "day") + " late" : "on time";

    /// <summary>
    /// "12 working days left" of what is not sent. A deadline may fall on a weekend, so that on the day before it none may be left.
    /// </summary>
    private static string Left(DateOnly due, DateOnly today, string passed) => (due.DayNumber - today.DayNumber) switch
    {
        < 0 => passed,
        0 => "due today",
        1 => "due tomorrow",
        _ => WorkingDays.Between(today, due) is var days and > 0 ? Numbers.Of(days, "working day") + " left" : "no working days left",
    };
}
