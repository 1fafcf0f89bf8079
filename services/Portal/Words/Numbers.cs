using System.Globalization;

namespace Jtai.Portal.Words;

/// <summary>Numbers as figures, with the word they count.</summary>
public static class Numbers
{
    /// <summary>"1,204".</summary>
    public static string Figure(int number) => number.ToString("N0", CultureInfo.GetCultureInfo("en-GB"));

    /// <summary>"1 action", "3 actions", "0 actions".</summary>
    /// <param name="plural">Where an s does not do: "agencies".</param>
    public static string Of(int number, string one, string? plural = null) =>
        $"{Figure(number)} {(number == 1 ? one : plural ?? one + "s")}";

    /// <summary>"Northshire", "Eastshire and Westshire", "A, B and C".</summary>
    public static string List(IEnumerable<string> names) =>
        names.ToArray() is [.. { Length: > 0 } first, var last] ? $"{string.Join(", ", first)} and {last}" : string.Concat(names);

    /// <summary>"33%", rounded; never 0% of something nor 100% of less than all.</summary>
    public static string Share(int part, int whole)
    {
        if (whole == 0)
        {
            return "0%";
        }

        var percent = (int)Math.Round(100.0 * part / whole, MidpointRounding.AwayFromZero);
        if (part > 0 && part < whole)
        {
            percent = Math.Clamp(percent, 1, 99);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{percent}%");
    }
}
