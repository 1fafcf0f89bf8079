using System.Text;

namespace Jtai.Letters;

/// <summary>A paragraph being put together from lines; the block builder is the only one to write to it.</summary>
internal sealed class Block
{
    private const int TailLength = 40;
    private readonly StringBuilder text = new();
    private string? whole;

    public required Line First { get; init; }
    public required Section Section { get; init; }
    public Bullet? Bullet { get; init; }
    public bool IsHeading { get; init; }

    /// <summary>The section that this heading opens; null for a sub-heading and for anything else.</summary>
    public Section? Opens { get; init; }

    public bool IsSubPoint { get; set; }

    /// <summary>Whether its words came into a list: as an item, a nested point, a lead-in, or to say that there are none.</summary>
    public bool IsTaken { get; set; }

    public Line Last { get; private set; } = null!;

    /// <summary>Whether a line of it stands in columns, so that its words may be two paragraphs'.</summary>
    public bool HasColumns { get; private set; }

    public string Text => whole ??= text.ToString();

    /// <summary>The last words; a hostile file may make one paragraph of a megabyte, of which the whole is wanted only once.</summary>
    public string Tail => text.ToString(Math.Max(0, text.Length - TailLength), Math.Min(text.Length, TailLength));

    /// <summary>Position in <see cref="Letter.Paragraphs"/>, from 1; set once all blocks are known.</summary>
    public int Number { get; set; }

    public bool IsEmpty => text.Length == 0;

    public bool IsFinished => Tail.TrimEnd('’', '”', '\'', '"', ')', ' ') is [.., '.' or '?' or '!' or ':'];

    public void Append(Line line, string words)
    {
        if (!IsEmpty && words.Length > 0 && !BreaksCompound(words))
        {
            text.Append(' ');
        }

        text.Append(words);
        whole = null;
        Last = line;
        HasColumns |= line.HasColumns;
    }

    // Word breaks lines at the hyphens of compounds, which stay ("multi-" + "agency"); "16-" + "and 17-year-olds" keeps its space.
    private bool BreaksCompound(string words) =>
        Tail is [.., var before, '-'] && char.IsLetterOrDigit(before) && char.IsLetterOrDigit(words[0])
        && !words.StartsWith("and ", StringComparison.Ordinal)
        && !words.StartsWith("or ", StringComparison.Ordinal)
        && !words.StartsWith("to ", StringComparison.Ordinal);
}
