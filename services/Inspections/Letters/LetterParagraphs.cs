namespace Jtai.Letters;

/// <summary>The whole letter as numbered paragraphs, each under its nearest heading.</summary>
internal static class LetterParagraphs
{
    public static List<LetterParagraph> Of(List<Block> blocks, List<Footnote> footnotes)
    {
        var paragraphs = new List<LetterParagraph>();
        var heading = "";
        foreach (var block in blocks)
        {
            paragraphs.Add(new(block.Number, block.First.Page, heading, KindOf(block), block.Text));
            if (block.IsHeading)
            {
                heading = block.Text;
            }
        }

        foreach (var note in footnotes)
        {
            paragraphs.Add(new(paragraphs.Count + 1, note.Page, "Footnotes", ParagraphKind.Footnote, note.Text));
        }

        return paragraphs;
    }

    private static ParagraphKind KindOf(Block block)
    {
        if (block.IsHeading)
        {
            return ParagraphKind.Heading;
        }

        if (block.Bullet is null)
        {
            return ParagraphKind.Text;
        }

        return block.IsSubPoint ? ParagraphKind.SubPoint : ParagraphKind.Item;
    }
}
