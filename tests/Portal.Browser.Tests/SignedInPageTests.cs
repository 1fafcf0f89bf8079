using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Browser.Tests;

/// <summary>Pages of people who are signed in that <see cref="EveryPageTests"/> does not come to, and what they do on them.</summary>
[Collection(nameof(Browser))]
public class SignedInPageTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>
{
    public static TheoryData<string, string[]> Journeys
    {
        get
        {
            var journeys = new TheoryData<string, string[]>();
            const string statement = $"/partnerships/haskermoor/statements/{StandInStatements.StatementId}";
            const string sent = $"/partnerships/haskermoor/statements/{StandInStatements.SentId}";
            journeys.Add("manager", [sent, $"{sent}/sendings/{StandInStatements.Sending}", sent + "/reply", sent + "/publication", sent + "/changes"]);
            journeys.Add("director", [statement, statement + "/sign-offs", statement + "/sign-offs/sign"]);
            journeys.Add("icb-officer", [statement, statement + "/sections", $"{statement}/returns/{StandInStatements.ReturnOfIcb}"]);
            return journeys;
        }
    }

    [Theory]
    [MemberData(nameof(Journeys))]
    public async Task Pages_OfAPerson_AreAccessibleAndWithoutErrors(string person, string[] paths)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 320);
        await platform.SignInAsync(window, person);
        foreach (var path in paths)
        {
            await window.ResizeAsync(320);
            await window.Page.GotoAsync(path);
            await window.CheckAsync($"{person}{path.Replace('/', '-')}", 320, 1280);
        }
    }

    [Theory]
    [InlineData("manager", "/partnerships/haskermoor/activity")]
    [InlineData("force-manager", "/agency/activity")]
    [InlineData("operator", "/operations/activity")]
    public async Task Activity_OfAPlace_AndItsSeals_AreAccessible(string person, string address)
    {
        var at = new DateTimeOffset(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);
        var refused = StandInActivity.Entry(8, at.AddMinutes(-1), "/jtai.partners.v1.Partners/ListSharingLog", "RefusedNotAdmitted", "");
        (refused.Kind, refused.Version) = (Activities.V1.ActivityKind.Refusal, 3);
        var log = platform.StandIns.PartnersActivity;
        log.Entries.Clear();
        log.Entries.AddRange([StandInActivity.Entry(9, at, "/jtai.partners.v1.Partners/StartSession", "Session", "5e55", capacity: "Unspecified"), refused]);
        log.Seals.Clear();
        log.Seals.Add(StandInActivity.SealOf(4));
        log.Far = new() { SegmentNumber = 4, SealedAt = log.Entries[0].At, Entries = 2, EntryId = 9, At = refused.At };
        await using var window = await chromium.OpenAsync(platform.Origin, 320);
        await platform.SignInAsync(window, person);
        await window.Page.GotoAsync(address);
        await window.CheckAsync($"{person}-activity", 320, 1280);
        await window.ResizeAsync(320);
        await window.Page.GotoAsync(address + "/seals");
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        await window.Page.GetByText("claim a time more than an hour").WaitForAsync();
        await window.CheckAsync($"{person}-activity-seals", 320, 1280);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public async Task SignIn_OfSomebodyWithoutAccount_IsAnAccessiblePage(int width)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, width);
        await window.Page.GotoAsync("/sign-in");
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.Page.GetByText("stranger", new() { Exact = true }).First.ClickAsync();
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "You are not signed in" }).WaitForAsync();
        await window.CheckAsync("stranger-sign-in");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public async Task Address_WithANul_IsAnAccessiblePage(int width)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, width);
        await window.Page.GotoAsync("/help?x=%00");
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "There is a character that we cannot read" }).WaitForAsync();
        await window.CheckAsync("unreadable-text");
    }

    [Fact]
    public async Task Offer_WithoutAnAgency_TakesTheFocusToTheSummary()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await platform.SignInAsync(window, "manager");
        await window.Page.GotoAsync("/partnerships/haskermoor/sharing/offer");
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Offer" }).ClickAsync();
        // Fails after 30 seconds where the focus never gets there.
        await window.Page.Locator(".govuk-error-summary:focus").WaitForAsync();
        await window.CheckAsync("manager-offer-errors");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public async Task Review_WithErrors_LeadsFromEachToTheFieldItIsAbout(int width)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, width);
        await platform.SignInAsync(window, "manager");
        var page = window.Page;
        await page.GotoAsync($"/partnerships/haskermoor/letter-imports/{StandInInspections.Doubtful}/review");
        await page.GetByLabel("Text of item 3", new() { Exact = true }).FillAsync("");
        await page.GetByLabel("Text of item 11", new() { Exact = true }).FillAsync("See 943 476 5919");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Confirm these findings" }).ClickAsync();
        await page.Locator(".govuk-error-summary:focus").WaitForAsync();
        await window.CheckAsync("manager-review-errors");

        var links = page.Locator(".govuk-error-summary__list a");
        var reached = new List<string>();
        for (var place = 0; place < await links.CountAsync(); place++)
        {
            await links.Nth(place).ClickAsync();
            reached.Add(await page.EvaluateAsync<string>("() => document.activeElement.id"));
        }

        Assert.Equal(["BelongsHere", "ImportAgain", "LeftOvers_1__Kind", "Items_2__Text", "Items_10__Text"], reached);
    }

    [Fact]
    public async Task Review_SavedWithoutScript_IsSavedAndNotConfirmed()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280, javaScript: false);
        await platform.SignInAsync(window, "manager");
        var page = window.Page;
        await page.GotoAsync($"/partnerships/haskermoor/letter-imports/{StandInInspections.Doubtful}/review");
        await page.GetByLabel("Text of item 3", new() { Exact = true }).FillAsync("Half a sen");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save and finish later" }).ClickAsync();
        Assert.StartsWith("Review saved", (await page.Locator(".govuk-notification-banner__heading").InnerTextAsync()).Trim(), StringComparison.Ordinal);
        await page.GotoAsync($"/partnerships/haskermoor/letter-imports/{StandInInspections.Doubtful}/review");
        Assert.Equal("Half a sen", await page.GetByLabel("Text of item 3", new() { Exact = true }).InputValueAsync());
    }
}
