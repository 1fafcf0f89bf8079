using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Correcting, withdrawing and closing, and what the record pages tell of it.</summary>
public class CorrectingPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Inspection = "/partnerships/haskermoor/inspections/" + StandInInspections.InspectionId;
    private const string Finding = "/partnerships/haskermoor/findings/" + StandInInspections.FindingId;
    private const string Action = "/partnerships/haskermoor/actions/" + StandInActions.ActionId;
    private const string Sent = "/partnerships/haskermoor/plan/plan/statement-sent";

    [Fact]
    public async Task Inspection_ThatWasCorrected_TellsOldNewWhoWhenAndWhyInPages()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");

        var page = await browser.OpenAsync(Inspection);

        var history = page.QuerySelector(".moj-timeline")!.TextContent;
        Assert.Contains("Fieldwork ended: from 7 June 2026 to 8 June 2026", history, StringComparison.Ordinal);
        Assert.Contains("Why: Typed wrongly.", history, StringComparison.Ordinal);
        Assert.Contains(", partnership manager", history, StringComparison.Ordinal);
        Assert.Contains("3 July 2026 at 2:02pm", history, StringComparison.Ordinal);
        var earlier = page.QuerySelectorAll("main a").Single(link => link.TextContent == "Earlier history").GetAttribute("href")!;
        Assert.Equal($"{Inspection}?before=2#history", earlier);
        Assert.Contains(
            (await browser.OpenAsync(earlier)).QuerySelectorAll("main a"), link => link.TextContent == "Back to the newest");
    }

    [Fact]
    public async Task CorrectInspection_WithAWrongDateOrNoReason_KeepsWhatWasTypedAndLinksTheFields()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Inspection + "/correct");
        Assert.Equal("Serious youth violence", ((IHtmlInputElement)form.QuerySelector("input[name=Theme]")!).Value);

        var dated = await PostAsync(browser, form, Inspection + "/correct", ("FieldworkEndsOn.Day", "31"), ("FieldworkEndsOn.Month", "2"), ("FieldworkEndsOn.Year", "2026"), ("Reason", "Typed wrongly."));
        var reasonless = await PostAsync(browser, form, Inspection + "/correct", ("Theme", "Exploitation"));

        Assert.Equal("#FieldworkEndsOn_Day", dated.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("Typed wrongly.", dated.QuerySelector("textarea[name=Reason]")!.TextContent.Trim());
        Assert.Equal("#Reason", reasonless.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("Exploitation", ((IHtmlInputElement)reasonless.QuerySelector("input[name=Theme]")!).Value);
    }

    [Fact]
    public async Task CorrectInspection_WithAReason_SendsEverythingAndGoesBackToIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Inspection + "/correct");

        using var saved = await browser.PostAsync(form, Inspection + "/correct", ("Theme", "Child exploitation"), ("Reason", "The letter says so."));

        Assert.Equal((HttpStatusCode.Redirect, Inspection), (saved.StatusCode, saved.Headers.Location?.OriginalString));
        Assert.Contains(platform.Inspections.Acts.OfType<CorrectInspectionRequest>(), act =>
            act is { Theme: "Child exploitation", Reason: "The letter says so.", ExpectedVersion: 4 });
    }

    [Fact]
    public async Task Inspections_RecordedByMistake_AreListedForTheManagerAlone()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var councillor = await BrowserOfOne.SignedInAsync(platform, "councillor");

        Assert.Contains("Recorded twice.", (await manager.OpenAsync("/partnerships/haskermoor/inspections")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Recorded twice.", (await councillor.OpenAsync("/partnerships/haskermoor/inspections")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_WithACorrectedWording_ShowsBothLabelledAndWhoWhenAndWhy()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");

        var text = (await browser.OpenAsync(Finding)).QuerySelector("main")!.TextContent;

        Assert.Contains("Corrected wording", text, StringComparison.Ordinal);
        Assert.Contains("Referrals wait to long.", text, StringComparison.Ordinal);
        Assert.Contains("on 3 July 2026 at 2:02pm: A slip of the letter's.", text, StringComparison.Ordinal);
        var plan = (await browser.OpenAsync("/partnerships/haskermoor/plan/plan")).QuerySelector("main")!.TextContent;
        Assert.Contains("Corrected wording. In the letter’s words: “Referrals wait to long.”", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithdrawFinding_ThatAnOpenActionAnswersAlone_NamesTheActionAndDoesNothing()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Finding + "/withdraw");
        Assert.Contains(form.QuerySelectorAll("main a"), link => link.GetAttribute("href") == Action);

        var refused = await PostAsync(browser, form, Finding + "/withdraw", ("Reason", "Twice."));

        Assert.Contains("HSK-2026-A014 answers this finding and no other", refused.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(platform.Inspections.Acts, act => act is WithdrawFindingRequest);
    }

    [Fact]
    public async Task Action_WhoseWordsWereChanged_TellsOldAndNewAndTheAuthor()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");

        var page = await browser.OpenAsync(Action);

        var history = page.QuerySelector(".moj-timeline")!.TextContent;
        Assert.Contains("Name: from “Answer referrals” to “Answer every referral within a working day”", history, StringComparison.Ordinal);
        Assert.Contains("Why: Clearer so.", history, StringComparison.Ordinal);
        string[] steps = ["/describe", "/withdraw", "/close"];
        Assert.All(steps, step => Assert.Contains(page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == Action + step));
    }

    [Fact]
    public async Task CloseAction_WithoutSayingHow_LinksTheChoiceAndThenCloses()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Action + "/close");

        var refused = await PostAsync(browser, form, Action + "/close", ("Reason", "No money."));
        using var closed = await browser.PostAsync(refused, Action + "/close", ("ClosedAs", "NotPursued"), ("Reason", "No money."));

        Assert.Equal("#ClosedAs", refused.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal(Action, closed.Headers.Location?.OriginalString);
        Assert.Contains(platform.Actions.Acts.OfType<CloseActionRequest>(), act => act is { As: ClosedAs.NotPursued, Reason: "No money." });
    }

    [Fact]
    public async Task StatementSent_Recorded_GoesBackToThePlanAndIsInItsHistory()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Sent);
        (string, string)[] day = [("SentOn.Day", "24"), ("SentOn.Month", "11"), ("SentOn.Year", "2026")];

        var refused = await PostAsync(browser, form, Sent, day);
        using var saved = await browser.PostAsync(refused, Sent, [.. day, ("SentBy", "Ada Moss, director")]);

        Assert.Equal("#SentBy", refused.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("/partnerships/haskermoor/plan/plan", saved.Headers.Location?.OriginalString);
        Assert.Contains(platform.Actions.Acts.OfType<RecordStatementSentRequest>(), act => act is { SentOn: "2026-11-24", SentBy: "Ada Moss, director", ExpectedVersion: 2 });
        Assert.Contains(
            "Statement of action sent", (await browser.OpenAsync("/partnerships/haskermoor/plan/plan")).QuerySelector(".moj-timeline")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_OfSomebodyWhoDoesNotManage_AreForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        foreach (var path in new[]
        {
            Inspection + "/correct", Inspection + "/withdraw", Finding + "/correct", Finding + "/withdraw",
            Action + "/withdraw", Action + "/close", Action + "/reopen", Sent,
        })
        {
            await browser.OpenAsync(path, HttpStatusCode.Forbidden);
        }
    }

    private static async Task<IHtmlDocument> PostAsync(BrowserOfOne browser, IHtmlDocument form, string path, params (string, string)[] typed)
    {
        using var answer = await browser.PostAsync(form, path, typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
