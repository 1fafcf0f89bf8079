using System.Globalization;

namespace Jtai.Field;

/// <summary>
/// Where the references of a partnership's inspections, findings or actions have come to in one year, e.g. HSK-2026-F12.
/// References never change and no number is given twice.
/// </summary>
/// <param name="Code">The partnership's code.</param>
/// <param name="Year">Year of the inspection, or in which the action was added.</param>
/// <param name="Kind">What the series numbers.</param>
/// <param name="Last">The number given last; 0 for none.</param>
public sealed record ReferenceSeries(string Code, int Year, char Kind, int Last)
{
    public const char Inspections = 'I';
    public const char Findings = 'F';
    public const char Actions = 'A';
    public const char Challenges = 'C';

    /// <summary>How SQL orders by a column <c>reference</c>: by year and number, A1000 after A999.</summary>
    public const string InOrder = "rtrim(reference, '0123456789'), length(reference), reference";

    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>The same order.</summary>
    public static IComparer<string> ByNumber { get; } = Comparer<string>.Create((one, other) =>
        string.CompareOrdinal(one.TrimEnd(Digits), other.TrimEnd(Digits)) is var byYear and not 0 ? byYear
        : one.Length != other.Length ? one.Length.CompareTo(other.Length)
        : string.CompareOrdinal(one, other));

    /// <summary>E.g. F-2026: what the number given last is kept under.</summary>
    public string Name => NameOf(Kind, Year);

    public static string NameOf(char kind, int year) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{year}");

    /// <summary>The nth reference that is free, from 0.</summary>
    public string Next(int nth = 0)
    {
        var number = (Last + 1 + nth).ToString(Kind == Actions ? "D3" : "D2", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{Code}-{Year}-{Kind}{number}");
    }
}
