namespace Jtai.Documents;

/// <summary>Text as people type it into a box, as blocks: an empty line parts paragraphs, lines that begin with "- " are a list.</summary>
public static class PlainText
{
    public static IReadOnlyList<Block> ToBlocks(string text)
    {
        var blocks = new List<Block>();
        var lines = new List<string>();
        var inList = false;
        foreach (var line in Characters.Lines(text).Append(""))
        {
            var isItem = ItemOf(line) is not null;
            if (lines.Count > 0 && (string.IsNullOrWhiteSpace(line) || isItem != inList))
            {
                blocks.Add(inList ? new BulletList([.. lines]) : new Paragraph(string.Join('\n', lines)));
                lines.Clear();
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                inList = isItem;
                lines.Add(ItemOf(line) ?? line.Trim());
            }
        }

        return blocks;
    }

    // A bullet is what a list pasted from Word brings.
    private static string? ItemOf(string line) =>
        line.TrimStart() is ['-' or '•', ' ' or '\t', .. var item] && !string.IsNullOrWhiteSpace(item) ? item.Trim() : null;
}
