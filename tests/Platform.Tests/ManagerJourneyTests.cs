using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Reporting.V1;
using Microsoft.Playwright;

namespace Jtai.Platform.Tests;

/// <summary>A partnership manager from the letter to who looked across the border.</summary>
[Collection(nameof(OnePlatform))]
public class ManagerJourneyTests(RunningPlatform platform, Chromium chromium) : IAsyncLifetime
{
    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Manager_FromOverviewToSharing_SeesLetterFindingsPlanAndWhoLooked()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, "Nerys Thackray");
        // Her only workplace opens at once.
        await Visitor.HeadingIsAsync(window, "Overview");
        await window.CheckAsync("manager-1-overview");

        await Visitor.FollowAsync(window, "Inspections");
        await Visitor.HeadingIsAsync(window, "Inspections");
        await window.CheckAsync("manager-2-inspections");

        await window.Page.Locator("main tbody").GetByRole(AriaRole.Link).First.ClickAsync();
        await Visitor.HeadingIsAsync(window, "serious youth violence");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("1 priority action 5 areas for improvement 3 strengths");
        await window.CheckAsync("manager-3-inspection");

        await Visitor.FollowAsync(window, "The letter beside its findings");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("9 findings");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("Dear Haskermoor Local Safeguarding Partnership");
        await window.CheckAsync("manager-4-letter");

        await Visitor.FollowAsync(window, "Findings");
        await Visitor.HeadingIsAsync(window, "Findings");
        await window.CheckAsync("manager-5-findings");

        await Visitor.FollowAsync(window, "Action plan");
        await window.CheckAsync("manager-6-plans");
        await window.Page.Locator("main tbody").GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("Tell the safeguarding hub on the day of attendance");
        await window.CheckAsync("manager-7-plan");
    }

    [Fact]
    public async Task Sharing_AfterTheForceLooked_SaysWhoLooked()
    {
        var across = new Reporting.V1.Reporting.ReportingClient((await platform.SignInAsync("police-lead")).Across());
        await across.ListSharedActionsAsync(new ListSharedActionsRequest { PartnershipId = "haskermoor" });
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, "Nerys Thackray");

        await Visitor.FollowAsync(window, "Sharing");

        await Visitor.HeadingIsAsync(window, "Sharing");
        await Visitor.ReloadUntilAsync(window, "Morwenna Askey");
        await window.CheckAsync("manager-8-sharing");
    }

    [Fact]
    public async Task DemoSignIn_ListOfPeople_IsAccessible()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await window.Page.GotoAsync("/sign-in");
        await window.CheckAsync("sign-in-1-start");
        await window.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.CheckAsync("sign-in-2-people");
    }
}
