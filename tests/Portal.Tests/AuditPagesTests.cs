using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Audits: listed, planned from a choice of actions, recorded and cancelled.</summary>
public sealed class AuditPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Audits = "/partnerships/haskermoor/audits";
    private const string Audit = $"{Audits}/{StandInAssurance.AuditId}";
    private const string Done = $"{Audits}/{StandInAssurance.DoneAuditId}";
    private const string Plan = "/partnerships/haskermoor/plan/plan/audit";

    [Fact]
    public async Task Audits_PlannedForADayThatHasPassed_AreOverdue()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var row = (await browser.OpenAsync(Audits)).QuerySelector("main tbody tr")!;
        Assert.Contains("Overdue", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("planned for 10 November 2020", row.TextContent, StringComparison.Ordinal);
        var page = await browser.OpenAsync(row.QuerySelector("a")!.GetAttribute("href")!);
        Assert.Contains("HSK-2026-A014", page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Audit planned", page.QuerySelector(".moj-timeline")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ToWhoeverDoesNotManage_OffersNothingToChange()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        var main = (await browser.OpenAsync(Audit)).QuerySelector("main")!;
        Assert.DoesNotContain("Record what it found", main.TextContent, StringComparison.Ordinal);
        Assert.Contains("Actions of your agency that it looks at", main.TextContent, StringComparison.Ordinal);
        await browser.OpenAsync(Audit + "/record", System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Plan_WithoutActions_AsksForThemAndThenPlans()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        (string, string)[] typed = [("Title", "Files"), ("Kind", "MultiAgency"), ("PlannedFor.Day", "3"), ("PlannedFor.Month", "3"), ("PlannedFor.Year", "2027")];
        using var empty = await browser.PostAsync(await browser.OpenAsync(Plan), Plan, typed);
        var again = new HtmlParser().ParseDocument(await empty.Content.ReadAsStringAsync());
        Assert.Equal("#Chosen", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("Files", again.QuerySelector("[name=Title]")!.GetAttribute("value"));

        using var answer = await browser.PostAsync(again, Plan, [.. typed, ("Chosen", $"{StandInActions.ActionId}:3")]);
        Assert.Equal(Audit, answer.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<PlanAuditRequest>().Last();
        Assert.Equal((AuditKind.MultiAgency, "2027-03-03", StandInActions.ActionId, ""), (sent.Kind, sent.PlannedFor, sent.ActionIds.Single(), sent.AuditId));

        var change = await browser.OpenAsync($"{Plan}/{StandInAssurance.AuditId}");
        Assert.Equal("Twenty files of the front door", change.QuerySelector("[name=Title]")!.GetAttribute("value"));
        Assert.StartsWith(StandInActions.ActionId, ((IHtmlInputElement)change.QuerySelector("input[name=Chosen][checked]")!).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_WithoutAVerdict_SaysItBesideTheActionAndThenSaves()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string address = Audit + "/record";
        using var empty = await browser.PostAsync(await browser.OpenAsync(address), address, ("By", "The quality group"), ("SampleSize", "20"));
        var again = new HtmlParser().ParseDocument(await empty.Content.ReadAsStringAsync());
        Assert.Equal("#Actions_0__Verdict", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("The quality group", again.QuerySelector("[name=By]")!.GetAttribute("value"));

        using var answer = await browser.PostAsync(
            again, address, ("By", "The quality group"), ("SampleSize", "20"), ("Actions[0].Verdict", "NotEmbedded"), ("Actions[0].Words", "Seven of ten lack it."));
        Assert.Equal(Audit, answer.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<RecordAuditRequest>().Last();
        Assert.Equal(
            (20, new AuditOfAction { ActionId = StandInActions.ActionId, Verdict = AuditVerdict.NotEmbedded, Words = "Seven of ten lack it." }),
            (sent.SampleSize, sent.Actions.Single()));

        using var stale = await browser.PostAsync(
            await browser.OpenAsync(address), address, ("Version", "7"), ("By", "Somebody"), ("Actions[0].Verdict", "Embedded"));
        Assert.Contains("Somebody else changed this audit", await stale.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ThatIsCorrected_SaysWhatStoodBeforeAndWhichActionIsStillOpen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var main = (await browser.OpenAsync(Done)).QuerySelector("main")!;
        Assert.Contains("HSK-2026-A014 was opened again because", main.QuerySelector(".govuk-inset-text")!.TextContent, StringComparison.Ordinal);
        var entry = main.QuerySelector(".moj-timeline__item")!.TextContent;
        foreach (var words in new[] { "What was recorded is corrected", "Sample: from 100 to 10", "HSK-2026-A014: from not embedded to partly embedded", "Why: Typed wrongly." })
        {
            Assert.Contains(words, entry, StringComparison.Ordinal);
        }

        Assert.Equal(Done + "/correct", main.QuerySelector("ul.jtai-screen a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Correct_OfAnAuditThatIsDone_IsFilledInAndNeedsAReason()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string address = Done + "/correct";
        var form = await browser.OpenAsync(address);
        Assert.Equal(
            ("The quality group", "10", "PartlyEmbedded"),
            (form.QuerySelector("[name=By]")!.GetAttribute("value"), form.QuerySelector("[name=SampleSize]")!.GetAttribute("value"),
                form.QuerySelector("[name='Actions[0].Verdict'][checked]")!.GetAttribute("value")));
        (string, string)[] typed =
        [
            ("DoneOn.Day", "3"), ("DoneOn.Month", "10"), ("DoneOn.Year", "2026"), ("By", "The quality group"), ("SampleSize", "12"),
            ("Actions[0].Verdict", "Embedded"), ("Summary", "Plans are followed."),
        ];
        using var empty = await browser.PostAsync(form, address, typed);
        var again = new HtmlParser().ParseDocument(await empty.Content.ReadAsStringAsync());
        Assert.Equal("#Reason", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("12", again.QuerySelector("[name=SampleSize]")!.GetAttribute("value"));

        using var answer = await browser.PostAsync(again, address, [.. typed, ("Reason", "A digit was missing.")]);
        Assert.Equal(Done, answer.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<CorrectAuditRequest>().Last();
        Assert.Equal(
            ("2026-10-03", 12, AuditVerdict.Embedded, "A digit was missing.", 3L),
            (sent.DoneOn, sent.SampleSize, sent.Actions.Single().Verdict, sent.Reason, sent.ExpectedVersion));
    }

    [Fact]
    public async Task Correct_ByWhoeverNeitherRecordedNorManages_IsForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        Assert.DoesNotContain("Correct what was recorded", (await browser.OpenAsync(Done)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await browser.OpenAsync(Done + "/correct", System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Cancel_WithAReason_IsSent()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.PostAsync(await browser.OpenAsync(Audit + "/cancel"), Audit + "/cancel", ("Reason", "The auditor left."));
        Assert.Equal(Audit, answer.Headers.Location?.OriginalString);
        Assert.Equal("The auditor left.", platform.Assurance.Acts.OfType<CancelAuditRequest>().Last().Reason);
    }
}
