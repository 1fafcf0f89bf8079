using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Another lead, owner or date for many actions at once: all of them, or none.</summary>
public sealed class ManyActionsTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Many = "/partnerships/haskermoor/plan/plan/many";

    [Fact]
    public async Task Many_Filtered_ListsThemAndChoosesAllByALink()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Add(3);
        platform.Actions.Others[0].OwnerPostId = StandInPartners.PostId;
        var page = await browser.OpenAsync(Many + "?led-by=agency:moors-icb&without=owner");
        Assert.Equal(["HSK-2026-A31", "HSK-2026-A32"], References(page));
        var all = page.QuerySelectorAll("main a").Single(link => link.TextContent.StartsWith("Choose all", StringComparison.Ordinal));
        Assert.Equal("Choose all 2 actions of this list", all.TextContent);
        Assert.All((await browser.OpenAsync(all.GetAttribute("href")!)).QuerySelectorAll("input[name=Chosen]"), box => Assert.True(((IHtmlInputElement)box).IsChecked));
        Assert.Equal(["HSK-2026-A30"], References(await browser.OpenAsync(Many + "?owned-by=post:" + StandInPartners.PostId)));
        Assert.Equal(["HSK-2026-A014"], References(await browser.OpenAsync($"{Many}?of-theme={StandInActions.ThemeId}")));
    }

    [Fact]
    public async Task Many_WithOneThatCannotMove_ChangesNoneAndSaysSoBesideIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Add(3);
        platform.Actions.Others[1].DueOn = "";
        (string, string)[] typed =
        [
            .. platform.Actions.Others.Select(action => ("Chosen", $"{action.ActionId}:1")),
            ("DueOn.Day", "3"), ("DueOn.Month", "3"), ("DueOn.Year", "2998"), ("DateReason", "ScopeChanged"),
        ];
        using var answer = await browser.PostAsync(await browser.OpenAsync(Many), Many, typed);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var line = page.QuerySelector(".govuk-error-summary a")!;
        Assert.Equal("HSK-2026-A31 is ongoing and has no due date to move.", line.TextContent);
        var box = (IHtmlInputElement)page.QuerySelector(line.GetAttribute("href")!)!;
        Assert.StartsWith(platform.Actions.Others[1].ActionId, box.Value, StringComparison.Ordinal);
        Assert.True(box.IsChecked);
        Assert.Contains("Error: HSK-2026-A31 is ongoing", page.GetElementById(box.Id + "-item-hint")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelectorAll("input[name=Chosen][checked]").Length);
        Assert.All(platform.Actions.Others, action => Assert.Equal(1, action.Version));
    }

    [Fact]
    public async Task Many_HandedOverWithoutANote_AsksForItAndThenChangesAll()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Add(2);
        (string, string)[] typed = [.. platform.Actions.Others.Select(action => ("Chosen", $"{action.ActionId}:1")), ("OwnerId", $"post:{StandInPartners.PostId}")];
        var address = Many + "?led-by=agency:moors-icb";
        using var unexplained = await browser.PostAsync(await browser.OpenAsync(address), address, typed);
        var again = new HtmlParser().ParseDocument(await unexplained.Content.ReadAsStringAsync());
        Assert.Equal("#Note", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        // The list is as narrow as before.
        Assert.Equal(2, again.QuerySelectorAll("input[name=Chosen]").Length);

        // Somebody else is faster: nothing is changed, and what is chosen stays so, as it is now.
        platform.Actions.Others[0].Version++;
        using var stale = await browser.PostAsync(again, address, [.. typed, ("Note", "To the DCI.")]);
        again = new HtmlParser().ParseDocument(await stale.Content.ReadAsStringAsync());
        Assert.Contains("Somebody else changed", again.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("", platform.Actions.Others[1].OwnerPostId);

        using var saved = await browser.PostAsync(again, address, ("OwnerId", $"post:{StandInPartners.PostId}"), ("Note", "To the DCI."));
        Assert.Equal((HttpStatusCode.Redirect, "/partnerships/haskermoor/plan/plan"), (saved.StatusCode, saved.Headers.Location?.OriginalString));
        Assert.All(platform.Actions.Others, action => Assert.Equal(StandInPartners.PostId, action.OwnerPostId));
    }

    [Fact]
    public async Task Many_WithNothingChosen_LeadsToTheFirstAction()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.PostAsync(await browser.OpenAsync(Many), Many, ("OwnerId", "officer"), ("Note", "Yours."));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal(("#Chosen", "Choose at least one action."), (page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"), page.QuerySelector(".govuk-error-summary a")!.TextContent));
        Assert.NotNull(page.GetElementById("Chosen"));
        Assert.Equal("Yours.", page.QuerySelector("#Note")!.TextContent.Trim());
    }

    private void Add(int number) => platform.Actions.Others.AddRange(Enumerable.Range(30, number).Select(one => StandInActions.Another(one)));

    private static IEnumerable<string> References(IHtmlDocument page) =>
        page.QuerySelectorAll("input[name=Chosen] + label").Select(label => label.TextContent.Split(' ')[0]);

    public void Dispose() => platform.Actions.Others.Clear();
}
