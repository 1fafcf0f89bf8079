using Jtai.Field;

namespace Jtai.Actions.Tests;

/// <summary>The numbers are the NHS's own published examples for testing; they belong to nobody.</summary>
public sealed class NhsNumberTests
{
    [Theory]
    [InlineData("9434765919")]
    [InlineData("943 476 5919")]
    [InlineData("943-476-5919")]
    [InlineData("943.476.5919")]
    [InlineData("94 34 76 59 19")]
    [InlineData("9 4 3 4 7 6 5 9 1 9")]
    [InlineData("943\u00a0476\u20115919")]
    [InlineData("９４３４７６５９１９")]
    [InlineData("943\u200b476\u200b5919")]
    [InlineData("The child (943 476 5919) was seen.")]
    [InlineData("Call 01823 355455, NHS 943 476 5919, on 10 November")]
    [InlineData("NHS:4010232137.")]
    [InlineData("943\t476\t5919")]
    [InlineData("943\r\n476\r\n5919")]
    [InlineData("943 \u2028 476 \u2029 5919")]
    [InlineData("943/476/5919")]
    [InlineData("(943) (476) (5919)")]
    [InlineData("[943][476][5919]")]
    [InlineData("| 943 | 476 | 5919 |")]
    [InlineData("943 - 476 - 5919")]
    [InlineData("943\u00a0\u00a0476\t\u00a05919")]
    [InlineData("９４３／４７６／５９１９")]
    [InlineData("9\t4\t3\t4\t7\t6\t5\t9\t1\t9")]
    [InlineData("9|4|3|4|7|6|5|9|1|9")]
    [InlineData("[9] [4] [3] [4] [7] [6] [5] [9] [1] [9]")]
    public void IsIn_ValidNumber_IsFound(string text) => Assert.True(NhsNumber.IsIn(text));

    [Theory]
    [InlineData("")]
    [InlineData("9434765918")]
    [InlineData("943 476 591")]
    [InlineData("94347659190")]
    [InlineData("07700 900123")]
    [InlineData("+44 20 7946 0000")]
    [InlineData("In 2026, 14 actions of 108 were late; 62 were due by 31 December 2026.")]
    [InlineData("HSK-2026-A014 is due on 2026-11-10")]
    [InlineData("943\t476\t5918")]
    [InlineData("94/34/7659/19")]
    [InlineData("10/11/2026, 13:02")]
    [InlineData("12\t14\t108\t62\t7\r\n31\t9\t4\t2026")]
    [InlineData("943 children and 476 families in 5919 visits")]
    public void IsIn_NoValidNumber_IsNot(string text) => Assert.False(NhsNumber.IsIn(text));

    [Fact]
    public void IsIn_CheckDigitOfTenOrEleven_FollowsTheRule()
    {
        // Remainder 0 makes the check digit 0; remainder 1 has none.
        Assert.True(NhsNumber.IsIn("1000000060") ^ NhsNumber.IsIn("1000000061"));
        Assert.DoesNotContain(Enumerable.Range(0, 10), digit => NhsNumber.IsIn($"400000001{digit}") && Remainder("400000001") == 1);
    }

    private static int Remainder(string nine) => nine.Select((digit, index) => (digit - '0') * (10 - index)).Sum() % 11;
}
