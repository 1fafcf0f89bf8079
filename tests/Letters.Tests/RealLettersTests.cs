using System.Collections.Concurrent;

namespace Jtai.LetterTests;

public sealed class RealLettersTests
{
    private static readonly string[] SmallWords = ["the", "of", "and", "to", "for", "in", "a"];
    // A box, or footnotes out of their order, between two lines of an item.
    private static readonly Dictionary<string, int> MostTorn = new() { ["cornwall-2018.pdf-raw"] = 1, ["hounslow-2017.pdf"] = 6 };
    private static readonly ConcurrentDictionary<string, Task<Letter>> Letters = new();

    public static TheoryData<string> Files => [.. ExpectedLetter.All(Folders.RealLetters).Select(e => e.File)];

    [RealLettersTheory]
    [MemberData(nameof(Files))]
    public async Task Read_RealLetter_AgreesWithWhatWasCounted(string file)
    {
        var expected = ExpectedLetter.For(Folders.RealLetters, file);

        var letter = await ReadAsync(file);

        Assert.Equal(expected.Counted(), ExpectedLetter.Counted(letter));
        Assert.Equal(expected.Pages, letter.Pages);
        Assert.Equal(expected.CaseStudiesEffective, letter.PracticeStudies.Count(s => s.Kind == PracticeStudyKind.Effective));
        Assert.Equal(expected.CaseStudiesImprovement, letter.PracticeStudies.Count(s => s.Kind == PracticeStudyKind.Improvement));
    }

    [RealLettersTheory]
    [MemberData(nameof(Files))]
    public async Task Read_RealLetter_AgreesLooselyOnTheStatement(string file)
    {
        var expected = ExpectedLetter.For(Folders.RealLetters, file);

        var letter = await ReadAsync(file);

        Assert.Equal(expected.StatementSentTo, letter.StatementSentTo);
        AssertSharesWords(expected.StatementPreparedBy, letter.StatementPreparedBy);
        AssertSharesWords(expected.StatementSentBy, letter.StatementSentBy);
        AssertSharesWords(expected.Theme, letter.Theme);
        if (letter.StatementDueAsPrinted is { } printed)
        {
            Assert.Contains(expected.DeadlineAsPrinted!.Split(" (")[0], printed, StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(expected.Deadline);
        }
    }

    [RealLettersTheory]
    [MemberData(nameof(Files))]
    public async Task Read_RealLetter_EveryItemIsAWholeParagraphOfItsPage(string file)
    {
        var letter = await ReadAsync(file);

        Assert.Equal(Enumerable.Range(1, letter.Paragraphs.Count), letter.Paragraphs.Select(p => p.Number));
        var items = letter.PriorityActions.Concat(letter.Improvements).Concat(letter.Strengths ?? []).Concat(letter.Headline).ToList();
        Assert.All(items, item =>
        {
            var paragraph = letter.Paragraphs[item.Paragraph - 1];
            Assert.Equal((item.Text, item.Page), (paragraph.Text, paragraph.Page));
            Assert.InRange(item.Page!.Value, 1, letter.Pages!.Value);
            Assert.True(char.IsUpper(item.Text.First(char.IsLetter)), $"Torn item: {item.Text}");
        });
        Assert.NotEmpty(letter.Addressees);
        Assert.All(letter.Addressees, a => Assert.True(char.IsUpper(a[0]) && a.Length > 8, $"Torn addressee: {a}"));
    }

    [RealLettersTheory]
    [InlineData("hounslow-2017.pdf", WarningCodes.DeadlineMissing)]
    [InlineData("hounslow-2017.pdf", WarningCodes.SenderMissing)]
    [InlineData("hounslow-2017.pdf", WarningCodes.AddressMissing)]
    [InlineData("peterborough-2017.pdf", WarningCodes.ListWithoutBullets)]
    [InlineData("southend-on-sea-2018.pdf", WarningCodes.DeadlineWeekend)]
    [InlineData("southend-on-sea-2018.pdf", WarningCodes.DeadlineNot70WorkingDays)]
    [InlineData("medway-2018.pdf", WarningCodes.DeadlineShortYear)]
    [InlineData("durham-2018.pdf", WarningCodes.HeadingNumber)]
    [InlineData("cornwall-2018.pdf", WarningCodes.PriorityActionsNone)]
    [InlineData("solihull-2022.pdf", WarningCodes.PrincipalAuthorityMissing)]
    [InlineData("barnsley-2022.pdf", WarningCodes.StrengthsMissing)]
    [InlineData("walsall-2023.pdf", WarningCodes.DeadlineWrongWeekday)]
    public async Task Read_RealLetterWithAFault_Warns(string file, string code)
    {
        var letter = await ReadAsync(file);

        Assert.Contains(code, letter.Warnings.Select(w => w.Code));
    }

    /// <summary>
    /// A letter pasted as text has the PDF's lists, item by item. What its layout alone tells is lost: where one paragraph of a
    /// list without bullets ends; whether a hyphen at a line's end is the word's own.
    /// </summary>
    [RealLettersTheory]
    [MemberData(nameof(Forms))]
    public async Task Read_RealLetterAsText_AgreesWithItsPdf(string file, string form)
    {
        var expected = ExpectedLetter.For(Folders.RealLetters, file);
        var pdf = await ReadAsync(file);

        var letter = await LetterParser.ReadAsync(await TextForms.OfAsync(Path.Combine(Folders.RealLetters, file), form));

        Assert.InRange(letter.LeftOver.Count, 0, form == "" ? 1 : 0);
        if (pdf.Warnings.Any(w => w.Code == WarningCodes.ListWithoutBullets) && form != "-layout")
        {
            Assert.Contains(WarningCodes.ListWithoutBullets, letter.Warnings.Select(w => w.Code));
            return;
        }

        Assert.Equal(expected.Counted(), ExpectedLetter.Counted(letter));
        var differing = ExpectedLetter.ItemsOf(pdf).Select(TextForms.OnlyLetters).Except(ExpectedLetter.ItemsOf(letter).Select(TextForms.OnlyLetters)).Count();
        Assert.InRange(differing, 0, form == "-layout" ? 0 : MostTorn.GetValueOrDefault(file + form));
    }

    public static TheoryData<string, string> Forms
    {
        get
        {
            var forms = new TheoryData<string, string>();
            foreach (var letter in ExpectedLetter.All(Folders.RealLetters))
            {
                forms.Add(letter.File, "");
                forms.Add(letter.File, "-raw");
                forms.Add(letter.File, "-layout");
            }

            return forms;
        }
    }

    [RealLettersTheory]
    [MemberData(nameof(Files))]
    public async Task Read_RealLetter_LeavesNothingOver(string file)
    {
        var letter = await ReadAsync(file);

        Assert.Empty(letter.LeftOver);
        Assert.DoesNotContain(letter.Warnings, w => w.Code is WarningCodes.SecondLetter or WarningCodes.CoveringPaper or WarningCodes.Columns or WarningCodes.DeadlineSeveral);
    }

    [RealLettersFact]
    public async Task Read_LetterPastedAsText_AgreesWithItsPdf()
    {
        var expected = ExpectedLetter.For(Folders.RealLetters, "somerset-2024.pdf");

        var letter = await LetterParser.ReadAsync(
            await File.ReadAllBytesAsync(Path.Combine(Folders.Shared, "seeds", "somerset-2024-letter.txt")));

        Assert.Equal(expected.Counted(), ExpectedLetter.Counted(letter));
        Assert.Equal((await ReadAsync("somerset-2024.pdf")).Addressees, letter.Addressees);
        Assert.Null(letter.Pages);
        Assert.All(letter.Improvements, item => Assert.Null(item.Page));
    }

    [RealLettersTheory]
    [InlineData("letters/not-letters/blackpool-area-send-full-inspection-25-july-2024.txt")]
    [InlineData("letters/not-letters/haringey-joint-area-review-progress-inspection-pdf-03-july-2009.txt")]
    [InlineData("seeds/durham-2019-scrutiny.txt")]
    [InlineData("seeds/northumberland-2020-progress.txt")]
    [InlineData("seeds/somerset-2024-scrutiny.txt")]
    [InlineData("seeds/southend-2018-cabinet.txt")]
    public async Task Read_OtherPaperOfTheField_IsRefused(string file)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Folders.Shared, file));

        await Assert.ThrowsAsync<NotALetterException>(() => LetterParser.ReadAsync(bytes));
    }

    // The expectations are summaries; what they and the letter have in common are the words that carry meaning.
    private static void AssertSharesWords(string? expected, string? actual)
    {
        if (expected is null)
        {
            Assert.Null(actual);
            return;
        }

        Assert.NotNull(actual);
        var shared = Words(expected).Intersect(Words(actual)).Except(SmallWords).ToList();
        Assert.True(shared.Count > 0, $"\"{actual}\" has nothing in common with \"{expected}\".");
    }

    private static string[] Words(string text) =>
        text.ToLowerInvariant().Replace('’', '\'').Split([' ', ',', ';', '(', ')', '/'], StringSplitOptions.RemoveEmptyEntries);

    private static Task<Letter> ReadAsync(string file) =>
        Letters.GetOrAdd(file, f => LetterParser.ReadAsync(File.ReadAllBytes(Path.Combine(Folders.RealLetters, f))));
}
