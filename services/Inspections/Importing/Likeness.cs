namespace Jtai.Inspections;

/// <summary>
/// How alike two letters are, whatever kind of file they came in: by runs of three words. Of each letter the runs with the
/// least hashes are kept, which tell the share that two letters have in common to within a few hundredths.
/// </summary>
internal static class Likeness
{
    /// <summary>From here on two letters are taken for one: a PDF and its text differ by headers and broken words.</summary>
    public const double OfOneLetter = 0.9;

    private const int Kept = 256;
    private const int Run = 3;

    public static IReadOnlyList<long> Of(IEnumerable<string> texts)
    {
        var words = texts.SelectMany(WordsOf).ToList();
        var hashes = new HashSet<long>();
        for (var first = 0; first + Run <= words.Count; first++)
        {
            var hash = 0UL;
            for (var place = 0; place < Run; place++)
            {
                hash = Mixed(hash + words[first + place]);
            }

            hashes.Add((long)hash);
        }

        return [.. hashes.Order().Take(Kept)];
    }

    /// <summary>The share of their runs that both have, from 0 to 1.</summary>
    public static double Between(IReadOnlyCollection<long> one, IReadOnlyCollection<long> other)
    {
        if (one.Count == 0 || other.Count == 0)
        {
            return 0;
        }

        var least = one.Union(other).Order().Take(Kept).ToHashSet();
        return (double)one.Intersect(other).Count(least.Contains) / least.Count;
    }

    private static IEnumerable<ulong> WordsOf(string text)
    {
        var (hash, isInside) = (0UL, false);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                (hash, isInside) = (Mixed(hash + char.ToLowerInvariant(character)), true);
            }
            else if (isInside)
            {
                yield return hash;
                (hash, isInside) = (0, false);
            }
        }

        if (isInside)
        {
            yield return hash;
        }
    }

    // Spreads every bit over all others (SplitMix64), so that the least hashes are a fair sample.
    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
