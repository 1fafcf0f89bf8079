namespace Jtai.LetterTests;

public sealed class ListTests
{
    [Theory]
    [InlineData("•")]
    [InlineData("\uF06E")]
    [InlineData("◼")]
    [InlineData("▪")]
    [InlineData("○")]
    [InlineData("➢")]
    [InlineData("-")]
    [InlineData("–")]
    [InlineData("*")]
    [InlineData("o")]
    public async Task Read_AnyGlyph_MarksItems(string glyph)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve, LetterText.Improve.Replace("■", glyph, StringComparison.Ordinal));

        Assert.Equal(["The quality of records.", "The oversight of plans.", "The training of staff."], letter.Improvements.Select(i => i.Text));
    }

    [Fact]
    public async Task Read_NumberedList_MarksItems()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve,
            "What needs to improve?\n1. The quality of records in\n   schools.\n2. The oversight of plans.\n3. Training, which reached\n20. Now it reaches 10.");

        Assert.Equal(3, letter.Improvements.Count);
        Assert.EndsWith("reached 20. Now it reaches 10.", letter.Improvements[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NumbersInSquareBrackets_MarkItems()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve,
            "What needs to improve?\n[1] The quality of records.\n[2] The oversight of plans.\n[3] The training of staff.");

        Assert.Equal(["The quality of records.", "The oversight of plans.", "The training of staff."], letter.Improvements.Select(i => i.Text));
    }

    [Theory]
    [InlineData("Areas for improvement")]
    [InlineData("AREAS FOR IMPROVEMENT")]
    [InlineData("Area for improvement")]
    [InlineData("Key areas for improvement:")]
    [InlineData("What needs to improve")]
    [InlineData("What needs to be improved?")]
    public async Task Read_HeadingVariant_OpensTheList(string heading)
    {
        var letter = await LetterText.ReadWithAsync("What needs to improve?", heading);

        Assert.Equal((2, 3, 1), (letter.PriorityActions.Count, letter.Improvements.Count, letter.Strengths!.Count));
    }

    [Theory]
    [InlineData("■ There are no areas for priority action")]
    [InlineData("There are no areas for priority action.")]
    [InlineData("No areas for priority action were identified.")]
    [InlineData("■ None.")]
    public async Task Read_ListThatSaysNone_IsEmptyAndWarns(string words)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Priority, $"Areas for priority action\n\n{words}");

        Assert.Empty(letter.PriorityActions);
        Assert.Contains(WarningCodes.PriorityActionsNone, letter.Warnings.Select(w => w.Code));
    }

    [Fact]
    public async Task Read_NoStrengthsHeading_IsNullAndNotEmpty()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Strengths, "");

        Assert.Null(letter.Strengths);
    }

    [Fact]
    public async Task Read_SubHeadingAndLeadIn_BelongToTheItemsBelow()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve,
            """
            What needs to improve?
            Leadership and management

            The partnership should:

            ■ Improve the quality of records.
            ■ Oversee plans.

            Response to children missing from home

            ■ Training is not taken up.
            """);

        Assert.Equal(
            [("Leadership and management", "The partnership should:"), ("Leadership and management", "The partnership should:"), ("Response to children missing from home", null)],
            letter.Improvements.Select(i => (i.Heading, i.LeadIn)));
    }

    [Theory]
    [InlineData("■ Leaders should ensure:\n   − that records are kept\n   − that plans are read.\n■ Training.")]
    [InlineData("■ Leaders should ensure:\n- that records are kept\n- that plans are read.\n■ Training.")]
    [InlineData("- Leaders should ensure:\n- that records are kept\n- that plans are read.\n- Training.")]
    [InlineData("• Leaders should ensure:\n    o That records are kept\n    o That plans are read.\n• Training.")]
    public async Task Read_NestedPoints_BelongToTheirItem(string list)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Priority, $"Areas for priority action\n\n{list}");

        Assert.Equal(["Leaders should ensure:", "Training."], letter.PriorityActions.Select(i => i.Text));
        Assert.Equal(2, letter.PriorityActions[0].SubPoints.Count);
        Assert.Empty(letter.PriorityActions[1].SubPoints);
    }

    [Fact]
    public async Task Read_GlyphAloneOnItsLine_TakesTheNextLine()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Strengths, "Strengths\n\n■\n\nChildren trust their\nsocial workers.\n\n■\n\nPlans are short.");

        Assert.Equal(["Children trust their social workers.", "Plans are short."], letter.Strengths!.Select(i => i.Text));
    }

    [Fact]
    public async Task Read_BoxInTheMiddleOfAList_DoesNotEndIt()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve,
            """
            What needs to improve?

            ■ The quality of records.

            Practice study

            One child waited for a year. The reasons were:

            ■ nobody asked

            Since then, somebody has.

            ■ The oversight of plans.
            """);

        Assert.Equal(["The quality of records.", "The oversight of plans."], letter.Improvements.Select(i => i.Text));
        var study = Assert.Single(letter.PracticeStudies);
        Assert.Equal(PracticeStudyKind.Improvement, study.Kind);
        Assert.Equal("One child waited for a year. The reasons were:\nnobody asked\nSince then, somebody has.", study.Text);
    }

    [Fact]
    public async Task Read_HyphensAtLineEnds_AreKept()
    {
        var letter = await LetterText.ReadWithAsync("■ The quality of records.", "■ The quality of multi-\nagency records of 16-\nand 17-year-olds.");

        Assert.Equal("The quality of multi-agency records of 16- and 17-year-olds.", letter.Improvements[0].Text);
    }

    [Fact]
    public async Task Read_SameHeadingOverProseLater_AddsNothing()
    {
        var letter = await LetterText.ReadWithAsync("Records are brief.", "Strengths\n\nStaff are kind.\n\nWhat needs to improve?\n\nRecords are brief.");

        Assert.Equal((3, 1), (letter.Improvements.Count, letter.Strengths!.Count));
    }
}
