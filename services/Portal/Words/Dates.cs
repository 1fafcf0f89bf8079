using System.Globalization;
using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>Dates and times as the pages write them: GOV.UK style, Europe/London.</summary>
public static class Dates
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>"10 November 2026".</summary>
    public static string Full(DateOnly date) => date.ToString("d MMMM yyyy", English);

    /// <summary>"10 November 2026", or what stands for no date.</summary>
    public static string Full(DateOnly? date, string none) => date is { } known ? Full(known) : none;

    /// <summary>"Tuesday 10 November 2026", for deadlines.</summary>
    public static string WithWeekday(DateOnly date) => date.ToString("dddd d MMMM yyyy", English);

    /// <summary>"10 November 2026 at 2:05pm" in London.</summary>
    public static string WithTime(DateTimeOffset moment)
    {
        var local = moment.InLondon();
        return $"{Full(DateOnly.FromDateTime(local.DateTime))} at {Time(local)}";
    }

    /// <summary>"41 days late", "due today", "due tomorrow" or "due in 12 days".</summary>
    public static string Distance(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
    {
        0 => "due today",
        1 => "due tomorrow",
        < 0 and var late => $"{Numbers.Of(-late, "day")} late",
        var ahead => $"due in {Numbers.Of(ahead, "day")}",
    };

    /// <summary>"6:22pm" in London.</summary>
    public static string TimeOfDay(DateTimeOffset moment) => Time(moment.InLondon());

    private static string Time(DateTimeOffset local) => local switch
    {
        { Hour: 0, Minute: 0 } => "midnight",
        { Hour: 12, Minute: 0 } => "midday",
        { Minute: 0 } => local.ToString("htt", English).ToLowerInvariant(),
        _ => local.ToString("h:mmtt", English).ToLowerInvariant(),
    };
}
