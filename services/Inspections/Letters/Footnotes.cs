using System.Globalization;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>A footnote with its number and words.</summary>
internal sealed record Footnote(int Number, int? Page, string Text);

/// <summary>
/// Footnotes stand at the foot of a page, numbered through the letter, each number alone on its line or before the words.
/// They are taken out of the page, or they would end up inside the item that runs over the page.
/// </summary>
internal static partial class Footnotes
{
    // Some letters refer to a footnote that they do not print, so a number may be missing.
    private const int MayBeMissing = 2;
    private const int LongestPage = 400;
    private const int LongestNote = 12;

    /// <summary>Takes the footnotes out of <paramref name="rows"/> and returns them; <paramref name="next"/> is the number expected.</summary>
    public static List<Footnote> TakeFrom(ref string[] rows, int? page, int next)
    {
        var start = FindFirst(rows, next);
        if (start < 0)
        {
            return TakeFromBetween(ref rows, page, next);
        }

        var notes = new List<(int Number, List<string> Rows)>();
        for (var i = start; i < rows.Length; i++)
        {
            var row = rows[i].Trim();
            rows[i] = "";
            if (row.Length == 0)
            {
                continue;
            }

            if (Number(row, next, out var rest) is { } number)
            {
                notes.Add((number, rest.Length == 0 ? [] : [rest]));
                next = number + 1;
            }
            else
            {
                notes[^1].Rows.Add(row);
            }
        }

        return notes.ConvertAll(note => new Footnote(note.Number, page, string.Join(' ', note.Rows)));
    }

    /// <summary>Drops the raised numbers that refer to these footnotes; as text they cling to the word before.</summary>
    public static string WithoutMarks(string text, List<Footnote> notes)
    {
        foreach (var note in notes)
        {
            var mark = note.Number.ToString(CultureInfo.InvariantCulture);
            for (var at = text.IndexOf(mark, StringComparison.Ordinal); at > 0; at = text.IndexOf(mark, at + 1, StringComparison.Ordinal))
            {
                var end = at + mark.Length;
                var afterSentence = text[at - 1] is '.' or ',' or ')' or '’' && (at < 2 || !char.IsDigit(text[at - 2]));
                var clings = char.IsLetter(text[at - 1]) || afterSentence;
                var ends = end == text.Length || (!char.IsLetterOrDigit(text[end]) && text[end] is not '-');
                if (!clings || !ends)
                {
                    continue;
                }

                text = text.Remove(at, mark.Length);
                break;
            }
        }

        return text;
    }

    /// <summary>
    /// In text taken in reading order a footnote may stand between two lines of an item: its number alone, then its words to
    /// the first line that ends a sentence. It counts only if its number clings to a word above.
    /// </summary>
    private static List<Footnote> TakeFromBetween(ref string[] rows, int? page, int next)
    {
        var notes = new List<Footnote>();
        if (rows.Length > LongestPage)
        {
            return notes;
        }

        var kept = new List<string>();
        for (var i = 0; i < rows.Length; i++)
        {
            var number = Number(rows[i].Trim(), next, out var rest);
            if (number is null || rest.Length > 0 || !kept.Exists(row => HasMark(row, number.Value)) || EndOfNote(rows, i) is not { } end)
            {
                kept.Add(rows[i]);
                continue;
            }

            notes.Add(new(number.Value, page, string.Join(' ', rows[(i + 1)..(end + 1)].Select(row => row.Trim()).Where(row => row.Length > 0))));
            next = number.Value + 1;
            i = end;
        }

        rows = [.. kept];
        return notes;
    }

    private static int? EndOfNote(string[] rows, int number)
    {
        for (var i = number + 1; i < Math.Min(rows.Length, number + LongestNote); i++)
        {
            var row = rows[i].Trim();
            if (Bullets.HasGlyph(row) || Headings.Recognise(row) is not null)
            {
                return null;
            }

            if (row.EndsWith('.'))
            {
                return i;
            }
        }

        return null;
    }

    private static bool HasMark(string row, int number)
    {
        var mark = number.ToString(CultureInfo.InvariantCulture);
        var at = row.IndexOf(mark, StringComparison.Ordinal);
        var end = at + mark.Length;
        return at > 1 && (char.IsLetter(row[at - 1]) || (row[at - 1] is '.' or ',' or ')' or '’' && char.IsLetter(row[at - 2])))
            && (end == row.Length || !char.IsLetterOrDigit(row[end]));
    }

    private static int FindFirst(string[] rows, int next)
    {
        if (rows.Length > LongestPage)
        {
            return -1;
        }

        // Below footnotes stands nothing else: the search begins at the last row that can be none.
        var lastOther = Array.FindLastIndex(rows, row => Headings.Recognise(row.Trim()) is not null || Bullets.HasGlyph(row.Trim()));
        var lastText = Array.FindLastIndex(rows, row => !string.IsNullOrWhiteSpace(row));
        for (var i = Math.Max(rows.Length / 4, lastOther); i < rows.Length; i++)
        {
            var row = rows[i].Trim();
            var afterGap = i == 0 || string.IsNullOrWhiteSpace(rows[i - 1]);
            if (row.Length > 0 && afterGap && Number(row, next, out var rest) is not null && (rest.Length > 0 || lastText > i))
            {
                return i;
            }
        }

        return -1;
    }

    private static int? Number(string row, int next, out string rest)
    {
        var match = Opening().Match(row);
        rest = match.Success ? match.Groups["rest"].Value.Trim() : "";
        if (!match.Success)
        {
            return null;
        }

        var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return number >= next && number <= next + MayBeMissing ? number : null;
    }

    [GeneratedRegex(@"^(?<number>\d{1,2})(?:$|\s+(?<rest>[\p{Lu}‘“'""(].*)$)", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Opening();
}
