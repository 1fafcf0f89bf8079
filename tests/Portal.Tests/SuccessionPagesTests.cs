using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>A partnership that is succeeded: who, when, which action goes to whom, and the hand-over.</summary>
public sealed class SuccessionPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Plan = "/partnerships/haskermoor/plan/plan";
    private const string Succession = Plan + "/succession";
    private const string Action = "/partnerships/haskermoor/actions/" + StandInActions.ActionId;
    private const string Inspection = "/partnerships/haskermoor/inspections/" + StandInInspections.InspectionId;

    [Fact]
    public async Task Plan_AllottedAndHandedOver_SaysToWhomAndTakesNothingMore()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var (action, plan) = (platform.Actions.Record.Action.Clone(), platform.Actions.Plan);
        Assert.Contains(
            "Since 1 April 2026 East Moor Partnership and West Moor Partnership take this partnership’s place (The Haskermoor (Structural Changes) Order 2025).",
            Text(await browser.OpenAsync(Plan)), StringComparison.Ordinal);

        var form = await browser.OpenAsync(Succession);
        Assert.Equal("1 open action is not allotted yet.", form.QuerySelector("[data-left]")!.TextContent);
        Assert.Contains("It need not be a partner here.", Text(form), StringComparison.Ordinal);
        var chosen = ("Chosen", $"{StandInActions.ActionId}:{action.Version}");
        Assert.Contains("Choose who takes these actions over", await RefusedAsync(browser, form, Succession, chosen), StringComparison.Ordinal);
        Assert.Contains("Choose successors, or neither", await RefusedAsync(browser, form, Succession, chosen, ("To", "neither"), ("To", "east-moor")), StringComparison.Ordinal);
        Assert.Contains("Enter the reason.", await RefusedAsync(browser, form, Succession, chosen, ("To", "neither")), StringComparison.Ordinal);
        Assert.Contains("is not allotted", await RefusedAsync(
            browser, await browser.OpenAsync(Succession + "/hand-over"), Succession + "/hand-over", ("DecidedBy", "Executive"), ("Reason", "The council was split.")), StringComparison.Ordinal);
        await SaveAsync(browser, form, Succession, Succession + "?allotted=yes", chosen, ("To", "east-moor"), ("To", "west-moor"));

        form = await browser.OpenAsync(Succession);
        Assert.Equal("Every open action is allotted.", form.QuerySelector("[data-left]")!.TextContent);
        Assert.Equal(["East Moor Partnership and West Moor Partnership", "1", "0"], form.QuerySelectorAll("tbody tr:first-child > *").Select(cell => cell.TextContent));
        Assert.Contains("Goes to East Moor Partnership and West Moor Partnership", Text(await browser.OpenAsync(Action)), StringComparison.Ordinal);
        Assert.Empty((await browser.OpenAsync(Succession + "?without=successor")).QuerySelectorAll("input[name=Chosen]"));
        await SaveAsync(
            browser, await browser.OpenAsync(Succession + "/hand-over"), Succession + "/hand-over", Plan, ("DecidedBy", "Executive"), ("Reason", "The council was split."));

        var handed = await browser.OpenAsync(Plan);
        Assert.Contains("This plan was handed over on 10 November 2026, by decision of Executive.", Text(handed), StringComparison.Ordinal);
        Assert.DoesNotContain(handed.QuerySelectorAll("main a"), link => link.GetAttribute("href") is Plan + "/reopen" or Succession);
        (platform.Actions.Record.Action, plan.Closing, plan.HandedOverIn) = (action, null, "");
    }

    [Fact]
    public async Task Succession_ForSomebodyElse_IsForbidden()
    {
        using var officer = await BrowserOfOne.SignedInAsync(platform, "officer");
        Assert.DoesNotContain((await officer.OpenAsync(Plan)).QuerySelectorAll("main a"), link => link.GetAttribute("href") == Succession);
        await officer.OpenAsync(Succession, HttpStatusCode.Forbidden);
        await officer.OpenAsync(Succession + "/hand-over", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Succession_OfAPartnershipThatIsNotSucceeded_IsNotThere()
    {
        platform.Partners.Succession.FromPartnershipId = "elsewhere";
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        await browser.OpenAsync(Succession, HttpStatusCode.NotFound);
        await browser.OpenAsync(Succession + "/hand-over", HttpStatusCode.NotFound);
        Assert.DoesNotContain("place (", Text(await browser.OpenAsync(Plan)), StringComparison.Ordinal);
        platform.Partners.Succession.FromPartnershipId = "haskermoor";
    }

    [Fact]
    public async Task Records_ThatWereTakenOver_SayFromWhomAndWhen()
    {
        var taken = new TakenOver { FromPartnershipId = "northshire", FromName = "Northshire Partnership", On = "2026-04-01" };
        (platform.Actions.Plan.TakenOver, platform.Actions.Record.Action.TakenOver) = (taken, taken);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        foreach (var page in new[] { Plan, Action })
        {
            Assert.Contains("Taken over from Northshire Partnership on 1 April 2026.", Text(await browser.OpenAsync(page)), StringComparison.Ordinal);
        }

        (platform.Actions.Plan.TakenOver, platform.Actions.Record.Action.TakenOver) = (null, null);
        Assert.DoesNotContain("Taken over", Text(await browser.OpenAsync(Inspection)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offer_ToTheCouncilOfASuccessor_CanBeChosen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync("/partnerships/haskermoor/sharing/offer");
        Assert.Contains("east-moor-council", form.QuerySelectorAll("#AgencyId option").Select(option => option.GetAttribute("value")));
    }

    private static string Text(IHtmlDocument page) => string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<string> RefusedAsync(BrowserOfOne browser, IHtmlDocument form, string address, params (string, string)[] typed)
    {
        using var answer = await browser.PostAsync(form, address, typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector(".govuk-error-summary")!.TextContent;
    }

    private static async Task SaveAsync(BrowserOfOne browser, IHtmlDocument form, string address, string then, params (string, string)[] typed)
    {
        using var answer = await browser.PostAsync(form, address, typed);
        Assert.Equal((HttpStatusCode.Redirect, then), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }
}
