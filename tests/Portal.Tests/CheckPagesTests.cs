using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Portal.Tests.StandIns;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Portal.Tests;

/// <summary>Second checks: what waits, one checked alone, many in a sitting, and completion as an action's page shows it.</summary>
public sealed class CheckPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Checks = "/partnerships/haskermoor/checks";
    private const string Action = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}";

    [Fact]
    public async Task Checks_ToEach_SayWhatWaitsAndWhyTheyMayNot()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Assurance.MayNot[StandInActions.ActionId] = "A verifier checks it, or the chair of a sub-group that sat on it.";
        var page = await browser.OpenAsync(Checks);
        var rows = page.QuerySelectorAll("main tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains("Priority action", rows[0], StringComparison.Ordinal);
        Assert.Contains("10 November 2026", rows[0], StringComparison.Ordinal);
        Assert.Contains("A verifier checks it", rows[0], StringComparison.Ordinal);
        Assert.Equal(
            $"{Checks}/record?chosen={StandInAssurance.OtherWaitingId}",
            page.QuerySelector("main tbody tr:nth-of-type(2) td:last-of-type a")?.GetAttribute("href"));
        using var refused = await browser.Client.GetAsync(Checks + "/record");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Check_ByAVerifier_IsSavedWithEvidenceAndNothingOfASitting()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "verifier");
        var address = $"{Checks}/record?chosen={StandInActions.ActionId}";
        var form = await browser.OpenAsync(address);
        Assert.Contains("The rota has run for a quarter.", form.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(form.QuerySelector("[name=SubGroup]"));

        using var answer = await browser.PostAsync(
            form, address, ("Actions[0].Verdict", "Confirmed"), ("Actions[0].EvidenceIds", StandInEvidence.EvidenceId), ("Actions[0].Words", "I saw the rota."));

        Assert.Equal(Checks, answer.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<CheckActionsRequest>().Last();
        Assert.Equal(
            new CheckOfAction
            {
                ActionId = StandInActions.ActionId, ExpectedVersion = 4, Verdict = CheckVerdict.Confirmed, EvidenceIds = { StandInEvidence.EvidenceId }, Words = "I saw the rota.",
            },
            sent.Actions.Single());
        Assert.Equal(("", 0), (sent.SubGroupBodyId, sent.PresentAgencyIds.Count));
        Assert.Contains("1 action confirmed", (await browser.OpenAsync(Checks)).QuerySelector(".govuk-notification-banner")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAnActionWithManyItems_ListsTheNewestAndLeadsToTheRest()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "verifier");
        platform.Evidence.Total = 40;
        var form = await browser.OpenAsync($"{Checks}/record?chosen={StandInActions.ActionId}");
        platform.Evidence.Total = 1;
        var listed = form.QuerySelectorAll("[name='Actions[0].EvidenceIds']").Length;
        var rest = form.QuerySelectorAll("main a").Single(link => link.TextContent.Contains("older items", StringComparison.Ordinal));
        Assert.Equal(($"{40 - listed} older items of evidence", Action + "/evidence"), (rest.TextContent, rest.GetAttribute("href")));
    }

    [Fact]
    public async Task Check_ByTheChairOfOneGroup_OffersThatGroupAlone()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "chair");
        var all = await GroupsAsync();
        platform.Partners.Chairs["chair"] = all[^1];
        var own = await GroupsAsync();
        platform.Partners.Chairs.Clear();
        Assert.True(all.Length > 2);
        Assert.Equal(["", all[^1]], own);

        async Task<string[]> GroupsAsync()
        {
            // Who is appointed is kept for some seconds.
            ((MemoryCache)platform.Portal.Services.GetRequiredService<IMemoryCache>()).Clear();
            return [.. (await browser.OpenAsync($"{Checks}/record?chosen={StandInActions.ActionId}")).QuerySelectorAll("[name=SubGroup] option").Select(option => option.GetAttribute("value") ?? "")];
        }
    }

    [Fact]
    public async Task Check_OfAnInspectionThatIsNotPublished_IsMarked()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "verifier");
        platform.Inspections.Inspection.Phase = Inspections.V1.InspectionPhase.PrePublication;
        var marked = await browser.OpenAsync(Checks + "/record");
        platform.Inspections.Inspection.Phase = Inspections.V1.InspectionPhase.Published;
        Assert.NotNull(marked.QuerySelector(".jtai-marking"));
        Assert.Null((await browser.OpenAsync(Checks + "/record")).QuerySelector(".jtai-marking"));
    }

    [Fact]
    public async Task Sitting_OfManyWithSomethingMissing_SaysItBesideTheActionAndLosesNothing()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "chair");
        const string address = Checks + "/record";
        (string, string)[] typed =
        [
            ("Actions[0].Verdict", "Unspecified"), ("Actions[1].Verdict", "Returned"), ("SubGroup", "executive"), ("Present", "moors-icb"), ("Present", "westmarch-police"),
        ];
        using var unexplained = await browser.PostAsync(await browser.OpenAsync(address), address, typed);
        var again = new HtmlParser().ParseDocument(await unexplained.Content.ReadAsStringAsync());
        Assert.Equal("#Actions_1__Words", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.True(((IHtmlInputElement)again.QuerySelector("input[name='Actions[1].Verdict'][value=Returned]")!).IsChecked);
        Assert.Equal(2, again.QuerySelectorAll("input[name=Present][checked]").Length);

        using var saved = await browser.PostAsync(again, address, [.. typed, ("Actions[1].Words", "The minutes.")]);

        Assert.Equal(Checks, saved.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<CheckActionsRequest>().Last();
        Assert.Equal((StandInAssurance.OtherWaitingId, "The minutes."), (sent.Actions.Single().ActionId, sent.Actions.Single().Words));
        Assert.Equal(("executive", 2), (sent.SubGroupBodyId, sent.PresentAgencyIds.Count));
    }

    [Fact]
    public async Task Check_RefusedOrChangedMeanwhile_SaysWhyWithWhatWasTyped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "verifier");
        var address = $"{Checks}/record?chosen={StandInActions.ActionId}";
        (string, string)[] typed = [("Actions[0].Verdict", "Confirmed"), ("Actions[0].NoEvidenceBecause", "It was a conversation.")];
        platform.Assurance.Refusing = new Refused("HSK-2026-A014: its owner cannot be who checks it.");
        using var refused = await browser.PostAsync(await browser.OpenAsync(address), address, typed);
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Contains("its owner cannot be who checks it", page.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("It was a conversation.", page.QuerySelector("[name='Actions[0].NoEvidenceBecause']")!.TextContent.Trim());

        platform.Assurance.Refusing = new Conflict(5);
        using var stale = await browser.PostAsync(await browser.OpenAsync(address), address, typed);
        var conflict = new HtmlParser().ParseDocument(await stale.Content.ReadAsStringAsync());
        Assert.Contains("Somebody else changed one of these actions", conflict.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("It was a conversation.", conflict.QuerySelector("[name='Actions[0].NoEvidenceBecause']")!.TextContent.Trim());
    }

    [Fact]
    public async Task Update_ToComplete_IsOfferedWhereItMayBeAndElsewhereSaysWhyNot()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        const string address = Action + "/update";
        var form = await browser.OpenAsync(address);
        Assert.False(Complete(form).IsDisabled);
        using var saved = await browser.PostAsync(
            form, address, ("Narrative", "All is done."), ("Delivery", "Complete"), ("NoEvidenceBecause", "It was a conversation."));
        Assert.Equal(Action, saved.Headers.Location?.OriginalString);
        var taken = platform.Actions.Taken[^1];
        Assert.Equal((Delivery.Complete, "It was a conversation."), (taken.Delivery, taken.NoEvidenceBecause));

        platform.Assurance.CheckIsCompulsory = true;
        var compulsory = await browser.OpenAsync(address);
        Assert.True(Complete(compulsory).IsDisabled);
        Assert.Contains("another organisation confirms that it is complete", compulsory.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        static IHtmlInputElement Complete(IHtmlDocument page) => (IHtmlInputElement)page.QuerySelector("input[name=Delivery][value=Complete]")!;
    }

    [Fact]
    public async Task Action_CompleteAndAudited_SaysByWhoseWordAndWhetherItHolds()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var action = platform.Actions.Record.Action;
        action.Completion = new Completion { SelfAssured = true, On = "2026-11-10", PersonId = "officer", AgencyId = "westmarch-police" };
        action.Embedding = new Embedding { Verdict = AuditVerdict.NotEmbedded, AuditId = StandInAssurance.AuditId, On = "2027-03-01" };
        platform.Assurance.Checks.Add(new SecondCheck
        {
            ActionId = action.ActionId, Verdict = CheckVerdict.Returned, Words = "The minutes.", On = "2026-11-09", PersonId = "officer", AgencyId = "moors-icb",
        });
        platform.Actions.Record.Changes.Insert(0, new RecordedChange
        {
            Version = 9, Kind = ActionChangeKind.Audited, PersonId = "manager", At = platform.Actions.Record.Changes[0].At, Reason = "Seven of ten lack it.",
            Fields = { new FieldChange { Field = "embedding.verdict", From = "0", To = "3" }, new FieldChange { Field = "delivery", From = "5", To = "2" } },
        });

        var main = (await browser.OpenAsync(Action)).QuerySelector("main")!;
        Assert.Contains("Complete, self-assured: said by Asha Verma", main.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nobody else has checked it", main.TextContent, StringComparison.Ordinal);
        Assert.Contains("audit of 1 March 2027", main.TextContent, StringComparison.Ordinal);
        Assert.Contains("nothing measures its impact", main.TextContent, StringComparison.Ordinal);
        Assert.Contains("The minutes.", main.TextContent, StringComparison.Ordinal);
        Assert.Contains("Found by an audit: not embedded", main.QuerySelector(".moj-timeline")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Delivery: from complete to in progress", main.QuerySelector(".moj-timeline")!.TextContent, StringComparison.Ordinal);

        action.Completion = new Completion { CheckId = "check", On = "2026-11-10", PersonId = "officer", AgencyId = "moors-icb" };
        Assert.Contains("Confirmed by Asha Verma, ", (await browser.OpenAsync(Action)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        platform.Assurance.MayNot.Clear();
        platform.Assurance.Checks.Clear();
        platform.Assurance.Refusing = null;
        platform.Assurance.CheckIsCompulsory = false;
        (platform.Actions.Record.Action.Completion, platform.Actions.Record.Action.Embedding) = (null, null);
        platform.Actions.Record.Action.Delivery = Delivery.InProgress;
    }
}
