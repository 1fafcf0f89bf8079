using System.Globalization;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>One printed line that belongs to the letter's text.</summary>
/// <param name="Page">Page, from 1; null for plain text.</param>
/// <param name="Indent">Spaces before the text.</param>
/// <param name="Text">The line without surrounding space, inner runs of space made one.</param>
/// <param name="Length">Column after the last character as laid out.</param>
/// <param name="AfterGap">Whether a blank line or nothing stands above it on its page.</param>
/// <param name="StartsPage">Whether it is the first line of its page.</param>
/// <param name="HasColumns">Whether its words stand in columns.</param>
internal sealed record Line(int? Page, int Indent, string Text, int Length, bool AfterGap, bool StartsPage, bool HasColumns);

/// <summary>Takes pages apart into lines, without page numbers, running heads and feet, and with footnotes set aside.</summary>
internal static partial class PageLines
{
    public static (List<Line> Body, List<Footnote> Footnotes, List<string> Tables) Split(LetterSource source)
    {
        var pages = source.Pages
            .Select(p => Markings.WithoutWatermark(p.ReplaceLineEndings("\n").Replace('\u00A0', ' ').Replace("\t", "    ").Split('\n'))).ToList();
        if (source.IsPaged)
        {
            pages.ForEach(BlankMarkings);
            pages.ForEach(BlankPageNumber);
            BlankRunningLines(pages);
        }
        else
        {
            pages = PagesOf(pages[0]);
        }

        var body = new List<Line>();
        var footnotes = new List<Footnote>();
        var tables = new List<string>();
        for (var i = 0; i < pages.Count; i++)
        {
            int? page = source.IsPaged ? i + 1 : null;
            var rows = pages[i];
            var notes = pages.Count > 1 || source.IsPaged ? Footnotes.TakeFrom(ref rows, page, footnotes.Count == 0 ? 1 : footnotes[^1].Number + 1) : [];
            footnotes.AddRange(notes);
            var lines = LinesOf(Tables.Unfold(rows, tables), page, pages.Count > 1 || source.IsPaged);
            body.AddRange(notes.Count == 0 ? lines : lines.Select(l => l with { Text = Footnotes.WithoutMarks(l.Text, notes) }));
        }

        return (body, footnotes, tables);
    }

    private static List<Line> LinesOf(string[] rows, int? page, bool isPage)
    {
        var lines = new List<Line>();
        var gap = true;
        for (var i = 0; i < rows.Length; i++)
        {
            var text = Spaces().Replace(rows[i].Trim(), " ");
            // A number alone on its line is a stray mark, unless it stands in the middle of a sentence.
            if (text.Length == 0 || (LoneNumber().IsMatch(text) && !IsInSentence(lines, gap, i + 1 < rows.Length ? rows[i + 1] : "")))
            {
                gap = true;
                continue;
            }

            var indent = rows[i].Length - rows[i].TrimStart().Length;
            lines.Add(new(page, indent, text, rows[i].TrimEnd().Length, gap, isPage && lines.Count == 0, Tables.HasColumns(rows[i])));
            gap = false;
        }

        return lines;
    }

    private static bool IsInSentence(List<Line> before, bool afterGap, string next) =>
        !afterGap && HasText(next) && before is [.., { Text: var sentence }] && sentence[^1] is not ('.' or '?' or '!' or ':');

    // Text in one piece keeps the numbers of its pages, which rise by one, and the markings at their edges.
    private static List<string[]> PagesOf(string[] rows)
    {
        var hasGaps = Array.FindIndex(rows, row => !HasText(row)) >= 0;
        var numbers = new List<(int Row, int Number)>();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i].Trim();
            if (LoneNumber().IsMatch(row) && (!hasGaps || IsEdge(rows, i - 1) || IsEdge(rows, i + 1)))
            {
                var number = int.Parse(row, CultureInfo.InvariantCulture);
                if (numbers.Count == 0 ? number is 1 or 2 : number == numbers[^1].Number + 1)
                {
                    numbers.Add((i, number));
                }
            }
        }

        var edges = numbers.Select(n => n.Row).ToHashSet();
        var pages = new List<string[]>();
        var start = 0;
        for (var i = 0; i <= rows.Length; i++)
        {
            if (i < rows.Length && !edges.Contains(i) && !Markings.Is(rows[i]) && !PageOf().IsMatch(rows[i]))
            {
                continue;
            }

            if (rows[start..i].Any(HasText))
            {
                pages.Add(rows[start..i]);
            }

            start = i + 1;
        }

        return pages.Count == 0 ? [rows] : pages;
    }

    private static bool IsEdge(string[] rows, int row) =>
        row < 0 || row >= rows.Length || !HasText(rows[row]) || Markings.Is(rows[row]);

    private static void BlankMarkings(string[] rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Markings.Is(rows[i]) ? "" : rows[i];
        }
    }

    private static void BlankPageNumber(string[] rows)
    {
        int[] edges = [Array.FindIndex(rows, HasText), Array.FindLastIndex(rows, HasText)];
        foreach (var edge in edges)
        {
            if (edge >= 0 && PageNumber().IsMatch(rows[edge]))
            {
                rows[edge] = "";
            }
        }
    }

    // A line that stands at the same edge of most pages, its digits aside, is a running head or foot.
    private static void BlankRunningLines(List<string[]> pages)
    {
        foreach (var first in (bool[])[true, false])
        {
            var edges = pages.Select(rows => first ? Array.FindIndex(rows, HasText) : Array.FindLastIndex(rows, HasText)).ToList();
            var running = edges
                .Select((edge, i) => edge < 0 ? "" : WithoutDigits(pages[i][edge]))
                .Where(text => text.Length > 0)
                .GroupBy(text => text)
                .Where(group => group.Count() >= 3 && group.Count() * 2 > pages.Count)
                .Select(group => group.Key)
                .ToHashSet();
            for (var i = 0; i < pages.Count; i++)
            {
                if (edges[i] >= 0 && running.Contains(WithoutDigits(pages[i][edges[i]])))
                {
                    pages[i][edges[i]] = "";
                }
            }
        }
    }

    private static string WithoutDigits(string row) => Digits().Replace(row.Trim(), "");

    private static bool HasText(string row) => !string.IsNullOrWhiteSpace(row);

    [GeneratedRegex(@"^\s*(?:Page\s+)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,3})?\s*$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"^\s*Page\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex PageOf();

    [GeneratedRegex(@"^\d{1,3}$", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex LoneNumber();

    [GeneratedRegex(@"\s+", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\d+", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Digits();
}
