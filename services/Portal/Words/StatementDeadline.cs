using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>When the statement of action is due, in the same words on every page: the date, and the working days left.</summary>
public static class StatementDeadline
{
    /// <summary>"Saturday 28 November 2026, 4 working days left".</summary>
    public static string WithWeekday(DateOnly due, DateOnly today) => $"{Dates.WithWeekday(due)}, {Left(due, today)}";

    /// <summary>"28 November 2026, 4 working days left", for tables.</summary>
    public static string Of(DateOnly due, DateOnly today) => $"{Dates.Full(due)}, {Left(due, today)}";

    /// <summary>
    /// "12 working days left". A deadline may fall on a weekend, so that on the day before it none may be left. Whether the
    /// statement was sent is not recorded here: a past date is only said to have passed.
    /// </summary>
    private static string Left(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
    {
        < 0 => "date passed",
        0 => "due today",
        1 => "due tomorrow",
        _ => WorkingDays.Between(today, due) is var days and > 0 ? Numbers.Of(days, "working day") + " left" : "no working days left",
    };
}
