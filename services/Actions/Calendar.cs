using System.Globalization;

namespace Jtai.Actions;

/// <summary>Moments are UTC, calendar dates are those of Europe/London; in the protos a date is ISO 8601 and empty for none.</summary>
public static class Calendar
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>Now, as exactly as PostgreSQL keeps it: an event and the row it tells of then say the same.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public static DateOnly DateInLondon(this DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, London).DateTime);

    public static string ToProto(this DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A date of another service's event.</summary>
    public static DateOnly? FromProto(string date) =>
        date.Length == 0 ? null : DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
