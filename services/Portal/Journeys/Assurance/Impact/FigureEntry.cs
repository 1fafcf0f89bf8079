namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>A number as people type it: with blanks around it, commas between thousands, or a per cent sign behind it.</summary>
public static class FigureEntry
{
    public static string Read(string? typed) => (typed ?? "").Trim().TrimEnd('%').TrimEnd().Replace(",", "", StringComparison.Ordinal);
}
