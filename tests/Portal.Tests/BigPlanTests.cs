using System.Net;
using AngleSharp.Dom;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Plans of many actions: a page at a time, with counts and gaps of the whole.</summary>
public sealed class BigPlanTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Plan = "/partnerships/haskermoor/plan/plan";
    private const string Action = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}";
    private const int LargestFirstView = 150 * 1024;

    [Fact]
    public async Task Plan_OfAThousandActions_IsShownByPagesWithItsCountsWhole()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Add(999);
        var first = await browser.OpenAsync(Plan);
        var last = await browser.OpenAsync(Plan + "?sheet=14");
        var beyond = await browser.OpenAsync(Plan + "?sheet=9999");
        Assert.All(new[] { first, last, beyond }, page => Assert.Equal("1,000 actions", page.QuerySelector("[data-total]")!.TextContent));
        Assert.Equal((75, 25, 25), (Rows(first), Rows(last), Rows(beyond)));
        Assert.Contains("Actions 1 to 75 of 1,000.", Text(first), StringComparison.Ordinal);
        Assert.Contains("Actions 976 to 1,000 of 1,000.", Text(last), StringComparison.Ordinal);
        Assert.Matches("(999|1,000) actions do not say how the partnership will know", Text(first));
        Assert.Equal("page", last.QuerySelector("nav.govuk-pagination a[aria-current]")?.GetAttribute("aria-current"));
    }

    [Theory]
    [InlineData(Plan)]
    [InlineData(Plan + "/thread")]
    [InlineData(Plan + "/themes")]
    [InlineData(Plan + "/shared-causes")]
    [InlineData(Plan + "/close")]
    [InlineData(Plan + "/many")]
    [InlineData(Plan + "/transfer")]
    [InlineData(Plan + "/shared-cause/" + StandInActions.CauseId + "/actions")]
    [InlineData(Action)]
    [InlineData(Action + "/waits-for")]
    [InlineData(Action + "/close")]
    [InlineData("/partnerships/haskermoor/statements/" + StandInStatements.StatementId + "/comments/add")]
    [InlineData("/partnerships/haskermoor/statements/" + StandInStatements.StatementId + "/sections/" + StandInStatements.PartOfPolice)]
    public async Task Page_OfAPlanOfAThousandActions_StaysBelowAFirstViewsSize(string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Add(999);
        var size = (await browser.Client.GetByteArrayAsync(address)).Length;
        Assert.True(size <= LargestFirstView, $"{address} has {size / 1024} KB.");
    }

    [Fact]
    public async Task Thread_OfAThousandActions_PagesFindingsAndActionsEachForItself()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Add(999);
        var page = await browser.OpenAsync(Plan + "/thread?sheet=2&actions-sheet=3");
        Assert.Contains("1,000 actions of the plan", Text(page), StringComparison.Ordinal);
        Assert.Contains("Actions 76 to 150 of 1,000.", Text(page), StringComparison.Ordinal);
        var actions = page.QuerySelectorAll("main table")[1].QuerySelectorAll("tbody tr");
        Assert.Equal(100, actions.Length);
        Assert.Contains("HSK-2026-A", actions[0].TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("nav.govuk-pagination a"), link => link.GetAttribute("href") == Plan + "/thread?sheet=2&actions-sheet=4#actions");
    }

    [Fact]
    public async Task Many_OfMoreThanCanBeChangedAtOnce_IsPagedAndSearchedAndChoosesAPage()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Add(150);
        var second = await browser.OpenAsync(Plan + "/many?sheet=2");
        Assert.Equal(51, second.QuerySelectorAll("input[name=Chosen]").Length);
        var all = second.QuerySelectorAll("main a").Single(link => link.TextContent.StartsWith("Choose all", StringComparison.Ordinal));
        Assert.Equal((Plan + "/many?all=true&sheet=2", "Choose all 51 actions of this page"), (all.GetAttribute("href"), all.TextContent));
        var found = await browser.OpenAsync(Plan + "/many?words=referral+014");
        Assert.Single(found.QuerySelectorAll("input[name=Chosen]"));
    }

    [Fact]
    public async Task WaitsFor_OfAManyActionsPlan_IsSearchedAndKeepsWhatIsNotListed()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Add(150);
        var (far, near) = (platform.Actions.Others[140], platform.Actions.Others[3]);
        platform.Actions.Record.Action.DependsOn.Clear();
        platform.Actions.Record.Action.DependsOn.Add(new Dependency { ActionId = far.ActionId });
        var address = $"{Action}/waits-for?words={near.Reference}";
        var page = await browser.OpenAsync(address);
        Assert.Equal([near.ActionId, far.ActionId], page.QuerySelectorAll("input[name=WaitsFor]").Select(box => box.GetAttribute("value")!));
        using var answer = await browser.PostAsync(page, address, ("WaitsFor", near.ActionId), ("WaitsFor", far.ActionId));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var saved = platform.Actions.Acts.OfType<SetDependenciesRequest>().Last();
        Assert.Equal([near.ActionId, far.ActionId], saved.DependsOn.Select(one => one.ActionId));
    }

    [Fact]
    public async Task Form_OfAnActionUnderAClosedPlan_LeadsToTheActionThatSaysSo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Actions.Record.PlanClosed = true;
        foreach (var step in new[] { "/update", "/describe", "/close", "/due-date", "/pause", "/waits-for", "/coverage", "/milestones" })
        {
            using var answer = await browser.Client.GetAsync(Action + step);
            Assert.Equal((step, Action), (step, answer.Headers.Location?.OriginalString));
        }
    }

    public void Dispose()
    {
        platform.Actions.Others.Clear();
        platform.Actions.Record.PlanClosed = false;
        platform.Actions.Record.Action.DependsOn.Clear();
        platform.Statements.Reset();
    }

    private void Add(int actions) => platform.Actions.Others.AddRange(
        Enumerable.Range(100, actions).Select(number => StandInActions.Another(number, action => action.SuccessMeasure = "")));

    private static int Rows(IDocument page) => page.QuerySelectorAll("main section table tbody tr").Length;

    private static string Text(IDocument page) => page.QuerySelector("main")!.TextContent;
}
