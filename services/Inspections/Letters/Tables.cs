using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>
/// Lists printed as a table or side by side, which only the layout shows. Of a table the widest column is read as the list;
/// the others (numbers, who leads) are left out. Two lists side by side are read one after the other. A warning says so.
/// </summary>
internal static partial class Tables
{
    private const int Between = 3;
    private const int LongestMark = 8;
    private const int FewestRows = 3;
    private const int MostRows = 300;
    private const int Widest = 400;
    private const double Narrow = 0.5;

    /// <summary>The rows with each table's items as bullets; the headings above tables go to <paramref name="found"/>.</summary>
    public static string[] Unfold(string[] rows, List<string> found)
    {
        var result = new List<string>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (Beside(rows[i]) is > 0 and var column)
            {
                var last = EndOfBeside(rows, i + 1, column);
                result.AddRange(rows[i..last].Select(row => row[..Math.Min(column, row.Length)]));
                result.Add("");
                result.AddRange(rows[i..last].Select(row => column < row.Length ? row[column..] : ""));
                found.Add(Blanks().Replace(rows[i].Trim(), " | "));
                i = last - 1;
                continue;
            }

            result.Add(rows[i]);
            if (!IsListHeading(rows[i]))
            {
                continue;
            }

            var end = End(rows, i + 1);
            var cells = Cells(rows[(i + 1)..end]);
            if (cells.Count == 0)
            {
                continue;
            }

            found.Add(rows[i].Trim());
            if (Items(cells) is { Count: > 0 } items)
            {
                result.AddRange(items);
                i = end - 1;
            }
        }

        return [.. result];
    }

    /// <summary>The column at which a second list's heading begins beside the first's; 0 where none does.</summary>
    private static int Beside(string row)
    {
        var gap = Gap().Match(row);
        return gap.Success && IsListHeading(row[..(gap.Index + 1)]) && IsListHeading(row[(gap.Index + gap.Length - 1)..]) ? gap.Index + gap.Length - 1 : 0;
    }

    private static bool IsListHeading(string text) =>
        Headings.Recognise(text.Trim()) is { IsLoose: false } known && ItemLists.IsList(known.Section);

    // A line that crosses from one column into the other belongs to neither.
    private static int EndOfBeside(string[] rows, int start, int column)
    {
        var end = Array.FindIndex(rows, start, row => (row.Length > column && row[column - 1] != ' ') || Headings.Recognise(row.Trim()) is { IsLoose: false });
        return end < 0 ? rows.Length : end;
    }

    // A table may have blank lines between its rows; it ends at a heading or where a run of lines has no columns.
    private static int End(string[] rows, int start)
    {
        var end = start;
        for (var i = start; i < rows.Length;)
        {
            var next = Array.FindIndex(rows, i, string.IsNullOrWhiteSpace);
            next = next < 0 ? rows.Length : next;
            var run = rows[i..next];
            if (run.Any(row => Headings.Recognise(row.Trim()) is not null) || (run.Length > 0 && !run.Any(row => Gap().IsMatch(row.Trim()))))
            {
                break;
            }

            end = next;
            i = next + 1;
        }

        return end;
    }

    /// <summary>The cells of each row, blank rows as null; nothing where there is no table.</summary>
    private static List<string[]?> Cells(string[] rows)
    {
        var full = rows.Where(row => !string.IsNullOrWhiteSpace(row)).ToList();
        var width = full.Count == 0 ? 0 : full.Max(row => row.Length);
        if (full.Count is < FewestRows or > MostRows || width > Widest)
        {
            return [];
        }

        var isText = new bool[width];
        foreach (var row in full)
        {
            for (var c = 0; c < row.Length; c++)
            {
                isText[c] |= row[c] != ' ';
            }
        }

        var starts = new List<int>();
        for (var (c, blank) = (0, Between); c < width; c++)
        {
            if (isText[c] && blank >= Between)
            {
                starts.Add(c);
            }

            blank = isText[c] ? 0 : blank + 1;
        }

        var cells = rows.Select(row => string.IsNullOrWhiteSpace(row) ? null : starts.Select((start, n) => Cut(row, start, n + 1 < starts.Count ? starts[n + 1] : width)).ToArray()).ToList();
        var marks = cells.TrueForAll(row => row is null || row[0].Length <= Between);
        return starts.Count > (marks ? 2 : 1) ? cells : [];
    }

    private static List<string>? Items(List<string[]?> cells)
    {
        var columns = cells.Find(row => row is not null)!.Length;
        var sizes = Enumerable.Range(0, columns).Select(n => cells.Sum(row => row?[n].Length ?? 0)).ToList();
        var text = sizes.IndexOf(sizes.Max());
        if (sizes.Where((_, n) => n != text).Max() > sizes[text] * Narrow)
        {
            return null;
        }

        var items = new List<string>();
        var begins = true;
        foreach (var row in cells)
        {
            if (row is null)
            {
                begins = true;
                continue;
            }

            begins |= row.Where((cell, n) => n != text && cell.Length > 0).Any();
            if (items.Count == 0 && (Headings.Recognise(row[text]) is not null || Array.Exists(row, cell => ColumnTitle().IsMatch(cell))))
            {
                continue;
            }

            items.Add((begins ? "• " : "  ") + row[text]);
            begins = false;
        }

        return items;
    }

    /// <summary>Whether a row's words, its list mark aside, stand in columns.</summary>
    public static bool HasColumns(string row)
    {
        var gap = Gap().Match(row, Math.Min(row.Length, row.Length - row.TrimStart().Length + LongestMark));
        return gap.Success;
    }

    private static string Cut(string row, int start, int end) => start >= row.Length ? "" : row[start..Math.Min(end, row.Length)].Trim();

    [GeneratedRegex(@"\S {3,}\S", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Gap();

    [GeneratedRegex(@" {3,}", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(?:ref(?:erence)?|no\.?|number|#|item|lead(?:\s+\w+)?|owner|who|agency|action|finding|by\s+when)$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex ColumnTitle();
}
