using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using Jtai.Field;
using Jtai.Local;
using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;
using Microsoft.Playwright;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>
/// A partnership's first week, by its pages and their links alone, with no address typed: an operator provisions it and invites the
/// manager, who signs in, invites colleagues, names a deputy, ends a role with a day, hands over what is somebody's, chooses how statuses
/// are shown, takes everything away as an archive, and finds all of it in the activity.
/// </summary>
[Collection(nameof(OnePlatform))]
public sealed class FirstWeekTests(RunningPlatform platform, Chromium chromium) : IAsyncLifetime
{
    private const string Partnership = "fernhollow";
    private const string Name = "Fernhollow Safeguarding Children Partnership";
    private const string Manager = "Wynne Tregarth";
    private const string Colleague = "Osric Bellamy";
    private const string Deputy = "Tamsin Orme";
    private const string Leaving = "Sunniva Hale";
    private const string Following = "Ludo Farr";
    private const string OnlyManager = $"{Manager} is the only partnership manager and has no deputy.";

    private readonly DateOnly today = TimeProvider.System.Today();

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Manager_InTheFirstWeek_AppointsConfiguresAndExportsWithoutAnybodysHelp()
    {
        await KnowAsync(
            new DemoPerson("fernhollow-manager", Manager, "Partnership manager", "Fernhollow Council", "Fernhollow", "") { Email = "wynne.tregarth@fernhollow.example" },
            new DemoPerson("fernhollow-police", Colleague, "Detective superintendent", "Bracken Police", "Fernhollow", "") { Email = "Osric.Bellamy@bracken.example" });
        await ProvisionAsync();

        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, Manager);
        await Visitor.HeadingIsAsync(window, "Overview");
        await window.CheckAsync("week-1-overview");
        await InviteAsync(window);
        await ColleagueTakesTheirPlaceAsync();
        await NameADeputyAsync(window);
        await EndARoleWithADayAsync(window);
        await HandOverAsync(window);
        await ChooseScaleAsync(window);
        await ExportAsync();
        await ActivityHasItAllAsync(window);
    }

    private async Task ProvisionAsync()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        var page = window.Page;
        await Visitor.SignInAsync(window, "Isolde Tarn");
        foreach (var (name, shortName, id, kind) in new[]
        {
            ("Fernhollow Council", "Council", "fernhollow-council", "Council"), ("Bracken Police", "Police", "bracken-police", "Police force"),
            ("NHS Bracken Integrated Care Board", "ICB", "bracken-icb", "Integrated care board"),
        })
        {
            await Visitor.FollowAsync(window, "Tenants");
            await Visitor.FollowAsync(window, "Register an agency");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
            await page.GetByLabel("Short name").FillAsync(shortName);
            await page.GetByLabel("Id", new() { Exact = true }).FillAsync(id);
            await page.GetByLabel("Kind").SelectOptionAsync(kind);
            await page.GetByRole(AriaRole.Button, new() { Name = "Register the agency" }).ClickAsync();
            await Assertions.Expect(page.GetByText("Registered", new() { Exact = false }).First).ToBeVisibleAsync();
        }

        await Visitor.FollowAsync(window, "Provision a partnership");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(Name);
        await page.GetByLabel("Area").FillAsync("Fernhollow");
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync(Partnership);
        await page.GetByLabel("Code").FillAsync("FRN");
        await page.GetByLabel("Council", new() { Exact = true }).SelectOptionAsync("Fernhollow Council");
        await page.GetByLabel("Police force", new() { Exact = true }).SelectOptionAsync("Bracken Police");
        await page.GetByLabel("Integrated care board", new() { Exact = true }).SelectOptionAsync("NHS Bracken Integrated Care Board");
        await page.GetByLabel("Name of the manager").FillAsync(Manager);
        await page.GetByLabel("Job title").FillAsync("Partnership manager");
        await page.GetByLabel("Agency of the manager").SelectOptionAsync("Fernhollow Council");
        await page.GetByLabel("Work email").FillAsync("wynne.tregarth@fernhollow.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Provision the partnership" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, Name);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Send its first manager the text of their invitation");
        await window.CheckAsync("week-0-provisioned");
    }

    private static async Task InviteAsync(Window window)
    {
        var page = window.Page;
        foreach (var (name, jobTitle, agency, role) in new[]
        {
            (Colleague, "Detective superintendent", "Bracken Police", "Agency lead"), (Deputy, "Partnership officer", "Fernhollow Council", "Contributor"),
            (Leaving, "Designated nurse", "NHS Bracken Integrated Care Board", "Contributor"), (Following, "Deputy designated nurse", "NHS Bracken Integrated Care Board", "Contributor"),
        })
        {
            await Visitor.FollowAsync(window, "People");
            await Visitor.FollowAsync(window, "Invite and appoint a new person");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
            await page.GetByLabel("Job title").FillAsync(jobTitle);
            await page.GetByLabel("Agency", new() { Exact = true }).SelectOptionAsync(agency);
            await page.GetByLabel("Email").FillAsync($"{name.ToLowerInvariant().Replace(' ', '.')}@bracken.example");
            await page.GetByLabel("Role").SelectOptionAsync(role);
            await page.GetByRole(AriaRole.Button, new() { Name = "Invite and appoint" }).ClickAsync();
            await Visitor.HeadingIsAsync(window, "Invitations");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(name);
        }

        await window.CheckAsync("week-2-invitations");
    }

    private async Task NameADeputyAsync(Window window)
    {
        var page = window.Page;
        await Visitor.FollowAsync(window, "People");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(OnlyManager);
        await window.CheckAsync("week-2-only-manager");
        await Visitor.FollowAsync(window, "Deputies");
        await Visitor.FollowAsync(window, $"Name a deputy for {Manager}, partnership manager");
        await Visitor.HeadingIsAsync(window, "Name a deputy for you");
        await page.GetByLabel("Deputy", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = await OptionAsync(page, "Deputy", Deputy) });
        await FillDayAsync(page, "First day", today);
        await FillDayAsync(page, "Last day", today.AddDays(30));
        await page.GetByRole(AriaRole.Button, new() { Name = "Name the deputy" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "Deputies");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Deputy);

        await Visitor.FollowAsync(window, "People");
        await Visitor.HeadingIsAsync(window, "People");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync(OnlyManager);
    }

    private async Task EndARoleWithADayAsync(Window window)
    {
        var (page, lastDay) = (window.Page, today.AddDays(7));
        await Visitor.FollowAsync(window, Colleague);
        await Visitor.HeadingIsAsync(window, Colleague);
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Agency lead" }).GetByRole(AriaRole.Link).ClickAsync();
        await FillDayAsync(page, "Last day", lastDay);
        await page.GetByRole(AriaRole.Button, new() { Name = "End the role" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "People");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync($"{Colleague} is agency lead until {InWords(lastDay)}, and nobody of Bracken Police follows.");

        await ShowDayAsync(page, lastDay);
        await Assertions.Expect(Police(page)).ToContainTextAsync(Colleague);
        await ShowDayAsync(page, lastDay.AddDays(1));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Nobody of this agency has a role here on that day.");
        await Assertions.Expect(Police(page)).ToHaveCountAsync(0);
        await window.CheckAsync("week-2-a-day-later");
    }

    private static async Task HandOverAsync(Window window)
    {
        const string post = "Designated nurse for safeguarding";
        var page = window.Page;
        await Visitor.FollowAsync(window, "posts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register a post" }).ClickAsync();
        await page.GetByLabel("Agency", new() { Exact = true }).SelectOptionAsync("NHS Bracken Integrated Care Board");
        await page.GetByLabel("Title of the post").FillAsync(post);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register the post" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "Who holds the post");
        await page.GetByLabel("Held by").SelectOptionAsync(new SelectOptionValue { Label = await OptionAsync(page, "Held by", Leaving) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "Posts");

        await Visitor.FollowAsync(window, "People");
        await Visitor.FollowAsync(window, Leaving);
        await Visitor.FollowAsync(window, "Hand over all that is theirs");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(post);
        await page.GetByLabel("To whom?").SelectOptionAsync(new SelectOptionValue { Label = await OptionAsync(page, "To whom?", Following) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand it over" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync($"Handed over to {Following}");
        await Visitor.HeadingIsAsync(window, Leaving);

        await Visitor.FollowAsync(window, "People");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = Following })).ToContainTextAsync(post);
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = Leaving })).ToHaveCountAsync(0);
        await window.CheckAsync("week-2-handed-over");
    }

    private static ILocator Police(IPage page) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = Colleague });

    /// <summary>What a list offers for somebody, whatever stands beside their name.</summary>
    private static async Task<string> OptionAsync(IPage page, string label, string name) =>
        (await page.GetByLabel(label, new() { Exact = true }).Locator("option").AllInnerTextsAsync()).Single(option => option.Contains(name, StringComparison.Ordinal)).Trim();

    private static string InWords(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static async Task ShowDayAsync(IPage page, DateOnly day)
    {
        if (!await page.GetByRole(AriaRole.Button, new() { Name = "Show this day" }).IsVisibleAsync())
        {
            await page.GetByText("Choose another day").ClickAsync();
        }

        await FillDayAsync(page, "Day", day);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show this day" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync($"by agency, on {InWords(day)}");
    }

    private static async Task FillDayAsync(IPage page, string legend, DateOnly day)
    {
        var boxes = page.GetByRole(AriaRole.Group, new() { Name = legend, Exact = true });
        foreach (var (box, number) in new[] { ("Day", day.Day), ("Month", day.Month), ("Year", day.Year) })
        {
            await boxes.GetByLabel(box, new() { Exact = true }).FillAsync($"{number}");
        }
    }

    private async Task ColleagueTakesTheirPlaceAsync()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, Colleague);
        await Visitor.HeadingIsAsync(window, "Overview");
        Assert.Contains(Partnership, window.Page.Url, StringComparison.Ordinal);
    }

    private static async Task ChooseScaleAsync(Window window)
    {
        var page = window.Page;
        await Visitor.FollowAsync(window, "Settings");
        await Visitor.FollowAsync(window, "Change the scale of statuses");
        await Visitor.FollowAsync(window, "BRAG");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the scale" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "Settings");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("BRAG");
        await window.CheckAsync("week-3-settings");
    }

    private async Task ExportAsync()
    {
        // To a browser a download is a page that it never came to: in a window of its own.
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        var page = window.Page;
        await Visitor.SignInAsync(window, Manager);
        await Visitor.FollowAsync(window, "Settings");
        await Visitor.FollowAsync(window, "Export everything");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Export everything" }).ClickAsync());
        using var archive = ZipFile.OpenRead(await download.PathAsync());
        using var people = new StreamReader(archive.GetEntry("register/people.jsonl")!.Open());
        var lines = await people.ReadToEndAsync();
        Assert.Contains(Manager, lines, StringComparison.Ordinal);
        Assert.Contains(Colleague, lines, StringComparison.Ordinal);
        Assert.Equal("manifest.sha256", archive.Entries[^1].FullName);
    }

    private static async Task ActivityHasItAllAsync(Window window)
    {
        await Visitor.FollowAsync(window, "Activity");
        foreach (var act in new[] { "Everything, as a file", "scale of statuses", Manager })
        {
            await Visitor.ReloadUntilAsync(window, act);
        }

        await window.CheckAsync("week-4-activity");
    }

    // The sign-in page of a local run offers the demo region's people; these come beside them.
    private async Task KnowAsync(params DemoPerson[] people)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{platform.Gateway.Issuer}/people") { Content = JsonContent.Create(people) };
        request.Headers.Authorization = new("Bearer", platform.Secrets.AppApiToken);
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
