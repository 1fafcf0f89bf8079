namespace Jtai.LetterTests;

/// <summary>Headings in other words than usual: what stands below them is filed under the list that they mean.</summary>
public sealed class HeadingTests
{
    [Theory]
    [InlineData("Areas which need to improve")]
    [InlineData("Aspects requiring further development")]
    [InlineData("What must get better?")]
    [InlineData("What the local partnership needs to do better")]
    [InlineData("Area(s) for improvement")]
    [InlineData("B) Key areas for development")]
    [InlineData("(c) What needs to improve?")]
    [InlineData("“What needs to improve?”")]
    [InlineData("Areas for improvement: early help")]
    [InlineData("4.2 What needs to improve?")]
    [InlineData("Section 5 – Areas for improvement")]
    [InlineData("### Areas for improvement ###")]
    [InlineData("__Areas for improvement__")]
    [InlineData("What needs to improve?³")]
    [InlineData("What needs to improve? [4]")]
    [InlineData("Areas for improve\u00ADment")]
    [InlineData("\u2060Areas for improvement\u200E")]
    [InlineData("A r e a s f o r i m p r o v e m e n t")]
    [InlineData("Areas for improvement in Mirrenford and its villages")]
    [InlineData("Areas for improvement identified by inspectors")]
    [InlineData("Early help: areas for improvement")]
    [InlineData("Front door areas for improvement")]
    [InlineData("Areas for\nimprovement")]
    [InlineData("What needs\nto be improved\nfurther?")]
    [InlineData("● Areas for improvement")]
    [InlineData("What needs to improve2?")]
    [InlineData("What needs to improve? (page 3)")]
    [InlineData("What needs to improve [footnote 1]")]
    [InlineData("What needs further improvement?")]
    [InlineData("Required improvements")]
    public async Task Read_ImprovementsHeadingInOtherWords_OpensItsList(string heading)
    {
        var letter = await LetterText.ReadWithAsync("What needs to improve?", heading);

        Assert.Equal(["The time that children wait to be seen.", "The sharing of information at night."], letter.PriorityActions.Select(i => i.Text));
        Assert.Equal(["The quality of records.", "The oversight of plans.", "The training of staff."], letter.Improvements.Select(i => i.Text));
        Assert.Equal(["Children trust their social workers."], letter.Strengths!.Select(i => i.Text));
        Assert.Empty(letter.LeftOver);
    }

    [Theory]
    [InlineData("Areas for priority actions")]
    [InlineData("Immediate priority actions")]
    [InlineData("Areas requiring urgent priority action")]
    [InlineData("Priority actions for the partnership")]
    [InlineData("VI) Areas for priority action")]
    [InlineData("Areas for priority\naction²")]
    public async Task Read_PriorityHeadingInOtherWords_OpensItsList(string heading)
    {
        var letter = await LetterText.ReadWithAsync("Areas for priority action", heading);

        Assert.Equal(["The time that children wait to be seen.", "The sharing of information at night."], letter.PriorityActions.Select(i => i.Text));
        Assert.Equal(3, letter.Improvements.Count);
    }

    [Theory]
    [InlineData("Safeguarding hub strengths")]
    [InlineData("Strengths in leadership")]
    [InlineData("What is working well?")]
    [InlineData("Areas of good practice")]
    [InlineData("Strengths (cont.)")]
    public async Task Read_StrengthsHeadingInOtherWords_OpensItsList(string heading)
    {
        var letter = await LetterText.ReadWithAsync("Strengths\n", heading + "\n");

        Assert.Equal(["Children trust their social workers."], letter.Strengths!.Select(i => i.Text));
        Assert.Equal(3, letter.Improvements.Count);
    }

    [Fact]
    public async Task Read_HeadingOfAPart_StaysWithItsItems()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Strengths,
            "Early help strengths\n\n■ Families come back.\n\nCourt work strengths\n\n■ Orders are read out.");

        Assert.Equal(
            [("Early help strengths", "Families come back."), ("Court work strengths", "Orders are read out.")],
            letter.Strengths!.Select(i => (i.Heading, i.Text)));
    }

    [Theory]
    [InlineData("■ Children gain from clubs that build on their\nStrengths\nand interests.")]
    [InlineData("■ Strengths.")]
    public async Task Read_HeadingsWordsInAnItem_AreNoHeading(string item)
    {
        var letter = await LetterText.ReadWithAsync("■ The training of staff.", item);

        Assert.Equal((3, 1), (letter.Improvements.Count, letter.Strengths!.Count));
    }

    [Fact]
    public async Task Read_PageOfContents_OpensNothing()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Dates,
            $"{LetterText.Dates}\n\nIn this letter\n\n1. Headline findings\n2. Areas for priority action\n3. What needs to improve?\n4. Strengths\n5. Next steps\n");

        Assert.Equal((2, 3, 1), (letter.PriorityActions.Count, letter.Improvements.Count, letter.Strengths!.Count));
    }

    [Theory]
    [InlineData("The inspection team did not identify any areas for priority action.")]
    [InlineData("We found no areas for priority action during our time on site.")]
    [InlineData("None were identified.")]
    [InlineData("N/A")]
    [InlineData("● Nil")]
    public async Task Read_NoPriorityActionsInOtherWords_IsEmpty(string words)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Priority, $"Areas for priority action\n\n{words}");

        Assert.Empty(letter.PriorityActions);
        Assert.Empty(letter.LeftOver);
        Assert.Contains(WarningCodes.PriorityActionsNone, letter.Warnings.Select(w => w.Code));
    }

    [Theory]
    [InlineData("■ No action is taken when a child is not brought to a clinic.")]
    [InlineData("■ There are no arrangements for nights.")]
    public async Task Read_FindingThatBeginsWithNo_IsAFinding(string item)
    {
        var letter = await LetterText.ReadWithAsync("■ The sharing of information at night.", item);

        Assert.Equal(item[2..], letter.PriorityActions[1].Text);
    }
}
