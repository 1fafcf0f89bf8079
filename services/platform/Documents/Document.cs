namespace Jtai.Documents;

/// <summary>A document of text, from which <see cref="Word"/> and <see cref="Html"/> write the same. Text is text: nothing in it is interpreted.</summary>
/// <param name="Title">Names the document in its header, its properties and above its first page.</param>
/// <param name="Subtitle">Beneath the title; may be empty.</param>
/// <param name="Marking">On every page, e.g. "OFFICIAL"; may be empty.</param>
/// <param name="Version">At the foot of every page, e.g. "Draft 3, 10 November 2026"; may be empty.</param>
public sealed record Document(string Title, string Subtitle, string Marking, string Version, IReadOnlyList<Block> Blocks)
{
    /// <summary>Of all its texts, as BCP 47 has it.</summary>
    public string Language { get; init; } = "en-GB";

    /// <summary>The blocks with headings that skip no level, which readers who go by headings would miss.</summary>
    internal IEnumerable<Block> Outlined()
    {
        var above = 0;
        foreach (var block in Blocks)
        {
            if (block is Heading heading)
            {
                above = Math.Min(heading.Level, above + 1);
                yield return new Heading(above, heading.Text);
            }
            else
            {
                yield return block;
            }
        }
    }
}

/// <summary>What stands in a document, one below the other. A line break in any text breaks the line.</summary>
public abstract record Block;

public sealed record Heading : Block
{
    /// <param name="level">1 to 4, beneath the title.</param>
    public Heading(int level, string text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 4);
        (Level, Text) = (level, text);
    }

    public int Level { get; }

    public string Text { get; }
}

public sealed record Paragraph(string Text) : Block;

public sealed record BulletList(IReadOnlyList<string> Items) : Block;

/// <summary>Terms with what they are, e.g. "Received on" and "10 November 2026".</summary>
public sealed record KeyFacts(IReadOnlyList<KeyFact> Facts) : Block;

public sealed record KeyFact(string Term, string Definition);

/// <summary>A table whose first row is its header. With more than five columns it stands on pages in landscape.</summary>
public sealed record Table : Block
{
    internal const int MostColumnsInPortrait = 5;

    /// <param name="caption">Says what the table shows; "Table 1: " is put before it.</param>
    /// <param name="rows">As many cells each as there are columns.</param>
    public Table(string caption, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (columns.Count == 0 || rows.Any(row => row.Count != columns.Count))
        {
            throw new ArgumentException($"Each row needs {columns.Count} cells.", nameof(rows));
        }

        (Caption, Columns, Rows) = (caption, columns, rows);
    }

    public string Caption { get; }

    public IReadOnlyList<Column> Columns { get; }

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    internal bool IsWide => Columns.Count > MostColumnsInPortrait;

    internal string NumberedCaption(int number) => string.IsNullOrWhiteSpace(Caption) ? $"Table {number}" : $"Table {number}: {Caption}";
}

/// <param name="Weight">Its share of the width, relative to the other columns.</param>
public sealed record Column(string Heading, int Weight = 1);

/// <summary>What follows begins a page.</summary>
public sealed record PageBreak : Block;
