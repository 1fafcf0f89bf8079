namespace Jtai.Actions.Tests;

/// <summary>What is said of an action's words.</summary>
public sealed class SmartCheckTests
{
    [Theory]
    [InlineData("Review the multi-agency response to exploitation", "18 of 20 records meet the standard.", true)]
    [InlineData("Train neighbourhood officers about neglect", "Quarterly multi-agency audit.", true)]
    [InlineData("Improve the transfer of records between midwifery and health visiting", "All records arrive within five days.", true)]
    [InlineData("Share and publish nothing", "", false, "date", "several")]
    [InlineData("Review and embed the pathway", "Every case has a plan.", true, "several things at once (review, embed)")]
    [InlineData("Review the pathway, train staff", "Every case has a plan.", true, "(review, train)")]
    [InlineData("Review the training of staff who update records", "Every case has a plan.", true)]
    [InlineData("Strengthen oversight", "Better oversight is in place.", true, "counted or checked")]
    [InlineData("Strengthen oversight", "Oversight is better in 2 months.", true)]
    [InlineData("Strengthen oversight", "", true)]
    [InlineData("Keep the pathway under review", "Half of referrals are seen in a day.", false, "due date or a dated milestone")]
    public void Of_Words_SaysWhatIsMissingAndNothingElse(string title, string measure, bool hasEnd, params string[] expected)
    {
        var said = SmartCheck.Of(title, "Children are safer.", measure, hasEnd);
        Assert.Equal(expected.Length, said.Count);
        Assert.All(expected.Zip(said), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.All(said, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
    }
}
