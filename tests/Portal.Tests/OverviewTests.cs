using System.Net;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Tests;

public class OverviewTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    [Fact]
    public async Task Overview_OfAPlan_SaysHowItStandsAndOpensTheListsBehindItsNumbers()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor");
        Assert.Equal("Position at 10 November 2026 at 2:05pm", page.QuerySelector(".jtai-position")?.TextContent);
        Assert.Equal(
            "The plan is behind: 3 of 24 actions are overdue, the longest by 41 days. 2 more are at risk. 5 are complete.",
            page.QuerySelector(".jtai-lead")?.TextContent);
        Assert.Equal(
            ["timeliness=Overdue", "timeliness=AtRisk", "delivery=AwaitingVerification", "delivery=Complete"],
            page.QuerySelectorAll(".jtai-figures a").Select(link => link.GetAttribute("href")!.Split('?')[1]));
        Assert.Equal(["3", "2", "4", "5"], page.QuerySelectorAll(".jtai-figures__value").Select(value => value.TextContent));
        var text = page.Body!.TextContent;
        Assert.Contains("41 days late", text, StringComparison.Ordinal);
        Assert.Contains("first agreed for 31 August 2026", text, StringComparison.Ordinal);
        Assert.Contains("Thursday 26 November 2026, 12 working days left", text, StringComparison.Ordinal);
        Assert.Contains("1 action was closed without completion", text, StringComparison.Ordinal);
        Assert.Equal(
            ["10 November 2026 at 2:05pm", "Due date moved", "HSK-2026-A014 Answer every referral within a working day", "Ada Moss"],
            page.QuerySelectorAll("main table")[^1].QuerySelectorAll("tbody td").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("Haskermoor Safeguarding Children Partnership", page.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("has to do", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_OfAnActionOwner_BeginsWithTheirAgencysActions()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync("/partnerships/haskermoor");
        Assert.Equal("What Westmarch Police has to do", page.QuerySelector("main h2")?.TextContent);
        Assert.Equal(
            $"/partnerships/haskermoor/actions/{StandInReporting.Late.ActionId}/update",
            page.QuerySelector("main td a.govuk-button")?.GetAttribute("href"));
    }

    [Theory]
    [InlineData("a@9", true)]
    [InlineData("a@8", false)]
    [InlineData("nonsense", false)]
    public async Task Overview_AfterAWrite_SaysWhetherItIsUpdating(string atLeast, bool updating)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor?at_least=" + atLeast);
        Assert.Equal(updating, page.QuerySelector(".govuk-notification-banner") is not null);
    }

    [Fact]
    public async Task Figures_AsCsv_AreThoseOfThePage()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.Client.GetAsync("/partnerships/haskermoor?handler=figures");
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("\"Westmarch Police\",3,2,0,0,0,0,5,\"10 November 2026 at 2:05pm\"", lines[1]);
        Assert.StartsWith("\"'=Moors \"\"ICB\"\"\",", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("\"All\",3,2,10,4,5,1,25,", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0, "The plan has no actions yet.")]
    [InlineData(3, 0, 0, 3, 0, "All 3 actions are complete.")]
    [InlineData(2, 0, 0, 0, 2, "All 2 actions were closed without completion.")]
    [InlineData(4, 0, 1, 2, 0, "The plan is on course: none of 4 actions is overdue. 1 is at risk. 2 are complete.")]
    [InlineData(4, 1, 0, 0, 1, "The plan is behind: 1 of 3 actions is overdue, by 1 day. None is complete yet.")]
    public void Sentence_OfEachState_IsPlain(int actions, int overdue, int atRisk, int complete, int closed, string words) =>
        Assert.Equal(words, PlanSentence.Of(
            new Counts { Actions = actions, Overdue = overdue, AtRisk = atRisk, Complete = complete, ClosedWithoutCompletion = closed }, 1));

    [Fact]
    public void Sentence_ForAnAgencysOwnActions_SaysWhoseTheyAre() => Assert.Equal(
        "Your agency's part of the plan is behind: 4 of 6 actions are overdue, the longest by 41 days. None is complete yet.",
        PlanSentence.Of(new Counts { Actions = 6, Overdue = 4 }, 41, wholePlan: false));
}
