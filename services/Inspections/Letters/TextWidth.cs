namespace Jtai.Letters;

/// <summary>
/// How wide the text around a line runs. A line that ends short, though the next word would have fitted, ends a paragraph:
/// the only sign of it in letters that print no blank line.
/// </summary>
internal sealed class TextWidth
{
    // Counted in characters of unequal width, a line may look a little short and be full on paper.
    private const double Tolerance = 0.88;

    // Measured in print; of 497 paragraphs of published letters, 46 are missed and not 102.
    private const double PrintedTolerance = 0.975;

    private const double LongHeading = 0.8;
    private const int RunLongEnough = 4;
    private const int LongestPrinted = 200;

    // Advance widths of the common sans-serif, in thousandths of its size; all others are 556.
    private static readonly (string Characters, int Width)[] Advances =
    [
        ("ijl’‘'", 222), ("t.,;:/I f![]", 278), ("r()-", 333), ("ckJsvxyz", 500), ("FTZ", 611), ("ABEKPSVXY", 667),
        ("CDHNRUw", 722), ("GOQ", 778), ("mM", 833), ("W", 944),
    ];

    private static readonly int[] AdvanceOf =
        [.. Enumerable.Range(0, 128).Select(c => Array.Find(Advances, a => a.Characters.Contains((char)c, StringComparison.Ordinal)).Width is > 0 and var width ? width : 556)];

    private readonly Dictionary<Line, int> widths = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, int> margins = [];

    public TextWidth(List<Line> lines)
    {
        IsFlat = !lines.Zip(lines.Skip(1)).Any(pair => Bullets.HasGlyph(pair.First.Text) && !pair.Second.AfterGap && pair.Second.Indent > pair.First.Indent)
            && lines.TrueForAll(l => l.Length <= LongestPrinted);
        foreach (var page in lines.GroupBy(l => l.Page ?? 0))
        {
            var widest = page.Max(Measure);
            margins[page.Key] = page.Min(l => l.Indent);
            var run = new List<Line>();
            foreach (var line in page)
            {
                if (line.AfterGap)
                {
                    Close(run, widest);
                }

                run.Add(line);
            }

            Close(run, widest);
        }
    }

    /// <summary>
    /// Whether the lines of an item begin where its bullet does, as in text taken in reading order. Then only a blank line
    /// parts an item from the prose below it. Text that was never broken into lines is not flat: each line is a paragraph.
    /// </summary>
    public bool IsFlat { get; }

    /// <summary>Whether <paramref name="line"/> breaks off although the first word of <paramref name="next"/> would have fitted.</summary>
    public bool EndsShort(Line line, Line next)
    {
        if (!char.IsUpper(next.Text[0]) && next.Text[0] is not ('‘' or '“' or '\'' or '"'))
        {
            return false;
        }

        var space = next.Text.IndexOf(' ');
        var firstWord = space < 0 ? next.Text : next.Text[..space];
        return IsFlat
            ? Measure(line) + Printed(" ") + Printed(firstWord) <= widths[line] * PrintedTolerance
            : line.Length + 1 + firstWord.Length <= widths[line] * Tolerance;
    }

    /// <summary>Whether the line is too long for a heading among such lines.</summary>
    public bool NearlyFills(Line line) => Measure(line) > widths[line] * LongHeading;

    /// <summary>The smallest indentation on the line's page.</summary>
    public int MarginOf(Line line) => margins[line.Page ?? 0];

    private int Measure(Line line) => IsFlat ? Printed(line.Text) : line.Length;

    private static int Printed(string text) => text.Sum(c => c < 128 ? AdvanceOf[c] : c is '’' or '‘' ? 222 : 556);

    private void Close(List<Line> run, int widest)
    {
        var width = run.Count >= RunLongEnough ? run.Max(Measure) : widest;
        foreach (var line in run)
        {
            widths[line] = width;
        }

        run.Clear();
    }
}
