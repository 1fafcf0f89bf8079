using System.Globalization;

namespace Jtai.Partners;

/// <summary>Dates of appointments and grants are calendar days in London, whatever the server's own zone.</summary>
public static class LondonDay
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static DateOnly Today(this TimeProvider time) => Of(time.GetUtcNow());

    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, London).DateTime);

    /// <summary>ISO 8601; none is empty.</summary>
    public static string Iso(this DateOnly? date) => date?.Iso() ?? "";

    public static string Iso(this DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
