namespace Jtai.Letters;

/// <summary>
/// Puts lines together into headings, paragraphs and list items. Where the layout says nothing (a page break, no blank line
/// between paragraphs), the wording decides: an unfinished sentence goes on, and a line that ends short of the margin ends
/// its paragraph.
/// </summary>
internal sealed class BlockBuilder
{
    private const int LongestLeadIn = 4;

    private readonly List<Line> lines;
    private readonly TextWidth width;
    private readonly List<Block> blocks = [];
    private Section section = Section.Opening;
    private Section? interrupted;
    private int lastOrdinal;

    private BlockBuilder(List<Line> lines)
    {
        this.lines = lines;
        width = new TextWidth(lines);
    }

    public static List<Block> Build(List<Line> lines) => new BlockBuilder(lines).Build();

    private bool InList => section is Section.Priority or Section.Improvements or Section.Strengths;

    private Block? Current => blocks.Count > 0 ? blocks[^1] : null;

    private List<Block> Build()
    {
        for (var i = 0; i < lines.Count; i++)
        {
            // Below it stand only the inspectors' names.
            if (lines[i].Text.StartsWith("Yours sincerely", StringComparison.OrdinalIgnoreCase)
                || lines[i].Text.StartsWith("Yours faithfully", StringComparison.OrdinalIgnoreCase))
            {
                break;
            }

            Add(i);
        }

        return blocks;
    }

    private void Add(int i)
    {
        var line = lines[i];
        if (Current is { Opens: Section.Study } study && Headings.IsBareStudy(study.Text) && Headings.NamesStudyKind(line.Text))
        {
            study.Append(line, line.Text);
        }
        else if (OpensSection(i) is { } opened)
        {
            Start(new Block { First = line, Section = Enter(opened), IsHeading = true, Opens = opened }, line.Text);
        }
        else if (ReadBullet(line) is { } bullet)
        {
            StartItem(line, bullet);
        }
        else if (Current is { IsHeading: false } current && GoesOn(current, i))
        {
            current.Append(line, line.Text);
        }
        else
        {
            Start(new Block { First = line, Section = section, IsHeading = section != Section.Opening && IsSubHeading(i) }, line.Text);
        }
    }

    private Section? OpensSection(int i)
    {
        var line = lines[i];
        var known = Headings.Recognise(line.Text);
        // Mid-sentence the words are no heading, and a full stop ends an item that happens to read "Strengths."
        var midSentence = Current is { IsHeading: false, IsFinished: false } current && !line.AfterGap && current.Bullet is null
            && !width.EndsShort(current.Last, line);
        return midSentence || line.Text.EndsWith('.') ? null : known;
    }

    private Section Enter(Section opened)
    {
        if (opened == Section.Study && InList)
        {
            interrupted = section;
        }
        else if (opened != Section.Study)
        {
            interrupted = null;
        }

        lastOrdinal = 0;
        return section = opened;
    }

    private Bullet? ReadBullet(Line line)
    {
        // A box may stand in the middle of a list: a bare list mark after it takes the list up again.
        if (section == Section.Study && interrupted is { } list && Bullets.HasGlyph(line.Text)
            && Current is { IsHeading: false, Bullet: null } before && !before.Tail.EndsWith(':'))
        {
            section = list;
            interrupted = null;
        }

        if (Bullets.Read(line, InList) is not { } bullet)
        {
            return null;
        }

        if (Bullets.HasGlyph(line.Text) || Current is not { } current || current.IsHeading || line.AfterGap)
        {
            return Accept(line, bullet);
        }

        if (bullet.Glyph == Bullets.Number)
        {
            return Bullets.OrdinalOf(line.Text) == lastOrdinal + 1 ? Accept(line, bullet) : null;
        }

        // A dash may also be the first sign of a wrapped line, which stands at the text's own column.
        var nested = current.Bullet is { } outer && line.Indent > outer.TextIndent;
        var sibling = current.Bullet is { } same && same.Glyph == bullet.Glyph && Math.Abs(line.Indent - current.First.Indent) <= 1;
        return nested || sibling || current.Tail.EndsWith(':') ? Accept(line, bullet) : null;
    }

    private Bullet Accept(Line line, Bullet bullet)
    {
        lastOrdinal = bullet.Glyph == Bullets.Number ? Bullets.OrdinalOf(line.Text) ?? 0 : lastOrdinal;
        return bullet;
    }

    private void StartItem(Line line, Bullet bullet)
    {
        Start(new Block { First = line, Section = section, Bullet = bullet }, bullet.Text);
    }

    private void Start(Block block, string text)
    {
        block.Append(block.First, text);
        blocks.Add(block);
    }

    private bool GoesOn(Block block, int i)
    {
        var line = lines[i];
        if (block.IsEmpty)
        {
            return true;
        }

        if (!block.IsFinished && (char.IsLower(line.Text[0]) || Headings.EndsOpen(block.Tail)))
        {
            return true;
        }

        if (line.StartsPage)
        {
            return GoesOnOverPage(block, i);
        }

        if (block.Bullet is { } bullet)
        {
            return BelongsToItem(block, bullet, i);
        }

        return !line.AfterGap && !width.EndsShort(block.Last, line);
    }

    private bool GoesOnOverPage(Block block, int i)
    {
        var line = lines[i];
        if (block.Section == Section.Opening || !block.IsFinished)
        {
            return !block.IsFinished;
        }

        if (block.Tail.EndsWith(':') || IsSubHeading(i))
        {
            return false;
        }

        if (block.Bullet is null)
        {
            return !width.EndsShort(block.Last, line);
        }

        return width.IsFlat ? !IsLeadIn(i) : line.Indent >= width.MarginOf(line) + 2;
    }

    private bool BelongsToItem(Block block, Bullet bullet, int i)
    {
        var line = lines[i];
        if (!line.AfterGap)
        {
            return line.Indent > block.First.Indent || !block.IsFinished || !width.EndsShort(block.Last, line)
                || (width.IsFlat && !IsSubHeading(i) && !IsLeadIn(i));
        }

        return line.Page == block.Last.Page && line.Indent >= bullet.TextIndent - 1 && line.Indent > block.First.Indent && !IsSubHeading(i);
    }

    /// <summary>Whether the lines from this one to the next bullet end in a colon.</summary>
    private bool IsLeadIn(int i)
    {
        var end = Math.Min(lines.Count - 1, i + LongestLeadIn);
        for (var j = i + 1; j <= end; j++)
        {
            if (Bullets.Read(lines[j], inList: true) is not null)
            {
                return lines[j - 1].Text.EndsWith(':');
            }
        }

        return false;
    }

    private bool IsSubHeading(int i)
    {
        var line = lines[i];
        if (!Headings.HasShape(line.Text) || !(line.AfterGap || Current is null or { IsHeading: true } || width.EndsShort(Current.Last, line)))
        {
            return false;
        }

        if (i + 1 >= lines.Count)
        {
            return false;
        }

        var next = lines[i + 1];
        return next.AfterGap || next.StartsPage || Bullets.Read(next, InList) is not null || width.EndsShort(line, next);
    }
}
