namespace Jtai.LetterTests;

/// <summary>The safety net: whatever ended nowhere, and whatever looks like a heading inside a list, is named.</summary>
public sealed class LeftOverTests
{
    [Theory]
    [InlineData("Matters to put right")]
    [InlineData("Other concerns of inspectors")]
    [InlineData("Recommendations to the board")]
    [InlineData("Improvement work")]
    public async Task Read_UnknownHeadingInAList_IsNamed(string heading)
    {
        var letter = await LetterText.ReadWithAsync("What needs to improve?", heading);

        var left = Assert.Single(letter.LeftOver);
        Assert.Equal((heading, LeftOverReason.HeadingInList), (left.Text, left.Why));
        Assert.Equal(heading, letter.Paragraphs[left.Paragraph!.Value - 1].Text);
        var warning = Assert.Single(letter.Warnings, w => w.Code == WarningCodes.HeadingInList);
        Assert.Contains($"\"{heading}\"", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(3000)]
    public async Task Read_ListUnderNoKnownHeading_OfOneLongWord_IsNamedByItsBeginning(int length)
    {
        var address = "https://" + new string('x', length);
        var letter = await LetterText.ReadWithAsync("Areas for priority action", $"Urgent matters\n\n■ {address}");

        Assert.Equal(address, letter.LeftOver[0].Text);
        Assert.Contains($"\"{address[..80]} …\"", Assert.Single(letter.Warnings, w => w.Code == WarningCodes.LeftOver).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LeadInOfAnotherListInPriorityActions_IsNamed()
    {
        var letter = await LetterText.ReadWithAsync("What needs to improve?", "Inspectors also saw these areas for improvement:");

        Assert.Equal(5, letter.PriorityActions.Count);
        Assert.Equal(LeftOverReason.HeadingInList, Assert.Single(letter.LeftOver).Why);
    }

    [Fact]
    public async Task Read_ListUnderNoKnownHeading_IsNamedPointByPoint()
    {
        var letter = await LetterText.ReadWithAsync("Areas for priority action", "Urgent matters");

        Assert.Empty(letter.PriorityActions);
        Assert.Equal(
            [("The time that children wait to be seen.", LeftOverReason.ListNowhere), ("The sharing of information at night.", LeftOverReason.ListNowhere)],
            letter.LeftOver.Select(l => (l.Text, l.Why)));
        Assert.Contains("and 1 more", Assert.Single(letter.Warnings, w => w.Code == WarningCodes.LeftOver).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Records are brief. Plans are long.")]
    [InlineData("This should be a multi-agency response.")]
    public async Task Read_ListInTheNarrative_IsNamed(string before)
    {
        var letter = await LetterText.ReadWithAsync(before, $"{before}\n\n■ Nobody reads them.\n\n");

        Assert.Equal("Nobody reads them.", Assert.Single(letter.LeftOver).Text);
    }

    [Fact]
    public async Task Read_ListInABoxUnderAHeadingOfItsOwn_IsNamed()
    {
        var letter = await LetterText.ReadWithAsync("Records are brief.", "Practice study\n\nA child waited.\n\nMatters to put right\n\n■ The waiting of children.\n\nRecords");

        Assert.Equal("The waiting of children.", Assert.Single(letter.LeftOver).Text);
    }

    [Fact]
    public async Task Read_ParagraphBetweenItems_IsNamed()
    {
        var letter = await LetterText.ReadWithAsync("■ The training of staff.", "■ The training of\n  staff.\n\nFoster carers told us that nobody asks them.");

        Assert.Equal(["The quality of records.", "The oversight of plans.", "The training of staff."], letter.Improvements.Select(i => i.Text));
        Assert.Equal(("Foster carers told us that nobody asks them.", LeftOverReason.ParagraphNowhere), letter.LeftOver.Select(l => (l.Text, l.Why)).Single());
    }

    [Fact]
    public async Task Read_ListBelowTheLetter_IsNamed()
    {
        var letter = await LetterText.ReadWithAsync("Yours sincerely", "Yours sincerely\n\nRhys Lowe\n\nAnnex\n\nAreas for improvement\n\n■ Beds for the night.");

        Assert.Equal(["Areas for improvement", "Beds for the night."], letter.LeftOver.Select(l => l.Text));
        Assert.All(letter.LeftOver, l => Assert.Equal((LeftOverReason.BelowTheLetter, (int?)null), (l.Why, l.Paragraph)));
    }

    [Theory]
    [InlineData("Yours sincerely\n\nRhys Lowe\n\n")]
    [InlineData("\n\n")]
    public async Task Read_TwoLettersInOneFile_SecondIsNamedAndNotRead(string between)
    {
        var second = LetterText.With(LetterText.Title, "Joint targeted area inspection of Saltry");
        var letter = await LetterText.ReadWithAsync("Yours sincerely", between + second);

        Assert.Equal("Mirrenford", letter.Area);
        Assert.Equal((2, 3, 1), (letter.PriorityActions.Count, letter.Improvements.Count, letter.Strengths!.Count));
        Assert.Contains("Saltry", Assert.Single(letter.Warnings, w => w.Code == WarningCodes.SecondLetter).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_UsualSubHeadingOfTheOldGeneration_IsNotNamed()
    {
        var old = LetterText.With("11 July 2025", "11 July 2018");
        var letter = await LetterParser.ReadAsync(System.Text.Encoding.UTF8.GetBytes(old.Replace(
            "■ The training of staff.", "Leadership and management\n\n■ The training of staff.", StringComparison.Ordinal)));

        Assert.Empty(letter.LeftOver);
        Assert.Equal("Leadership and management", letter.Improvements[2].Heading);
    }
}
