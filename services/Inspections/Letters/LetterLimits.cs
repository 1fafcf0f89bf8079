namespace Jtai.Letters;

/// <summary>
/// How much a letter may hold. What costs time or memory is several times that of the longest letter published (18 pages,
/// 730 lines, 91 paragraphs, 72 items); an item is kept as one event of at most 180 KB, and the addressees as part of one.
/// </summary>
internal static class LetterLimits
{
    public const int Pages = 100;
    public const int Lines = 20_000;
    public const int Paragraphs = 5_000;
    public const int Items = 1_000;
    public const int ItemCharacters = 40_000;
    public const int LeadInCharacters = 20_000;
    public const int Addressees = 100;
    public const int AddresseeCharacters = 20_000;
    public const int TitleCharacters = 1_000;

    /// <summary>
    /// One search by a pattern, by the wall clock: a machine that is busy must not refuse a letter. The engine that never backtracks would bound them all by itself, but to build its automata
    /// doubled the time of a short-lived process (measured: 1.0 s of processor in place of 0.5).
    /// </summary>
    public const int PatternMilliseconds = 10_000;

    /// <summary>Of all items, each with the sentence that it depends on, which several may share.</summary>
    public const int AllCharacters = 1_000_000;

    /// <exception cref="UnreadableLetterException">There are more.</exception>
    public static void Demand(int count, int most, string what)
    {
        if (count > most)
        {
            throw new UnreadableLetterException($"The document has more than {most:N0} {what}, which is no letter.");
        }
    }

    /// <exception cref="UnreadableLetterException">A part of it is larger than a letter's.</exception>
    public static void Demand(Letter letter)
    {
        Demand(letter.Addressees.Count, Addressees, "addressees");
        Demand(letter.Addressees.Sum(addressee => addressee.Length), AddresseeCharacters, "characters in its addressees");
        Demand((letter.Area ?? "").Length + (letter.Theme ?? "").Length, TitleCharacters, "characters in its title");
        var items = letter.PriorityActions.Concat(letter.Improvements).Concat(letter.Strengths ?? []).Concat(letter.Headline).ToList();
        Demand(items.Sum(item => 1 + item.SubPoints.Count), Items, "items in its lists");
        var lengths = items.ConvertAll(LengthOf);
        Demand(lengths.Append(0).Max(), ItemCharacters, "characters in one item");
        Demand(lengths.Sum(), AllCharacters, "characters in its lists");
    }

    private static int LengthOf(LetterItem item) =>
        item.Text.Length + item.Heading.Length + (item.LeadIn?.Length ?? 0) + item.SubPoints.Sum(point => point.Length);
}
