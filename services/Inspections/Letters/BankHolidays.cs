namespace Jtai.Letters;

/// <summary>
/// Bank holidays of England and Wales, by rule, with their substitute days and the days moved or added by proclamation
/// up to 2023. Good for 2015 to 2030; a day proclaimed after this was written is not known here.
/// </summary>
public static class BankHolidays
{
    private static readonly (DateOnly Day, string Name)[] ByProclamation =
    [
        (new(2020, 5, 8), "Early May bank holiday (moved for VE Day)"),
        (new(2022, 6, 2), "Spring bank holiday (moved for the Platinum Jubilee)"),
        (new(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (new(2022, 9, 19), "State funeral of Queen Elizabeth II"),
        (new(2023, 5, 8), "Coronation of King Charles III"),
    ];

    private static readonly DateOnly[] MovedAway = [new(2020, 5, 4), new(2022, 5, 30)];

    /// <summary>The name of the bank holiday on that day, or null if it is none.</summary>
    public static string? NameOf(DateOnly day)
    {
        foreach (var (holiday, name) in In(day.Year))
        {
            if (holiday == day)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Whether the day is a bank holiday in England and Wales.</summary>
    public static bool Includes(DateOnly day) => NameOf(day) is not null;

    /// <summary>The bank holidays of one year, in order.</summary>
    public static IReadOnlyList<(DateOnly Day, string Name)> In(int year)
    {
        var easter = EasterSunday(year);
        var days = new List<(DateOnly Day, string Name)>
        {
            (FirstWeekdayFrom(new(year, 1, 1)), "New Year's Day"),
            (easter.AddDays(-2), "Good Friday"),
            (easter.AddDays(1), "Easter Monday"),
            (FirstMondayFrom(new(year, 5, 1)), "Early May bank holiday"),
            (FirstMondayFrom(new(year, 5, 25)), "Spring bank holiday"),
            (FirstMondayFrom(new(year, 8, 25)), "Summer bank holiday"),
        };
        days.AddRange(Christmas(year));
        days.RemoveAll(d => MovedAway.Contains(d.Day));
        days.AddRange(ByProclamation.Where(d => d.Day.Year == year));
        return [.. days.OrderBy(d => d.Day)];
    }

    /// <summary>
    /// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, as in Meeus, Astronomical Algorithms, ch. 8).
    /// </summary>
    public static DateOnly EasterSunday(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
        int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
        int n = h + l - 7 * m + 114;
        return new(year, n / 31, n % 31 + 1);
    }

    // When Christmas falls on a Sunday, Boxing Day keeps Monday and Christmas Day's substitute is Tuesday.
    private static IEnumerable<(DateOnly, string)> Christmas(int year)
    {
        var christmas = new DateOnly(year, 12, 25);
        var (christmasHoliday, boxingHoliday) = christmas.DayOfWeek switch
        {
            DayOfWeek.Friday => (christmas, christmas.AddDays(3)),
            DayOfWeek.Saturday => (christmas.AddDays(2), christmas.AddDays(3)),
            DayOfWeek.Sunday => (christmas.AddDays(2), christmas.AddDays(1)),
            _ => (christmas, christmas.AddDays(1)),
        };
        return [(christmasHoliday, "Christmas Day"), (boxingHoliday, "Boxing Day")];
    }

    private static DateOnly FirstMondayFrom(DateOnly day) => day.AddDays(((int)DayOfWeek.Monday - (int)day.DayOfWeek + 7) % 7);

    private static DateOnly FirstWeekdayFrom(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(2),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };
}
