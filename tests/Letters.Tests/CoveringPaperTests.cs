using System.Text;

namespace Jtai.LetterTests;

/// <summary>The head of the letter: title, date and days in other forms, and papers that stand above it.</summary>
public sealed class CoveringPaperTests
{
    [Theory]
    [InlineData("Subject: Joint targeted area inspection of Mirrenford", "Mirrenford")]
    [InlineData("JTAI of Mirrenford", "Mirrenford")]
    [InlineData("JTAI outcome letter – Mirrenford", "Mirrenford")]
    [InlineData("Findings of the joint targeted area inspection of Mirrenford", null)]
    [InlineData("Outcome of the Joint targeted area inspection of Mirrenford", "Mirrenford")]
    [InlineData("Mirrenford: joint targeted area inspection", "Mirrenford")]
    [InlineData("Mirrenford and Saltry Joint Targeted Area Inspection", "Mirrenford and Saltry")]
    [InlineData("Joint targeted area inspection of Mirrenford and of the Saltry", "Mirrenford and Saltry")]
    [InlineData("Joint targeted area inspection of Mirrenford and Saltry Councils", "Mirrenford and Saltry")]
    [InlineData("Joint targeted area inspection of Mirrenford (neglect of older children)", "Mirrenford")]
    [InlineData("Joint targeted area inspection of Mirrenford, June 2025", "Mirrenford")]
    [InlineData("Joint targeted area inspection of Saltry in Tarrowshire", "Saltry in Tarrowshire")]
    [InlineData("Joint targeted area inspection of the safeguarding partnership in Mirrenford", "Mirrenford")]
    [InlineData("Joint targeted area inspection of the City of London", "City of London")]
    [InlineData("Joint targeted area inspection of the City of Mirrenford", "Mirrenford")]
    [InlineData("Joint targeted area\ninspection of Mirrenford", "Mirrenford")]
    public async Task Read_TitleInOtherWords_GivesTheArea(string title, string? area)
    {
        var bytes = Encoding.UTF8.GetBytes(LetterText.With(LetterText.Title, title));
        if (area is null)
        {
            await Assert.ThrowsAsync<NotALetterException>(() => LetterParser.ReadAsync(bytes));
        }
        else
        {
            Assert.Equal(area, (await LetterParser.ReadAsync(bytes)).Area);
        }
    }

    [Theory]
    [InlineData("11.07.2025")]
    [InlineData("11/7/25")]
    [InlineData("2025-07-11")]
    [InlineData("July 11, 2025")]
    [InlineData("Friday 11th July, 2025")]
    [InlineData("Date: 11 Jul. 2025")]
    [InlineData("Inspection dates: 2 to 6 June 2025\nPublished: 4 August 2025\n11 July 2025")]
    [InlineData("11 July 2025\nEmbargoed until 4 August 2025")]
    [InlineData("Our reference 44-2025 of 11 July 2025")]
    public async Task Read_LettersDate_InAnyForm(string printed) =>
        Assert.Equal(new DateOnly(2025, 7, 11), (await LetterText.ReadWithAsync("11 July 2025", printed)).LetterDate);

    [Fact]
    public async Task Read_OnlyADateOfPublication_IsNotTheLettersDate()
    {
        var letter = await LetterText.ReadWithAsync("11 July 2025", "Publication date: 4 August 2025");

        Assert.Null(letter.LetterDate);
        Assert.Contains(WarningCodes.LetterDateMissing, letter.Warnings.Select(w => w.Code));
    }

    [Theory]
    [InlineData("took place between 2 June and 6 June", "2025-06-02", "2025-06-06")]
    [InlineData("took place from 2 to 6 June", "2025-06-02", "2025-06-06")]
    [InlineData("took place from 1 to 5 December", "2024-12-01", "2024-12-05")]
    [InlineData("took place from 02/06/2025 to 06/06/2025", "2025-06-02", "2025-06-06")]
    [InlineData("took place from 2.6.2025 – 6.6.2025", "2025-06-02", "2025-06-06")]
    [InlineData("took place on 2, 3 and 4 June 2025", "2025-06-02", "2025-06-04")]
    [InlineData("took place between the 2nd and the 6th of June 2025", "2025-06-02", "2025-06-06")]
    public async Task Read_FieldworkInOtherForms_GivesBothDays(string words, string start, string end)
    {
        var letter = await LetterText.ReadWithAsync("took place from 2 to 6 June 2025", words);

        Assert.Equal((DateOnly.Parse(start, null), DateOnly.Parse(end, null)), (letter.InspectionStart, letter.InspectionEnd));
    }

    [Theory]
    [InlineData("no later than 20 October.", "2025-10-20", WarningCodes.DeadlineYearMissing)]
    [InlineData("by 20.10.25.", "2025-10-20", WarningCodes.DeadlineShortYear)]
    [InlineData("by 20 October 2025, and not by 6 October 2025 as we first wrote.", "2025-10-20", null)]
    [InlineData("by 20 October 2025 (moved from 6 October 2025).", "2025-10-20", null)]
    [InlineData("originally by 6 October 2025, now extended to 20 October 2025.", "2025-10-20", null)]
    [InlineData("by 20 October 2025, with a draft before 22 September 2025.", "2025-10-20", WarningCodes.DeadlineSeveral)]
    [InlineData("as our letter of 11 July 2025 asks, by 20 October 2025.", "2025-10-20", null)]
    public async Task Read_DeadlineAmongOtherDays_IsTheOneMeant(string words, string due, string? code)
    {
        var letter = await LetterText.ReadWithAsync("by 20 October 2025.", words);

        Assert.Equal(DateOnly.Parse(due, null), letter.StatementDue);
        Assert.Equal(code is null ? [] : [code], letter.Warnings.Select(w => w.Code));
    }

    [Theory]
    [InlineData("statements@inspectorate.\nexample")]
    [InlineData("statements@\ninspectorate.example")]
    [InlineData("statements\n@inspectorate.example")]
    [InlineData("statements@inspectorate.example<mailto:statements@inspectorate.example>")]
    public async Task Read_AddressBrokenOverLines_IsWhole(string address)
    {
        var letter = await LetterText.ReadWithAsync("statements@inspectorate.example", address);

        Assert.Equal(("statements@inspectorate.example", "Mirrenford City Council"), (letter.StatementSentTo, letter.StatementSentBy));
    }

    [Fact]
    public async Task Read_AddressBrokenAtAHyphenThatIsItsOwn_KeepsIt() =>
        Assert.Equal("plan-statements@inspectorate.example", (await LetterText.ReadWithAsync("statements@", "plan-\nstatements@")).StatementSentTo);

    [Theory]
    [InlineData("From: A Clerk\nSent: 1 September 2025\n\nDear all\n\nThe letter is below.\n\nYours faithfully\n\nA Clerk\n\n")]
    [InlineData("Mirrenford City Council\n\nScrutiny board\n9 September 2025\n\nBackground\n\nThe board asked for this.\n\nRecommendations\n\n1. That it be noted.\n2. That it be read.\n\nJoint targeted area inspection of Mirrenford\n\nThe letter follows as Annex 1.\n\nAnnex 1\n\n")]
    public async Task Read_LetterBelowAnotherPaper_IsReadAlone(string paper)
    {
        var letter = await LetterParser.ReadAsync(Encoding.UTF8.GetBytes(paper + LetterText.With("11 July 2025", "11 July 2025")));

        Assert.Equal(("Mirrenford", new DateOnly(2025, 7, 11), 2), (letter.Area, letter.LetterDate, letter.Addressees.Count));
        Assert.Equal((2, 3, 1), (letter.PriorityActions.Count, letter.Improvements.Count, letter.Strengths!.Count));
        Assert.Equal([WarningCodes.CoveringPaper], letter.Warnings.Select(w => w.Code));
    }

    [Theory]
    [InlineData("Inspection of youth justice services in Mirrenford\n\nDear colleague\n\nThe joint targeted area inspection of Mirrenford is another matter.\n\nStrengths\n\n• Planning.\n\nAreas for improvement\n\n• Reviews.")]
    [InlineData("Dear colleague\n\nJoint targeted area inspection of Mirrenford\n\nThank you for your questions. A colleague will ring you.\n\nStrengths\n\n• Planning.")]
    [InlineData("Joint targeted area inspection of Mirrenford: our plan\n\nDear partners\n\nWe have written down what each of us will do.\n\nAreas for improvement\n\n• Reviews will be held by May.")]
    [InlineData("JTAI of Mirrenford – minutes of the board\n\n3 May 2025\n\nAreas for improvement\n\n• Reviews were discussed.")]
    public async Task Read_PaperThatOnlySpeaksOfALetter_IsRefused(string paper) =>
        await Assert.ThrowsAsync<NotALetterException>(() => LetterParser.ReadAsync(Encoding.UTF8.GetBytes(paper)));
}
