using System.IO.Compression;
using System.Net.Http.Json;
using Jtai.Local;
using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;
using Microsoft.Playwright;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>
/// A partnership's first week, by its pages alone: an operator provisions it and invites the manager, who signs in, invites a colleague,
/// chooses how statuses are shown, takes everything away as an archive, and finds all of it in the activity.
/// </summary>
[Collection(nameof(OnePlatform))]
public sealed class FirstWeekTests(RunningPlatform platform, Chromium chromium) : IAsyncLifetime
{
    private const string Partnership = "fernhollow";
    private const string Name = "Fernhollow Safeguarding Children Partnership";
    private const string Manager = "Wynne Tregarth";
    private const string Colleague = "Osric Bellamy";

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
            await page.GotoAsync("/operations/agencies/new");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
            await page.GetByLabel("Short name").FillAsync(shortName);
            await page.GetByLabel("Id", new() { Exact = true }).FillAsync(id);
            await page.GetByLabel("Kind").SelectOptionAsync(kind);
            await page.GetByRole(AriaRole.Button, new() { Name = "Register the agency" }).ClickAsync();
            await Assertions.Expect(page.GetByText("Registered", new() { Exact = false }).First).ToBeVisibleAsync();
        }

        await page.GotoAsync("/operations/tenants/new");
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
        await page.GotoAsync($"/partnerships/{Partnership}/people/register");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(Colleague);
        await page.GetByLabel("Job title").FillAsync("Detective superintendent");
        await page.GetByLabel("Agency", new() { Exact = true }).SelectOptionAsync("Bracken Police");
        await page.GetByLabel("Email").FillAsync("osric.bellamy@bracken.example");
        await page.GetByLabel("Role").SelectOptionAsync("Agency lead");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite and appoint" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Colleague);
        await window.CheckAsync("week-2-invitations");
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
        await page.GotoAsync($"/partnerships/{Partnership}/settings/scale");
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
        await page.GotoAsync($"/partnerships/{Partnership}/export");
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
        await window.Page.GotoAsync($"/partnerships/{Partnership}/activity");
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
