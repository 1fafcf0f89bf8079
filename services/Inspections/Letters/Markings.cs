using System.Globalization;

namespace Jtai.Letters;

/// <summary>Lines that are no part of what a letter says: how it may be passed on, and the letters of a slanting watermark.</summary>
internal static class Markings
{
    private const int LongestMarking = 120;
    private const int LongestFragment = 3;

    private static readonly char[] Between = [' ', '–', '—', '-', ':', '|', '/', '.', ',', '(', ')', '[', ']', '*', '\t'];

    private static readonly string[] Heads =
        ["OFFICIAL", "SENSITIVE", "CONFIDENTIAL", "CONFIDENCE", "RESTRICTED", "EMBARGOED", "EMBARGO", "DRAFT", "PUBLICATION", "CIRCULATION", "UNCORRECTED", "SPECIMEN"];

    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "strictly", "private", "and", "final", "under", "until", "till", "not", "for", "before", "advance", "copy", "in", "pre", "on", "at",
        "hours", "hrs", "am", "pm", "noon", "midnight", "gmt", "bst", "the", "of", "only", "onward", "internal", "use", "proof", "version", "protect",
    };

    private static readonly HashSet<string> Days = new(
        CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Concat(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames)
            .Concat(CultureInfo.InvariantCulture.DateTimeFormat.DayNames).Where(name => name.Length > 0), StringComparer.OrdinalIgnoreCase);

    /// <summary>"OFFICIAL-SENSITIVE", "Embargoed until 00.01 on 18 May 2026": nothing but such words, with or without a date.</summary>
    public static bool Is(string line)
    {
        line = line.Trim();
        if (line.Length is 0 or > LongestMarking || !char.IsUpper(line.FirstOrDefault(char.IsLetter, 'a')))
        {
            return false;
        }

        var words = line.Split(Between, StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(words, word => Heads.Contains(word, StringComparer.OrdinalIgnoreCase))
            && Array.TrueForAll(words, word => char.IsDigit(word[0]) || Days.Contains(word) || Others.Contains(word) || Heads.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The rows without the letters of a watermark, which stand between the lines from top to bottom or from bottom to top.</summary>
    public static string[] WithoutWatermark(string[] rows)
    {
        var fragments = rows.Select(row => row.Trim()).Where(IsFragment).ToList();
        if (fragments.Count < 2 || fragments.Sum(fragment => fragment.Length) > Heads.Max(head => head.Length))
        {
            return rows;
        }

        var down = string.Concat(fragments);
        fragments.Reverse();
        var up = string.Concat(fragments);
        return Array.Exists(Heads, head => head.Contains(down, StringComparison.Ordinal) || head.Contains(up, StringComparison.Ordinal))
            ? Array.FindAll(rows, row => !IsFragment(row.Trim()))
            : rows;
    }

    private static bool IsFragment(string row) => row.Length is > 0 and <= LongestFragment && row.All(char.IsAsciiLetterUpper);
}
