using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>
/// The safety net: what looks like a finding and ended nowhere, and what looks like a heading and stands inside a list, so
/// that the items below it may belong to another.
/// </summary>
internal static partial class LeftOvers
{
    private const int LongestQuote = 80;
    private const int MostWarnings = 20;
    private const int ShortestNarrative = 250;

    public static List<LeftOver> Of(List<Block> blocks, LetterFormat format, List<Line> below)
    {
        var found = new List<LeftOver>();
        Block? sub = null;
        var start = blocks.FindIndex(b => b.Section != Section.Opening || Titles.IsOne(b.Text));
        for (var i = Math.Max(start, 0); i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (block.IsHeading)
            {
                sub = block.Opens is null ? block : null;
            }

            if (ItemLists.SaysNone(block.Text))
            {
                continue;
            }

            if (LooksLikeAnotherHeading(block, format) && StandsOverItems(blocks, i))
            {
                found.Add(Of(block, LeftOverReason.HeadingInList));
            }
            else if (block.Bullet is not null && !block.IsEmpty && EndedNowhere(block, sub))
            {
                found.Add(Of(block, LeftOverReason.ListNowhere));
            }
            else if (block is { IsHeading: false, Bullet: null, IsTaken: false } && ItemLists.IsList(block.Section) && !IsNarrative(sub, block))
            {
                found.Add(Of(block, LeftOverReason.ParagraphNowhere));
            }
        }

        found.AddRange(below.Where(l => Bullets.HasGlyph(l.Text) || Headings.Recognise(l.Text) is { IsLoose: false } known && ItemLists.IsList(known.Section))
            .Select(l => new LeftOver(Bullets.HasGlyph(l.Text) ? l.Text[1..].TrimStart() : l.Text, l.Page, null, LeftOverReason.BelowTheLetter)));
        return found;
    }

    /// <summary>One warning for each heading, and one for each run of points or paragraphs.</summary>
    public static IEnumerable<LetterWarning> Warnings(List<LeftOver> leftOvers)
    {
        var warnings = 0;
        for (var i = 0; i < leftOvers.Count; i++, warnings++)
        {
            if (warnings == MostWarnings)
            {
                yield return new(WarningCodes.LeftOver, $"{leftOvers.Count - i} more lines are left over; read the letter beside its lists.");
                yield break;
            }

            var first = leftOvers[i];
            var words = $"\"{Short(first.Text)}\"{(first.Page is { } page ? $" (page {page})" : "")}";
            if (first.Why == LeftOverReason.HeadingInList)
            {
                yield return new(WarningCodes.HeadingInList, $"{words} looks like a heading inside a list; what stands below it may belong elsewhere.");
                continue;
            }

            var count = 1;
            while (i + 1 < leftOvers.Count && leftOvers[i + 1].Why == first.Why && leftOvers[i + 1].Paragraph == leftOvers[i].Paragraph + (first.Paragraph is null ? 0 : 1))
            {
                count++;
                i++;
            }

            yield return new(WarningCodes.LeftOver, $"{words}{(count > 1 ? $" and {count - 1} more" : "")} {Reason(first.Why)}");
        }
    }

    private static bool LooksLikeAnotherHeading(Block block, LetterFormat format)
    {
        if (!ItemLists.IsList(block.Section))
        {
            return false;
        }

        if (block.IsHeading)
        {
            return block.Opens is null
                && (block.Section == Section.Priority || format == LetterFormat.New || Headings.NamesAList(block.Text) || !UsualSubHeading().IsMatch(block.Text));
        }

        // "The following areas need to improve:" in the middle of the priority actions.
        return block is { Bullet: null, Section: Section.Priority } && block.Text.EndsWith(':') && OtherList().IsMatch(block.Text);
    }

    // Where no main findings are announced, the narrative begins with a heading below the last list.
    private static bool StandsOverItems(List<Block> blocks, int heading)
    {
        var under = blocks.Skip(heading + 1).TakeWhile(b => b.Section == blocks[heading].Section && b.Opens is null).ToList();
        return under.Exists(b => b.IsTaken) || (under.Find(b => !b.IsHeading) is { } first && !IsNarrative(blocks[heading], first));
    }

    private static bool IsNarrative(Block? sub, Block paragraph) => sub is not null && paragraph.Text.Length > ShortestNarrative;

    // Points in a box belong to the box, and those of the headline to the headline, unless a heading of their own stands over them.
    private static bool EndedNowhere(Block block, Block? sub) => block.Section switch
    {
        Section.Priority or Section.Improvements or Section.Strengths => !block.IsTaken,
        Section.Study or Section.Headline => sub is not null,
        _ => true,
    };

    private static LeftOver Of(Block block, LeftOverReason why) => new(block.Text, block.First.Page, block.Number, why);

    private static string Reason(LeftOverReason why) => why switch
    {
        LeftOverReason.ListNowhere => "stood in a list under no heading that is known, and became no item.",
        LeftOverReason.ParagraphNowhere => "stood in a list without a mark of its own, and became no item.",
        _ => "stood below the letter's end, and was not read.",
    };

    private static string Short(string text)
    {
        if (text.Length <= LongestQuote)
        {
            return text;
        }

        // Between words, unless a long one stands there.
        var end = text.LastIndexOf(' ', LongestQuote, LongestQuote / 2);
        return $"{text[..(end > 0 ? end : LongestQuote)]} …";
    }

    // What letters to 2020 put over parts of a list.
    [GeneratedRegex(@"leadership|management|governance|safeguarding|\bLSCB|identif|managing|risk|front\s+door|respon[ds]|assess|\bplan|decision|impact|partner|early\s+help|\bchild|young|victim|health|police|probation|youth|school|education|local\s+authority|agenc|information", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex UsualSubHeading();

    [GeneratedRegex(@"\bareas?\s+(?:for|of|requiring|needing)\s+(?:improvement|development)|\bneeds?\s+(?:to\s+improve|improvement)|\bstrengths?\b|\bworks?\s+well\b", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex OtherList();
}
