using System.Security.Cryptography;

namespace Jtai.LetterTests;

public sealed class FictionalLettersTests
{
    public static TheoryData<string> Files => [.. ExpectedLetter.All(Folders.FictionalLetters).Select(e => e.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Read_FictionalLetter_AgreesWithWhatWasCounted(string file)
    {
        var expected = ExpectedLetter.For(Folders.FictionalLetters, file);

        var letter = await ReadAsync(file);

        Assert.Equal(expected.Counted(), ExpectedLetter.Counted(letter));
        Assert.Equal(expected.Items, ExpectedLetter.ItemsOf(letter));
        Assert.Equal(expected.Theme, letter.Theme);
        Assert.Equal(expected.Addressees, letter.Addressees.Count);
        Assert.Equal(expected.Headline, letter.Headline.Count);
        Assert.Equal(expected.CaseStudiesEffective, letter.PracticeStudies.Count(s => s.Kind == PracticeStudyKind.Effective));
        Assert.Equal(expected.CaseStudiesImprovement, letter.PracticeStudies.Count(s => s.Kind == PracticeStudyKind.Improvement));
        Assert.Equal(expected.DeadlineAsPrinted, letter.StatementDueAsPrinted);
        Assert.Equal(expected.StatementPreparedBy, letter.StatementPreparedBy);
        Assert.Equal(expected.StatementSentBy, letter.StatementSentBy);
        Assert.Equal(expected.StatementSentTo, letter.StatementSentTo);
        Assert.Equal(expected.Warnings, letter.Warnings.Select(w => w.Code));
    }

    [Theory]
    [InlineData("haskermoor-2025.pdf", "")]
    [InlineData("haskermoor-2025.pdf", "-raw")]
    [InlineData("haskermoor-2025.pdf", "-layout")]
    [InlineData("port-lannick-2018.pdf", "")]
    [InlineData("port-lannick-2018.pdf", "-raw")]
    [InlineData("port-lannick-2018.pdf", "-layout")]
    public async Task Read_FictionalLetterAsText_HasTheItemsOfItsPdf(string file, string form)
    {
        var expected = ExpectedLetter.For(Folders.FictionalLetters, file);

        var letter = await LetterParser.ReadAsync(await TextForms.OfAsync(Path.Combine(Folders.FictionalLetters, file), form));

        Assert.Equal(expected.Counted(), ExpectedLetter.Counted(letter));
        Assert.Equal(expected.Items!.Select(TextForms.OnlyLetters), ExpectedLetter.ItemsOf(letter).Select(TextForms.OnlyLetters));
        Assert.Empty(letter.LeftOver);
    }

    [Fact]
    public async Task Read_ItemOverPageBreak_IsOneItemOnItsFirstPage()
    {
        var letter = await ReadAsync("port-lannick-2018.pdf");

        var item = letter.Improvements[3];
        Assert.Equal(3, item.Page);
        Assert.EndsWith("by four, and health professionals learn of the outcome weeks later.", item.Text, StringComparison.Ordinal);
        Assert.Equal("Identifying and managing risk of harm at the ‘front door’", item.Heading);
    }

    [Fact]
    public async Task Read_Footnotes_AreKeptOutOfTheTextAndAtTheEnd()
    {
        var letter = await ReadAsync("port-lannick-2018.pdf");

        Assert.Equal(2, letter.Paragraphs.Count(p => p.Kind == ParagraphKind.Footnote));
        Assert.All(letter.Paragraphs.TakeLast(2), p => Assert.Equal(ParagraphKind.Footnote, p.Kind));
        Assert.DoesNotContain(letter.Paragraphs, p => p.Text.Contains("agencies.2", StringComparison.Ordinal) || p.Text.Contains("Lannick.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_LeadIn_StaysWithTheItemsThatDependOnIt()
    {
        var letter = await ReadAsync("haskermoor-2025.pdf");

        Assert.All(letter.PriorityActions, i => Assert.EndsWith("should address the following:", i.LeadIn, StringComparison.Ordinal));
        Assert.All(letter.Improvements, i => Assert.Null(i.LeadIn));
        Assert.Equal("telling the multi-agency safeguarding hub on the day of attendance", letter.PriorityActions[0].SubPoints[0]);
    }

    [Fact]
    public async Task Read_AnyParagraph_CanBecomeAFinding()
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Folders.FictionalLetters, "haskermoor-2025.pdf"));

        var letter = await LetterParser.ReadAsync(new MemoryStream(bytes));

        var narrative = letter.Paragraphs.Single(p => p.Text.StartsWith("In the emergency department of", StringComparison.Ordinal));
        Assert.Equal(("Main findings", 3, ParagraphKind.Text), (narrative.Heading, narrative.Page, narrative.Kind));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), letter.SourceSha256);
        Assert.DoesNotContain(letter.Paragraphs, p => p.Text.Contains("Yours sincerely", StringComparison.Ordinal));
    }

    private static async Task<Letter> ReadAsync(string file) =>
        await LetterParser.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(Folders.FictionalLetters, file)));
}
