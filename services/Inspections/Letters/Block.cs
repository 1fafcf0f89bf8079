namespace Jtai.Letters;

/// <summary>A paragraph being put together from lines; the block builder is the only one to write to it.</summary>
sealed class Block
{
    public required Line First { get; init; }
    public required Section Section { get; init; }
    public Bullet? Bullet { get; init; }
    public bool IsHeading { get; init; }

    /// <summary>The section that this heading opens; null for a sub-heading and for anything else.</summary>
    public Section? Opens { get; init; }

    public bool IsSubPoint { get; set; }
    public string Text { get; private set; } = "";
    public Line Last { get; private set; } = null!;
    public int Lines { get; private set; }

    /// <summary>Position in <see cref="Letter.Paragraphs"/>, from 1; set once all blocks are known.</summary>
    public int Number { get; set; }

    public bool IsFinished => Text.Length > 0 && Text.TrimEnd('’', '”', '\'', '"', ')', ' ')[^1] is '.' or '?' or '!' or ':';

    public void Append(Line line, string text)
    {
        Text = Join(Text, text);
        Last = line;
        Lines++;
    }

    // Word breaks lines at the hyphens of compounds, which stay ("multi-" + "agency"); "16-" + "and 17-year-olds" keeps its space.
    static string Join(string before, string text)
    {
        if (before.Length == 0 || text.Length == 0)
            return before + text;
        var hyphenated = before[^1] == '-' && before.Length > 1 && char.IsLetterOrDigit(before[^2]) && char.IsLetterOrDigit(text[0])
            && !text.StartsWith("and ", StringComparison.Ordinal) && !text.StartsWith("or ", StringComparison.Ordinal)
            && !text.StartsWith("to ", StringComparison.Ordinal);
        return hyphenated ? before + text : $"{before} {text}";
    }
}
