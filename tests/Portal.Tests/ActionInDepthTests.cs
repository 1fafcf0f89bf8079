using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Milestones, what an action waits for, its coverage and its pauses: the record tells of them, and whoever may changes them.</summary>
public sealed class ActionInDepthTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Record = "/partnerships/haskermoor/actions/" + StandInActions.ActionId;

    [Fact]
    public async Task Record_OfAnActionInDepth_TellsEverythingInWords()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var action = platform.Actions.Record.Action;
        var before = action.Clone();
        action.JointLeads.Add(new Lead { BodyId = "executive" });
        (action.OwnerId, action.OwnerPostId) = ("", StandInPartners.PostId);
        action.Coverage = new CoverageReading { Done = 41, Of = 70, What = "GP practices", On = "2026-10-01", PersonId = "officer" };
        action.Resources = new Resources { Kind = ResourceKind.Costed, OneOffPounds = 20_000, YearlyPounds = 5_000, Source = "the precept" };
        (action.QuickWin, action.BeganBeforePublication, action.AnsweringBodyId, action.SharedCauseId) = (true, true, "executive", StandInActions.CauseId);
        action.Links.Add(new OtherPlanLink { Kind = LinkKind.Lcspr, Reference = "Child K", On = "2025-03-03", Words = "the same gap" });
        try
        {
            var text = (await browser.OpenAsync(Record)).QuerySelector(".govuk-summary-list")!.TextContent;
            Assert.All(
                [
                    "and jointly Partnership executive", "The post of DCI Public Protection (vacant)", "Identification of risk", "41 of 70 GP practices on 1 October 2026",
                    "£20,000 once and £5,000 a year, from the precept", "Quick win", "began before the letter was published", "Answered for by",
                    "Pre-birth procedures are not agreed", "Local child safeguarding practice review: Child K, 3 March 2025, the same gap",
                    "31 December 2999 is asked for, and not decided on",
                ],
                words => Assert.Contains(words, text, StringComparison.Ordinal));
        }
        finally
        {
            platform.Actions.Record.Action = before;
        }
    }

    [Fact]
    public async Task Milestone_AddedDoneAndRemoved_StandsOnTheRecordAndInItsHistory()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string Add = Record + "/milestones";
        var form = await browser.OpenAsync(Add);
        var wrong = await PostAsync(browser, form, Add, ("Title", "Training is booked"), ("DueOn.Day", "31"), ("DueOn.Month", "2"), ("DueOn.Year", "2027"));
        Assert.Equal("Training is booked", ((IHtmlInputElement)wrong.QuerySelector("input[name=Title]")!).Value);
        Assert.Equal("#DueOn_Day", wrong.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        await SaveAsync(browser, wrong, Add, Record, ("DueOn.Day", "1"), ("DueOn.Month", "2"), ("DueOn.Year", "2020"));

        var record = await browser.OpenAsync(Record);
        var row = record.QuerySelectorAll("tbody tr").Single(one => one.TextContent.Contains("Training is booked", StringComparison.Ordinal));
        Assert.Contains("Overdue", row.TextContent, StringComparison.Ordinal);
        var done = row.QuerySelectorAll("a").Single(link => link.TextContent.StartsWith("Mark as done", StringComparison.Ordinal)).GetAttribute("href")!;
        var change = await browser.OpenAsync(done);
        Assert.NotEqual("", ((IHtmlInputElement)change.QuerySelector("[name='DoneOn.Day']")!).Value);
        await SaveAsync(browser, change, done, Record);
        var milestone = platform.Actions.Record.Milestones.Single(one => one.Title == "Training is booked");
        Assert.Equal("manager", milestone.DoneBy);

        var remove = $"{Add}/{milestone.MilestoneId}/remove";
        var unexplained = await PostAsync(browser, await browser.OpenAsync(remove), remove);
        Assert.Equal("#Reason", unexplained.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        await SaveAsync(browser, unexplained, remove, Record, ("Reason", "Booked twice."));
        var history = (await browser.OpenAsync(Record)).QuerySelector(".moj-timeline")!.TextContent;
        Assert.Contains("Milestones changed", history, StringComparison.Ordinal);
        Assert.Contains("Why: Booked twice.", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dependencies_OnAnActionThatIsDueLater_AreSavedAndPointedOutOnBoth()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var other = StandInActions.Another(61);
        var elsewhere = new Dependency { ActionId = "0198c0de-0000-7000-8000-000000009999" };
        platform.Actions.Others.Add(other);
        platform.Actions.Record.Action.DependsOn.Add(elsewhere);
        const string Address = Record + "/waits-for";
        var form = await browser.OpenAsync(Address);
        await SaveAsync(browser, form, Address, Record, ("WaitsFor", other.ActionId), ("Outside", "The national contract\n\n New software "));

        var text = (await browser.OpenAsync(Record)).QuerySelector("main")!.TextContent;
        Assert.Contains("It is due after this action.", text, StringComparison.Ordinal);
        Assert.Contains("The national contract", text, StringComparison.Ordinal);
        Assert.Contains("This action is due after it.", (await browser.OpenAsync("/partnerships/haskermoor/actions/" + other.ActionId)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // What the page did not list is not lost.
        Assert.Equal([elsewhere.ActionId, other.ActionId, "", ""], platform.Actions.Record.Action.DependsOn.Select(one => one.ActionId));
        Assert.Equal("New software", platform.Actions.Record.Action.DependsOn[3].Outside);
        Assert.True(((IHtmlInputElement)(await browser.OpenAsync(Address)).QuerySelector($"input[value='{other.ActionId}']")!).IsChecked);

        other.DependsOn.Add(new Dependency { ActionId = StandInActions.ActionId });
        var cycle = await PostAsync(browser, await browser.OpenAsync(Address), Address, ("WaitsFor", other.ActionId));
        Assert.Contains("would wait for itself", cycle.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        other.DependsOn.Clear();
        platform.Actions.Record.Action.DependsOn.Clear();
        platform.Actions.Others.Remove(other);
    }

    [Fact]
    public async Task Coverage_ThatIsNoNumber_IsRefusedAndWithOneStandsOnTheRecord()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        const string Address = Record + "/coverage";
        var wrong = await PostAsync(browser, await browser.OpenAsync(Address), Address, ("Reached", "many"), ("Of", "70"), ("What", "GP practices"));
        Assert.Contains("Enter how many are done as a whole number", wrong.QuerySelector("#Reached-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("many", ((IHtmlInputElement)wrong.QuerySelector("#Reached")!).Value);
        await SaveAsync(browser, wrong, Address, Record, ("Reached", "41"));
        Assert.Contains("41 of 70 GP practices", (await browser.OpenAsync(Record)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("70", ((IHtmlInputElement)(await browser.OpenAsync(Address)).QuerySelector("#Of")!).Value);
    }

    [Fact]
    public async Task Pause_OfALateAction_TakesItOutOfOverdueUntilItIsResumed()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string Address = Record + "/pause";
        await SaveAsync(
            browser, await browser.OpenAsync(Address), Address, Record,
            ("Reason", "Roadshows cannot be held."), ("ReviewOn.Day", "3"), ("ReviewOn.Month", "3"), ("ReviewOn.Year", "2999"));
        var paused = (await browser.OpenAsync(Record)).QuerySelector(".govuk-summary-list")!.TextContent;
        Assert.Contains("looked at again on 3 March 2999", paused, StringComparison.Ordinal);
        Assert.Contains("Roadshows cannot be held.", paused, StringComparison.Ordinal);
        Assert.DoesNotContain("days late", paused, StringComparison.Ordinal);

        await SaveAsync(browser, await browser.OpenAsync(Record + "/resume"), Record + "/resume", Record, ("Reason", "They can."));
        var resumed = await browser.OpenAsync(Record);
        Assert.Contains("days late", resumed.QuerySelector(".govuk-summary-list")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Why: They can.", resumed.QuerySelector(".moj-timeline")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_OfTheManager_AreNeitherOfferedToOthersNorTakenFromThem()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var officer = await BrowserOfOne.SignedInAsync(platform, "officer");
        var links = (await officer.OpenAsync(Record)).QuerySelectorAll("main a").Select(link => link.GetAttribute("href")).ToList();
        foreach (var step in new[] { "/pause", "/resume", "/waits-for", $"/milestones/{StandInActions.MilestoneId}/remove", $"/date-requests/{StandInActions.RequestId}" })
        {
            Assert.DoesNotContain(Record + step, links);
            await officer.OpenAsync(Record + step, HttpStatusCode.Forbidden);
        }

        Assert.Contains($"{Record}/milestones", links);
        // The manager's form, sent by somebody who has the token of their own.
        var form = await manager.OpenAsync(Record + "/pause");
        var own = await officer.OpenAsync(Record + "/coverage");
        form.QuerySelector("main input[name=__RequestVerificationToken]")!.SetAttribute("value", own.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
        using var refused = await officer.PostAsync(form, Record + "/pause", ("Reason", "Mine."), ("ReviewOn.Day", "3"), ("ReviewOn.Month", "3"), ("ReviewOn.Year", "2999"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Dependencies_AreForTheAgencyLeadOfAnAgencyThatLeadsItJointly()
    {
        var leads = platform.Actions.Record.Action.JointLeads;
        using var icb = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        using var force = await BrowserOfOne.SignedInAsync(platform, "force-officer");
        await force.OpenAsync(Record + "/waits-for");
        await icb.OpenAsync(Record + "/waits-for", HttpStatusCode.Forbidden);
        leads.Add(new Lead { AgencyId = "moors-icb" });
        await icb.OpenAsync(Record + "/waits-for");
        leads.Clear();
    }

    [Fact]
    public async Task Step_OnAnActionThatSomebodyElseChanged_SaysSoAndKeepsWhatWasTyped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        const string Address = Record + "/milestones";
        var form = await browser.OpenAsync(Address);
        platform.Actions.UpdateAsSomebodyElse("Meanwhile.");
        (string, string)[] typed = [("Title", "All trained"), ("DueOn.Day", "1"), ("DueOn.Month", "2"), ("DueOn.Year", "2999")];
        var again = await PostAsync(browser, form, Address, typed);
        Assert.Contains("Somebody else changed this action", again.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("All trained", ((IHtmlInputElement)again.QuerySelector("input[name=Title]")!).Value);
        await SaveAsync(browser, again, Address, Record);
    }

    private static async Task<IHtmlDocument> PostAsync(BrowserOfOne browser, IHtmlDocument form, string address, params (string, string)[] typed)
    {
        using var answer = await browser.PostAsync(form, address, typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    private static async Task SaveAsync(BrowserOfOne browser, IHtmlDocument form, string address, string then, params (string, string)[] typed)
    {
        using var answer = await browser.PostAsync(form, address, typed);
        Assert.Equal((HttpStatusCode.Redirect, then), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }
}
