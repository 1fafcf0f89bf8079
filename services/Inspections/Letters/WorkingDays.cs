namespace Jtai.Letters;

/// <summary>
/// Working days as the regulations count them: not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in
/// England and Wales (Children Act 2004 (Joint Area Reviews) Regulations).
/// </summary>
public static class WorkingDays
{
    /// <summary>The number of working days the regulations give for the written statement.</summary>
    public const int ForStatement = 70;

    /// <summary>Whether the day is a working day.</summary>
    public static bool Includes(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && day is not { Month: 12, Day: 25 }
        && !BankHolidays.Includes(day);

    /// <summary>
    /// Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when
    /// <paramref name="to"/> is the earlier.
    /// </summary>
    public static int Between(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            return -Between(to, from);
        }

        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            if (Includes(day))
            {
                count++;
            }
        }

        return count;
    }

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
}
