namespace Jtai.LetterTests;

/// <summary>Lists that the layout prints in columns: nothing is filed under another list, and a warning says what to look at.</summary>
public sealed class TableTests
{
    private static readonly string[] Improvements = ["The quality of records in schools.", "The oversight of plans.", "The training of staff."];

    [Theory]
    [InlineData(
        """
        What needs to improve?

        No.   Action                       Lead officer
        1     The quality of records       Head of service
              in schools.
        2     The oversight of plans.      Chief nurse
        3     The training of staff.       All
        """)]
    [InlineData(
        """
        What needs to improve?

        Who          What

        Council      The quality of records
                     in schools.

        Police       The oversight of plans.

        Everybody    The training of staff.
        """)]
    public async Task Read_ListAsATable_IsItsWidestColumn(string table)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve, table.Replace("Who          What", "Owner        What needs to improve?", StringComparison.Ordinal));

        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
        Assert.All(letter.Improvements, i => Assert.Equal("What needs to improve?", i.Heading));
        Assert.Contains(WarningCodes.Columns, letter.Warnings.Select(w => w.Code));
    }

    [Fact]
    public async Task Read_TwoListsSideBySide_AreTwoLists()
    {
        var letter = await LetterText.ReadWithAsync($"{LetterText.Improve}\n\n{LetterText.Strengths}",
            """
            What needs to improve?           Strengths

            ■ The quality of records         ■ Children trust their
              in schools.                      social workers.
            ■ The oversight of plans.        ■ Plans are short.
            ■ The training of staff.
            """);

        Assert.Equal(2, letter.PriorityActions.Count);
        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
        Assert.Equal(["Children trust their social workers.", "Plans are short."], letter.Strengths!.Select(i => i.Text));
        Assert.Contains(WarningCodes.Columns, letter.Warnings.Select(w => w.Code));
    }

    [Fact]
    public async Task Read_ListInTwoColumns_Warns()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve,
            """
            What needs to improve?
            ■ The quality of records.     ■ The training of staff.
            ■ The oversight of plans.     ■ The keeping of dates.
            """);

        Assert.Contains(WarningCodes.Columns, letter.Warnings.Select(w => w.Code));
    }

    [Fact]
    public async Task Read_ListWithWideMarks_IsNoTable()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve, LetterText.Improve.Replace("■ ", "  ■       ", StringComparison.Ordinal));

        Assert.Equal(3, letter.Improvements.Count);
        Assert.DoesNotContain(WarningCodes.Columns, letter.Warnings.Select(w => w.Code));
    }
}
