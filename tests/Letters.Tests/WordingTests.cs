namespace Jtai.LetterTests;

public sealed class WordingTests
{
    [Fact]
    public async Task Read_PlainLetter_HasNoWarning()
    {
        var letter = await LetterText.ReadAsync();

        Assert.Empty(letter.Warnings);
        Assert.Equal((2, 3, 1), (letter.PriorityActions.Count, letter.Improvements.Count, letter.Strengths!.Count));
        Assert.Equal("identification of initial need and risk", letter.Theme);
    }

    [Theory]
    [InlineData("Joint targeted area inspection of the Mirrenford", "Mirrenford")]
    [InlineData("Joint targeted area inspection of Mirrenford City Council", "Mirrenford")]
    [InlineData("Joint targeted area inspection of the London Borough of Mirrenford", "Mirrenford")]
    [InlineData("Joint targeted area inspection of Mirrenford Metropolitan Borough", "Mirrenford")]
    [InlineData("Joint Targeted Area Inspection (JTAI) of Port Lannick", "Port Lannick")]
    [InlineData("Outcome of the joint targeted area inspection of Mirrenford", "Mirrenford")]
    [InlineData("Joint targeted area inspection of the multi-agency response to sexual abuse\nin the family in Mirrenford-on-Sea", "Mirrenford-on-Sea")]
    [InlineData("Joint targeted area inspection of the multi-agency response to children’s mental health in Mirrenford and Tarrowshire", "Mirrenford and Tarrowshire")]
    public async Task Read_Title_GivesTheArea(string title, string area) =>
        Assert.Equal(area, (await LetterText.ReadWithAsync(LetterText.Title, title)).Area);

    [Theory]
    [InlineData("took place from 2 to 6 June 2025", "2025-06-02", "2025-06-06")]
    [InlineData("took place from 30 June to 4 July 2025", "2025-06-30", "2025-07-04")]
    [InlineData("took place between 29 December 2024 and 3 January 2025", "2024-12-29", "2025-01-03")]
    [InlineData("took place from 29 December to 3 January 2025", "2024-12-29", "2025-01-03")]
    [InlineData("took place from Monday 2nd to Friday 6th June 2025", "2025-06-02", "2025-06-06")]
    [InlineData("took place on 2–6 June 2025", "2025-06-02", "2025-06-06")]
    public async Task Read_Fieldwork_GivesBothDays(string words, string start, string end)
    {
        var letter = await LetterText.ReadWithAsync("took place from 2 to 6 June 2025", words);

        Assert.Equal((DateOnly.Parse(start, null), DateOnly.Parse(end, null)), (letter.InspectionStart, letter.InspectionEnd));
    }

    [Theory]
    [InlineData("by 20 October 2025.", "2025-10-20", "20 October 2025")]
    [InlineData("by Monday 20 October 2025.", "2025-10-20", "Monday 20 October 2025")]
    [InlineData("by Monday, 20th October 2025.", "2025-10-20", "Monday, 20th October 2025")]
    [InlineData("no later than 20 October 25.", "2025-10-20", "20 October 25")]
    [InlineData("by 5pm on 20 October\n2025.", "2025-10-20", "20 October 2025")]
    [InlineData("by 20\nOctober 2025.", "2025-10-20", "20 October 2025")]
    [InlineData("by 20/10/2025.", "2025-10-20", "20/10/2025")]
    [InlineData("by 17 October 2025 (70 working days from receipt).", "2025-10-17", "17 October 2025 (70 working days from receipt)")]
    public async Task Read_Deadline_IsTakenAsPrinted(string words, string due, string printed)
    {
        var letter = await LetterText.ReadWithAsync("by 20 October 2025.", words);

        Assert.Equal((DateOnly.Parse(due, null), printed), (letter.StatementDue, letter.StatementDueAsPrinted));
    }

    [Theory]
    [InlineData("by 18 October 2025.", WarningCodes.DeadlineWeekend)]
    [InlineData("by 25 August 2025.", WarningCodes.DeadlineBankHoliday)]
    [InlineData("by Friday 20 October 2025.", WarningCodes.DeadlineWrongWeekday)]
    [InlineData("by 10 October 2025.", WarningCodes.DeadlineNot70WorkingDays)]
    [InlineData("in due course.", WarningCodes.DeadlineMissing)]
    [InlineData("by 31 September 2025.", WarningCodes.DeadlineInvalid)]
    [InlineData("by 20 October 2024.", WarningCodes.DeadlineBeforeLetter)]
    [InlineData("by 20 October 2205.", WarningCodes.DeadlineNot70WorkingDays)]
    public async Task Read_DoubtfulDeadline_Warns(string words, string code)
    {
        var letter = await LetterText.ReadWithAsync("by 20 October 2025.", words);

        Assert.Contains(code, letter.Warnings.Select(w => w.Code));
    }

    [Theory]
    [InlineData("We have determined that Dr Ada Finch, Chair of the Mirrenford MASA, is the principal authority and should prepare a written statement of proposed action.", "Dr Ada Finch, Chair of the Mirrenford MASA")]
    [InlineData("The principal authority is NHS Eastmarch ICB and should prepare a written statement of proposed action.", "NHS Eastmarch ICB")]
    [InlineData("The local authority should coordinate the preparation of a written statement of proposed action.", "The local authority")]
    [InlineData("Mirrenford City Council, as the principal authority, should prepare a written statement of proposed action.", "Mirrenford City Council")]
    public async Task Read_PrincipalAuthority_IsWhoPrepares(string sentence, string preparer) =>
        Assert.Equal(preparer, (await LetterText.ReadWithAsync(LetterText.Prepare, sentence)).StatementPreparedBy);

    [Theory]
    [InlineData("Ada Finch, Chair of the partnership, should send the written statement of action to a@b.example by 20 October 2025.", "Ada Finch, Chair of the partnership")]
    [InlineData("The statement of action should be sent to a@b.example by 20 October 2025.", null)]
    [InlineData("The statement of action should be sent by the ICB to a@b.example by 20 October 2025.", "the ICB")]
    [InlineData("They should submit the statement to a@b.example by 20 October 2025.", "Mirrenford City Council")]
    public async Task Read_Sender_IsWhoeverTheSentenceNames(string sentence, string? sender)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Send, sentence);

        Assert.Equal((sender, "a@b.example", new DateOnly(2025, 10, 20)), (letter.StatementSentBy, letter.StatementSentTo, letter.StatementDue));
    }

    [Theory]
    [InlineData("Ben Lo, Chief Executive, Lannick University Hospitals\nNHS Foundation Trust", 3)]
    [InlineData("Chief Superintendent Ben Lo, Tarrowshire and Lannick Constabulary", 3)]
    [InlineData("Ms Mary Ross, Head of Service, Youth Justice Mr Ben Lo, Probation Service", 4)]
    public async Task Read_Addressees_AreOnePersonEach(string added, int people)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Addressee, $"{LetterText.Addressee}\n{added}");

        Assert.Equal(people, letter.Addressees.Count);
        Assert.Contains("Ben Lo", letter.Addressees[people - 2], StringComparison.Ordinal);
    }
}
