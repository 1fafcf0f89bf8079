using System.Globalization;

namespace Jtai.Inspections;

/// <summary>Calendar dates of Europe/London; in the protos they are ISO 8601, and empty for none.</summary>
public static class Dates
{
    public const string Iso = "yyyy-MM-dd";
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static DateOnly Today(TimeProvider clock) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), London).DateTime);

    public static string Format(DateOnly? date) => date?.ToString(Iso, CultureInfo.InvariantCulture) ?? "";
}
