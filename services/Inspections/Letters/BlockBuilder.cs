namespace Jtai.Letters;

/// <summary>
/// Puts lines together into headings, paragraphs and list items. Where the layout says nothing (a page break, no blank line
/// between paragraphs), the wording decides: an unfinished sentence goes on, and a line that ends short of the margin ends
/// its paragraph.
/// </summary>
internal sealed class BlockBuilder
{
    private const int LongestLeadIn = 4;
    private const int LongestHeading = 3;

    private readonly List<Line> lines;
    private readonly LetterHead head;
    private readonly TextWidth width;
    private readonly Bullets bullets;
    private readonly List<Block> blocks = [];
    private readonly Dictionary<string, int> lastOrdinals = [];
    private Section section = Section.Opening;
    private Section? interrupted;
    private bool hadList;

    private BlockBuilder(List<Line> lines, LetterHead head)
    {
        this.lines = lines;
        this.head = head;
        width = new TextWidth(lines);
        bullets = new Bullets(lines);
    }

    /// <summary>The blocks of a letter, and how many of the lines they take; below those stand the inspectors' names.</summary>
    public static (List<Block> Blocks, int Lines) Build(List<Line> lines, LetterHead head)
    {
        var builder = new BlockBuilder(lines, head);
        var end = builder.Build();
        return (builder.blocks, end);
    }

    private bool InList => ItemLists.IsList(section);

    private Block? Current => blocks.Count > 0 ? blocks[^1] : null;

    private int Build()
    {
        var i = 0;
        while (i < lines.Count && !(hadList && (IsValediction(lines[i].Text) || LetterHead.BeginsLetter(lines, i))))
        {
            i += Add(i);
        }

        return i;
    }

    private static bool IsValediction(string line) =>
        line.StartsWith("Yours sincerely", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Yours faithfully", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the line into a block, and those that belong to the same heading; returns their number.</summary>
    private int Add(int i)
    {
        var line = lines[i];
        if (Current is { Opens: Section.Study } study && Headings.IsBareStudy(study.Text) && Headings.NamesStudyKind(line.Text))
        {
            study.Append(line, line.Text);
        }
        else if (OpensSection(i) is var (opened, count))
        {
            var words = opened is Section.Study or Section.Other ? line.Text : Headings.Words(line.Text);
            Start(new Block { First = line, Section = Enter(opened), IsHeading = true, Opens = opened }, words);
            for (var j = 1; j < count; j++)
            {
                Current!.Append(lines[i + j], Headings.Words(lines[i + j].Text));
            }

            return count;
        }
        else if (ReadBullet(line) is { } bullet)
        {
            Start(new Block { First = line, Section = section, Bullet = bullet }, bullet.Text);
        }
        else if (Current is { IsHeading: false } current && !head.StartsParagraph(i, section) && GoesOn(current, i))
        {
            current.Append(line, line.Text);
        }
        else
        {
            Start(new Block { First = line, Section = section, IsHeading = section != Section.Opening && IsSubHeading(i) }, line.Text);
        }

        return 1;
    }

    private (Section Section, int Lines)? OpensSection(int i)
    {
        if (i <= head.Title || IsMidSentence(i))
        {
            return null;
        }

        var text = lines[i].Text;
        if (Headings.Recognise(text) is { } known)
        {
            if (CanStandAs(known, text, i, 1))
            {
                return (known.Section, 1);
            }

            if (known.IsBox)
            {
                return (Section.Other, 1);
            }
        }

        for (var count = 2; count <= LongestHeading && i + count <= lines.Count && GoesOnAsHeading(i + count - 2); count++)
        {
            text = $"{text} {lines[i + count - 1].Text}";
            if (Headings.Recognise(text) is { } joined && CanStandAs(joined, text, i, count))
            {
                return (joined.Section, count);
            }
        }

        return null;
    }

    // A heading may be too long for its line, but no item and no paragraph begins in it.
    private bool GoesOnAsHeading(int i)
    {
        var (line, next) = (lines[i], lines[i + 1]);
        return line.Length < Headings.Longest && bullets.Read(next, inList: true) is null
            && (!next.AfterGap || (next.StartsPage && Headings.EndsOpen(line.Text)));
    }

    // Mid-sentence the words are no heading.
    private bool IsMidSentence(int i)
    {
        var line = lines[i];
        return Current is { IsHeading: false, IsFinished: false, Bullet: null } current && !line.AfterGap && !width.EndsShort(current.Last, line);
    }

    private bool CanStandAs(KnownHeading known, string text, int i, int count)
    {
        var after = i + count < lines.Count ? lines[i + count] : null;
        var standsAlone = after is null || after.AfterGap || after.StartsPage || bullets.Read(after, inList: true) is not null;
        if (after is { AfterGap: false } && char.IsLower(after.Text[0]) && !standsAlone)
        {
            return false;
        }

        // A full stop ends an item that happens to read "Strengths."
        var isMarked = Bullets.HasGlyph(text);
        if (text.EndsWith('.') || isMarked)
        {
            return standsAlone && lines[i].AfterGap && !(isMarked && text.EndsWith('.')) && known.Section != Section.Study;
        }

        if (!known.IsLoose)
        {
            return true;
        }

        return standsAlone && !Headings.EndsOpen(text) && (lines[i].AfterGap || Current is null or { IsHeading: true } || width.EndsShort(Current.Last, lines[i]))
            && (!known.NeedsList || (after is not null && bullets.Read(after, inList: true) is not null));
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

        lastOrdinals.Clear();
        section = opened;
        hadList |= InList;
        return opened;
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

        if (bullets.Read(line, InList) is not { } bullet)
        {
            return null;
        }

        if (Ordinal.IsKind(bullet.Glyph))
        {
            return ReadOrdinal(line);
        }

        if (!bullet.IsDash && bullet.Glyph is not ("*" or "o"))
        {
            return bullet;
        }

        if (Current is not { } current || current.IsHeading || line.AfterGap)
        {
            return bullet;
        }

        // A dash may also be the first sign of a wrapped line, which stands at the text's own column.
        var nested = current.Bullet is { } outer && line.Indent > outer.TextIndent;
        var sibling = current.Bullet is { } same && same.Glyph == bullet.Glyph && Math.Abs(line.Indent - current.First.Indent) <= 1;
        return nested || sibling || current.Tail.EndsWith(':') ? bullet : null;
    }

    // A wrapped line may begin with a number, and a sentence with "I."; the row decides.
    private Bullet? ReadOrdinal(Line line)
    {
        int? lastLetter = lastOrdinals.TryGetValue("a", out var letter) ? letter : null;
        var ordinal = Ordinal.Read(line.Text, lastLetter)!;
        var last = lastOrdinals.GetValueOrDefault(ordinal.Kind);
        var isNext = ordinal.Value == last + 1;
        var isFirst = ordinal.Value == 1 && Current is { } before && (before.IsHeading || before.Bullet is not null || before.Tail.EndsWith(':'));
        var opens = Current is null or { IsHeading: true } || line.AfterGap;
        if (!(ordinal.IsBare ? isNext && (opens || last > 0) : opens || isFirst || (isNext && last > 0)))
        {
            return null;
        }

        lastOrdinals[ordinal.Kind] = ordinal.Value;
        var words = line.Text[ordinal.Length..];
        return new(ordinal.Kind, words, line.Indent + ordinal.Length);
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

        if (!block.IsFinished && (char.IsLower(line.Text[0]) || block.Tail[^1] is '-' or '@' || Headings.EndsOpen(block.Tail)
            || PrintedDates.IsBroken(block.Tail, line.Text)))
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
            if (bullets.Read(lines[j], inList: true) is not null)
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
        return next.AfterGap || next.StartsPage || bullets.Read(next, InList) is not null
            || (width.EndsShort(line, next) && !(width.IsFlat && line.Text.Contains(',', StringComparison.Ordinal) && width.NearlyFills(line)));
    }
}
