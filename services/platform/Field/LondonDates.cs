using System.Globalization;

namespace Jtai.Field;

/// <summary>Moments are UTC; calendar dates are London's, whatever the server's zone; in the protos ISO 8601, empty for none.</summary>
public static class LondonDates
{
    private const string Format = "yyyy-MM-dd";
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The day that it is in London.</summary>
    public static DateOnly Today(this TimeProvider clock) => clock.GetUtcNow().DateInLondon();

    /// <summary>The day that it was in London at a moment.</summary>
    public static DateOnly DateInLondon(this DateTimeOffset moment) => DateOnly.FromDateTime(moment.InLondon().DateTime);

    /// <summary>The same moment by London's clock.</summary>
    public static DateTimeOffset InLondon(this DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, London);

    /// <summary>The moment at which London's clock shows this time on that day; not for the hours in which the clocks change.</summary>
    public static DateTimeOffset AtInLondon(this DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time);
        return new DateTimeOffset(local, London.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>As a person is told it: "10 November 2026".</summary>
    public static string InWords(this DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string ToIso(this DateOnly date) => date.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Empty for none.</summary>
    public static string ToIso(this DateOnly? date) => date?.ToIso() ?? "";

    /// <summary>A date of a proto that another service has checked; null for empty.</summary>
    /// <exception cref="FormatException">It is no date.</exception>
    public static DateOnly? FromIso(string date) =>
        date.Length == 0 ? null : DateOnly.ParseExact(date, Format, CultureInfo.InvariantCulture);

    /// <summary>A date that nobody has checked yet; null for an empty or unreadable one.</summary>
    public static DateOnly? TryFromIso(string date) =>
        DateOnly.TryParseExact(date, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
