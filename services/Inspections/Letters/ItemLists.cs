using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>The items under the list headings, with the sentence they depend on, their sub-heading and nested points.</summary>
internal static partial class ItemLists
{
    // More than an uneven hand, less than the first nesting level of any word processor.
    private const int NestingIndent = 3;

    /// <summary>Items of every list of that section; null when the letter has no such heading.</summary>
    public static List<LetterItem>? Read(List<Block> blocks, Section section)
    {
        List<LetterItem>? items = null;
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Opens != section)
            {
                continue;
            }

            var list = blocks.Skip(i + 1).TakeWhile(b => b.Opens is null or Section.Study || b.Section == section)
                .Where(b => b.Section == section).ToList();
            items ??= [];
            if (list.Exists(b => b.Bullet is not null))
            {
                items.AddRange(Bulleted(list, blocks[i].Text));
            }
            else if (items.Count == 0)
            {
                // Once the list has been read, the same heading over prose is a sub-heading of the main findings.
                items.AddRange(Unbulleted(list, blocks[i].Text));
            }
            else if (blocks.Take(i).Any(b => b.Opens == Section.MainFindings))
            {
                list.ForEach(b => b.IsTaken = true);
            }

            i += list.Count;
        }

        return items;
    }

    /// <summary>Whether that section is a list of findings.</summary>
    public static bool IsList(Section section) => section is Section.Priority or Section.Improvements or Section.Strengths;

    /// <summary>Whether the words say that the list is empty ("There are no areas for priority action").</summary>
    public static bool SaysNone(string text) => text.Length < 160 && None().IsMatch(text);

    private static List<LetterItem> Bulleted(List<Block> list, string heading)
    {
        MarkSubPoints(list.Where(b => b.Bullet is not null).ToList());
        var items = new List<LetterItem>();
        var subPoints = new List<string>();
        string? leadIn = null;
        var leading = new List<Block>();
        var afterHeading = true;
        foreach (var block in list)
        {
            if (block.IsHeading)
            {
                (heading, leadIn, afterHeading) = (block.Text, null, true);
                leading = [];
            }
            else if (block.Bullet is null)
            {
                if (afterHeading || block.Text.EndsWith(':'))
                {
                    leading.Add(block);
                    leadIn = afterHeading && leadIn is not null ? $"{leadIn} {block.Text}" : block.Text;
                    LetterLimits.Demand(leadIn.Length, LetterLimits.LeadInCharacters, "characters before the items of a list");
                }
            }
            else if (block.IsSubPoint)
            {
                block.IsTaken = true;
                subPoints.Add(block.Text);
            }
            else if (!block.IsEmpty && !SaysNone(block.Text))
            {
                block.IsTaken = true;
                leading.ForEach(b => b.IsTaken = true);
                leading = [];
                subPoints = [];
                items.Add(new(block.Text, leadIn, block.First.Page, block.Number, heading, subPoints));
                afterHeading = false;
            }
        }

        return items;
    }

    private static List<LetterItem> Unbulleted(List<Block> list, string heading)
    {
        var items = new List<LetterItem>();
        string? leadIn = null;
        foreach (var block in list)
        {
            if (block.IsHeading)
            {
                (heading, leadIn) = (block.Text, null);
            }
            else if (block.Text.EndsWith(':'))
            {
                block.IsTaken = true;
                leadIn = block.Text;
            }
            else if (!SaysNone(block.Text))
            {
                block.IsTaken = true;
                items.Add(new(block.Text, leadIn, block.First.Page, block.Number, heading, []));
            }
        }

        return items;
    }

    private static void MarkSubPoints(List<Block> bullets)
    {
        if (bullets.Count == 0)
        {
            return;
        }

        var main = bullets[0].Bullet!.Value;
        var mainIndents = bullets.Where(b => b.Bullet!.Value.Glyph == main.Glyph)
            .GroupBy(b => b.First.Page ?? 0).ToDictionary(g => g.Key, g => g.Min(b => b.First.Indent));
        var parent = bullets[0];
        foreach (var block in bullets.Skip(1))
        {
            var deeper = block.First.Indent - mainIndents.GetValueOrDefault(block.First.Page ?? 0, bullets[0].First.Indent);
            block.IsSubPoint = IsSubPoint(block, parent, main, deeper);
            if (!block.IsSubPoint)
            {
                parent = block;
            }
        }
    }

    private static bool IsSubPoint(Block block, Block parent, Bullet main, int deeper)
    {
        var awaited = parent.Text.EndsWith(':');
        if (awaited && block.Text.Length > 0 && char.IsLower(block.Text[0]))
        {
            return true;
        }

        var glyph = block.Bullet!.Value.Glyph;
        if (Ordinal.IsKind(main.Glyph) && Ordinal.IsKind(glyph) && glyph != main.Glyph)
        {
            return Ordinal.IsNested(glyph, main.Glyph);
        }

        if (glyph == main.Glyph)
        {
            return awaited && deeper >= NestingIndent;
        }

        return deeper > 1 || awaited || (block.Bullet!.Value.IsDash && !main.IsDash);
    }

    // A whole sentence: "No action is taken when …" is a finding.
    [GeneratedRegex(
        """
        ^(?:
          (?:there\s+(?:are|were|is|was)\s+(?:currently\s+)?(?:no|not\s+any)
          | (?:(?:the|this|our)\s+)?(?:inspections?|inspectors|team|we|it)(?:\s+team)?\s+(?:(?:has|have)\s+)?(?:identified|found|noted|made|raised|saw)\s+no
          | (?:(?:the|this|our)\s+)?(?:inspections?|inspectors|team|we|it)(?:\s+team)?\s+(?:did|do|does|has|have)\s+not\s+(?:identif(?:y|ied)|find|found|note|noted|make|made|raise|raised|see|seen)(?:\s+any)?
          | no)
          \s+(?:(?:specific|identified|particular|further|such|immediate|significant|new)\s+)*
          (?:areas?(?:\s+(?:for|of|requiring|needing|that\s+require)\s+(?:(?:immediate|urgent|priority|further)\s+)*(?:actions?|improvements?|developments?|concern|strength))?
            |priority\s+(?:actions?|areas?)(?:\s+for\s+action)?|strengths|actions?(?=\s+(?:(?:is|are|was|were|has\s+been|have\s+been)\s+)?(?:required|needed|identified)))
          (?:\s+(?:is|are|was|were|has\s+been|have\s+been))?(?:\s+(?:identified|found|noted|made|raised|required|needed|reported|recorded|agreed))?
          (?:\s+(?:during|in|from|at|by|for|on|as|arising|across|within|following)\b[^.]{0,90})?
        | \(none\) | there\s+(?:are|were)\s+none | none(?:\s+(?:(?:was|were|has\s+been|have\s+been)\s+)?(?:identified|found|noted|required))?(?:\s+(?:during|in|at|from|by|on|following)\b[^.]{0,60})?
        | n\s?/?\s?a | nil | not\s+applicable | nothing\s+to\s+report
        )\s*(?:[.;](?:\s|$)|$)
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, LetterLimits.PatternMilliseconds)]
    private static partial Regex None();
}
