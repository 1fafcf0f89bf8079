namespace Jtai.Letters;

/// <summary>The four lists of a letter; each is null where the letter has no such heading.</summary>
internal sealed record LetterLists(
    List<LetterItem>? Priority, List<LetterItem>? Improvements, List<LetterItem>? Strengths, List<LetterItem>? Headline)
{
    public static LetterLists Read(List<Block> blocks) => new(
        ItemLists.Read(blocks, Section.Priority),
        ItemLists.Read(blocks, Section.Improvements),
        ItemLists.Read(blocks, Section.Strengths),
        ItemLists.Read(blocks, Section.Headline));
}
