using System.Collections.Concurrent;
using PublicHoliday;

namespace Jtai.Field;

/// <summary>
/// Working days as the regulations count them: not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in
/// England and Wales (Children Act 2004 (Joint Area Reviews) Regulations).
/// </summary>
public static class WorkingDays
{
    /// <summary>The number of working days the regulations give for the written statement.</summary>
    public const int ForStatement = 70;

    // Outside it nothing is known and nothing is printed that is meant.
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private static readonly UKBankHoliday England = new();
    private static readonly ConcurrentDictionary<int, IReadOnlyDictionary<DateOnly, string>> Years = new();

    /// <summary>The name of the bank holiday in England and Wales on that day, or null if it is none.</summary>
    public static string? BankHoliday(DateOnly day) =>
        day.Year is >= FirstYear and <= LastYear && Years.GetOrAdd(day.Year, BankHolidaysIn).TryGetValue(day, out var name) ? name : null;

    public static bool Includes(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && day is not { Month: 12, Day: 25 }
        && BankHoliday(day) is null;

    /// <summary>
    /// Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when
    /// <paramref name="to"/> is the earlier.
    /// </summary>
    public static int Between(DateOnly from, DateOnly to) => to < from
        ? -Between(to, from)
        : Enumerable.Range(1, to.DayNumber - from.DayNumber).Count(days => Includes(from.AddDays(days)));

    /// <summary>The <paramref name="count"/>th working day after <paramref name="from"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static DateOnly After(DateOnly from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var day = from;
        while (count > 0)
        {
            day = day.AddDays(1);
            if (Includes(day))
            {
                count--;
            }
        }

        return day;
    }

    /// <summary>The <paramref name="count"/>th working day before <paramref name="from"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static DateOnly Before(DateOnly from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var day = from;
        while (count > 0)
        {
            day = day.AddDays(-1);
            if (Includes(day))
            {
                count--;
            }
        }

        return day;
    }

    private static IReadOnlyDictionary<DateOnly, string> BankHolidaysIn(int year) =>
        England.PublicHolidayNames(year).ToDictionary(holiday => DateOnly.FromDateTime(holiday.Key), holiday => holiday.Value);
}
