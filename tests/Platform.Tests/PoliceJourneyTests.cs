using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;
using Microsoft.Playwright;

namespace Jtai.Platform.Tests;

/// <summary>The police lead's morning: all partnerships at a glance, one of them in detail, and an update of her own.</summary>
[Collection(nameof(OnePlatform))]
public class PoliceJourneyTests(RunningPlatform platform, Chromium chromium) : IAsyncLifetime
{
    private const string Lead = "Morwenna Askey";
    private const string Title = "Use civil orders against adults who exploit";
    private const string PortLannick = "Port Lannick Safeguarding Children Partnership";

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task PoliceLead_FromSignInToAnUpdate_SeesItInTheListAndAcross()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, Lead);
        await FiveRowsAsync(window);
        await window.CheckAsync("police-2-across");

        await Visitor.FollowAsync(window, PortLannick);
        await Visitor.HeadingIsAsync(window, PortLannick);
        Assert.True(await window.Page.Locator("main tbody tr").CountAsync() >= 10, "A whole plan is shared, and fewer than ten actions show.");
        await window.CheckAsync("police-3-shared-actions");

        await window.Page.Locator("main tbody tr", new() { HasText = Title }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Visitor.HeadingIsAsync(window, Title);
        await window.CheckAsync("police-4-shared-action");
        var shared = window.Page.Url;

        await Visitor.FollowAsync(window, "Choose a partnership");
        await window.CheckAsync("police-1-places");
        await Visitor.FollowAsync(window, PortLannick);
        await Visitor.HeadingIsAsync(window, "Overview");
        await window.CheckAsync("police-5-overview");

        await window.Page.Locator("main tbody tr", new() { HasText = Title }).First.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).ClickAsync();
        await Visitor.HeadingIsAsync(window, Title);
        await window.CheckAsync("police-6-action");

        var narrative = $"Four of the six applications are lodged. {Guid.NewGuid():N}";
        await AddUpdateAsync(window, narrative);
        Assert.Contains(narrative, await window.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await window.CheckAsync("police-8-saved");

        await window.Page.Locator(".govuk-breadcrumbs").GetByRole(AriaRole.Link, new() { Name = "Actions" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "Actions");
        var row = window.Page.Locator("main tbody tr", new() { HasText = Title });
        await Assertions.Expect(row).ToContainTextAsync("Awaiting verification");
        await window.CheckAsync("police-9-actions");

        await window.Page.GotoAsync(shared);
        await Visitor.ReloadUntilAsync(window, narrative);
    }

    [Fact]
    public async Task PoliceLead_AtHeadlinesOnly_IsToldThatActionsAreNotShown()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, Lead);
        await window.Page.GotoAsync("/across");
        await Visitor.FollowAsync(window, "Wendlecombe Safeguarding Children Partnership");
        await Visitor.HeadingIsAsync(window, "Wendlecombe Safeguarding Children Partnership");
        var text = await window.Page.Locator("main").InnerTextAsync();
        Assert.Contains("there is no list of its actions here", text, StringComparison.Ordinal);
        Assert.DoesNotContain("WDB-", text, StringComparison.Ordinal);
        await window.CheckAsync("police-headlines-only");
    }

    [Theory]
    [InlineData("/across")]
    [InlineData("/partnerships/port-lannick")]
    [InlineData("/partnerships/port-lannick/actions")]
    public async Task Page_OnAPhone_FitsAndIsAccessible(string path)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 320);
        await Visitor.SignInAsync(window, Lead);
        await window.Page.GotoAsync(path);
        await window.CheckAsync("police" + path.Replace('/', '-'));
    }

    private static async Task FiveRowsAsync(Window window)
    {
        await Visitor.HeadingIsAsync(window, "All partnerships");
        var rows = window.Page.Locator("main table").First.Locator("tbody tr");
        // Each partnership, and the line of totals.
        await Assertions.Expect(rows).ToHaveCountAsync(6);
        await Assertions.Expect(rows.Filter(new() { HasText = "Wendlecombe" })).ToContainTextAsync("Headlines only");
    }

    private static async Task AddUpdateAsync(Window window, string narrative)
    {
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Add an update" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "Add an update");
        await page.GetByLabel("What has been done since the last update?").FillAsync(narrative);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Awaiting verification" }).CheckAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Good progress" }).CheckAsync();
        await page.GetByLabel("Why was the date not met, and when will the action be done?").FillAsync("The courts' lists are long; all six by March.");
        await page.GetByLabel("What difference has it made for children so far?").FillAsync("Two adults may no longer go near three children.");
        await window.CheckAsync("police-7-update");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save update" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Update saved")).ToBeVisibleAsync();
    }
}
