using System.Text.RegularExpressions;

namespace Jtai.Field;

// A value that only what stands before it makes an identifier: a date after "DOB", a number under "Case no".
public static partial class ChildIdentifiers
{
    private delegate bool IsValue(ReadOnlySpan<char> value);

    // Characters from a heading to the first value below it.
    private const int BelowHeading = 250;

    // Characters between the word and its value in a sentence.
    private const int BesideWord = 40;

    /// <summary>A value right after its word, with nothing but <paramref name="between"/>, or below it where the word is a heading.</summary>
    private static bool HoldsAnnounced(string text, int from, Regex word, Regex value, Regex between, IsValue isValue)
    {
        var words = word.EnumerateMatches(text);
        var isLeft = words.MoveNext();
        int? last = null, heading = null;
        foreach (var match in value.EnumerateMatches(text, from))
        {
            for (; isLeft && words.Current.Index + words.Current.Length <= match.Index; isLeft = words.MoveNext())
            {
                last = words.Current.Index + words.Current.Length;
                heading = IsCell(text, words.Current.Index, last.Value) ? last : heading;
            }

            if (((last is { } end && match.Index - end <= BesideWord && between.IsMatch(text.AsSpan(end, match.Index - end)))
                    || (heading is { } below && match.Index - below <= BelowHeading))
                && isValue(text.AsSpan(match.Index, match.Length)))
            {
                return true;
            }
        }

        return false;
    }

    // Alone in a cell of a table, or on a line of a form.
    private static bool IsCell(string text, int start, int end) =>
        IsEdge(text.AsSpan(0, start).TrimEnd(' '), last: true) && IsEdge(text.AsSpan(end).TrimStart(" :.)"), last: false);

    private static bool IsEdge(ReadOnlySpan<char> beside, bool last) =>
        beside.IsEmpty || (last ? beside[^1] : beside[0]) is '\t' or '\r' or '\n' or '|';
}
