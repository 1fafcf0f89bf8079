using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>When the statement of action is due, in the same words on every page: the date, and the working days left.</summary>
public static class StatementDeadline
{
    /// <summary>"Saturday 28 November 2026, 4 working days left"; once it is sent the date alone.</summary>
    public static string WithWeekday(DateOnly due, DateOnly today, DateOnly? sentOn = null) =>
        sentOn is null ? $"{Dates.WithWeekday(due)}, {Left(due, today)}" : Dates.WithWeekday(due);

    /// <summary>"28 November 2026, 4 working days left" or "28 November 2026, sent on time", for tables.</summary>
    public static string Of(DateOnly due, DateOnly today, DateOnly? sentOn = null) =>
        $"{Dates.Full(due)}, {(sentOn is { } sent ? "sent " + OnTime(sent, due) : Left(due, today))}";

    /// <summary>"Sent on 24 November 2026, on time" or "Sent on 2 December 2026, 4 days late".</summary>
    /// <param name="due">Null where the letter prints no deadline.</param>
    public static string Sent(DateOnly sentOn, DateOnly? due) =>
        $"Sent on {Dates.Full(sentOn)}" + (due is { } known ? ", " + OnTime(sentOn, known) : "");

    private static string OnTime(DateOnly sentOn, DateOnly due) =>
        sentOn > due ? Numbers.Of(sentOn.DayNumber - due.DayNumber, "day") + " late" : "on time";

    /// <summary>
    /// "12 working days left" of what is not sent. A deadline may fall on a weekend, so that on the day before it none may be left.
    /// </summary>
    private static string Left(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
    {
        < 0 => "date passed",
        0 => "due today",
        1 => "due tomorrow",
        _ => WorkingDays.Between(today, due) is var days and > 0 ? Numbers.Of(days, "working day") + " left" : "no working days left",
    };
}
