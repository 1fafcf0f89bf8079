using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>What a plan still needs, its themes, shared causes and responses, who collates it, and its end.</summary>
public sealed class PlanInDepthTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Plan = "/partnerships/haskermoor/plan/plan";
    private const string Action = "/partnerships/haskermoor/actions/";

    [Fact]
    public async Task Plan_WithGaps_ListsThemWithLinksToWhereTheyAreMended()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Inspections.Others.Add(Unanswered);
        platform.Actions.Others.Add(StandInActions.Another(41, action => (action.OutcomeSought, action.SuccessMeasure, action.OwnerId) = ("Safe", "An audit", "")));
        var needs = Needs(await browser.OpenAsync(Plan));
        Assert.Equal(
            [
                "1 finding has no action and no reason why, 1 priority action among them", "2 findings have no response yet", "1 action does not say what will be different for children",
                "1 action does not say how the partnership will know", "1 action has no owner", "2 actions do not say which body answers for them", "1 request for a new date waits for a decision",
            ],
            needs.Select(need => need.Words));
        Assert.Equal($"{Plan}/findings/{Unanswered.FindingId}", needs[0].Links.Single());
        Assert.Equal($"{Action}{StandInActions.ActionId}/describe#OutcomeSought", needs[2].Links.Single());
        Assert.Equal("/partnerships/haskermoor/date-requests", needs[^1].Links.Single());
    }

    [Fact]
    public async Task Response_ThatSaysWhyNoActionAnswersIt_StandsBesideTheFindingAndClosesTheGap()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Inspections.Others.Add(Unanswered);
        var address = $"{Plan}/findings/{Unanswered.FindingId}";
        var wrong = await PostAsync(browser, await browser.OpenAsync(address), address, ("Position", "Disputed"), ("KnownBefore", "true"), ("NoActionBecause", "It was closed in May."));
        Assert.Equal(["#Words", "#KnownFrom"], wrong.QuerySelectorAll(".govuk-error-summary a").Select(link => link.GetAttribute("href")));
        Assert.True(wrong.QuerySelector("#KnownFrom")!.Closest("details")!.HasAttribute("open"));
        Assert.Equal("It was closed in May.", wrong.QuerySelector("#NoActionBecause")!.TextContent.Trim());
        await SaveAsync(
            browser, wrong, address, $"{Plan}#{Unanswered.FindingId}",
            ("Words", "Half of it."), ("KnownFrom", "The audit of March"), ("NoActionBecause", "It was closed in May."), ("By", "agency:moors-icb"),
            ("RoutedToBodyIds", "community-safety"));

        var page = await browser.OpenAsync(Plan);
        var section = page.QuerySelectorAll("section").Single(one => one.TextContent.Contains(Unanswered.Reference, StringComparison.Ordinal)).TextContent;
        Assert.Contains("Disputed by Moors Integrated Care Board.", section, StringComparison.Ordinal);
        Assert.Contains("Known before the inspection: The audit of March.", section, StringComparison.Ordinal);
        Assert.Contains("No action, because: It was closed in May.", section, StringComparison.Ordinal);
        Assert.Contains("For Community safety partnership to see", section, StringComparison.Ordinal);
        Assert.DoesNotContain(Needs(page), need => need.Words.Contains("no action", StringComparison.Ordinal));
        // Changed again, the form holds what is saved.
        Assert.Equal("The audit of March", (await browser.OpenAsync(address)).QuerySelector("#KnownFrom")!.TextContent.Trim());
    }

    [Fact]
    public async Task Theme_AddedBeforeAnother_TakesItsPlaceAndIsRemovedOnlyWhileEmpty()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var twice = await PostAsync(browser, await browser.OpenAsync(Plan + "/theme"), Plan + "/theme", ("Name", "Identification of risk"));
        Assert.Equal("#Name", twice.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        await SaveAsync(browser, twice, Plan + "/theme", Plan + "/themes", ("Name", "Leadership"), ("Position", "1"), ("LeadBodyId", "executive"));
        var themes = await browser.OpenAsync(Plan + "/themes");
        Assert.Equal(["1. Leadership", "2. Identification of risk"], themes.QuerySelectorAll("main section h2").Select(heading => heading.TextContent));
        Assert.Contains("Led by Partnership executive", themes.QuerySelector("main section")!.TextContent, StringComparison.Ordinal);

        var used = await browser.OpenAsync($"{Plan}/theme/{StandInActions.ThemeId}/remove");
        Assert.Contains("1 action stands under it", used.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(used.QuerySelectorAll("main form"));
        var empty = $"{Plan}/theme/{platform.Actions.Parts.Themes[0].ThemeId}/remove";
        await SaveAsync(browser, await browser.OpenAsync(empty), empty, Plan + "/themes");
        Assert.Single(platform.Actions.Parts.Themes);
    }

    [Fact]
    public async Task SharedCause_NamedAndGivenActions_SaysHowManyLateOnesOfEachThemeWaitForIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        foreach (var number in Enumerable.Range(51, 3))
        {
            platform.Actions.Others.Add(StandInActions.Another(number, action => (action.ThemeId, action.DueOn) = (StandInActions.ThemeId, number == 53 ? "2999-01-31" : "2021-01-31")));
        }

        var add = Plan + "/shared-cause";
        using var named = await browser.PostAsync(await browser.OpenAsync(add), add, ("Name", "No analyst"), ("Lead", "agency:moors-icb"));
        var choose = named.Headers.Location!.OriginalString;
        Assert.EndsWith("/actions", choose, StringComparison.Ordinal);
        await SaveAsync(browser, await browser.OpenAsync(choose), choose, Plan + "/shared-causes", ("ActionIds", platform.Actions.Others[0].ActionId), ("ActionIds", StandInActions.ActionId));

        var causes = (await browser.OpenAsync(Plan + "/shared-causes")).QuerySelector("main")!.TextContent;
        Assert.Contains("2 of 3 late actions of the theme “Identification of risk” wait for this cause.", causes, StringComparison.Ordinal);
        Assert.Contains("2 of 3 late actions of this theme wait for “No analyst”.", (await browser.OpenAsync(Plan + "/themes")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.True(((IHtmlInputElement)(await browser.OpenAsync(choose)).QuerySelector($"input[value='{StandInActions.ActionId}']")!).IsChecked);

        var change = choose[..^"/actions".Length];
        await SaveAsync(browser, await browser.OpenAsync(change), change, Plan + "/shared-causes", ("ResolvedOn.Day", "1"), ("ResolvedOn.Month", "11"), ("ResolvedOn.Year", "2026"));
        Assert.DoesNotContain("wait for “No analyst”", (await browser.OpenAsync(Plan + "/themes")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        platform.Actions.Record.Action.SharedCauseId = "";
    }

    [Fact]
    public async Task CollatingBodies_ThreeAtOnce_AreRefusedAndOneIsShown()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var address = Plan + "/collating-bodies";
        await SaveAsync(browser, await browser.OpenAsync(address), address, Plan, ("BodyIds", "executive"));
        Assert.Contains("Collated by Partnership executive.", (await browser.OpenAsync(Plan)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await SaveAsync(browser, await browser.OpenAsync(address), address, Plan, ("BodyIds", "executive"), ("BodyIds", "community-safety"));
    }

    [Fact]
    public async Task Plan_ClosedOnceItsActionsAreTransferred_SaysSoOffersNoWritesAndOpensAgain()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var before = platform.Actions.Record.Action.Clone();
        (string, string)[] decision =
        [
            ("ClosedOn.Day", "3"), ("ClosedOn.Month", "3"), ("ClosedOn.Year", "2026"), ("DecidedBy", "Partnership executive"), ("Reason", "All of it is embedded."),
        ];
        var close = Plan + "/close";
        var refused = await PostAsync(browser, await browser.OpenAsync(close), close, decision);
        Assert.Contains("1 actions are open", refused.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("All of it is embedded.", refused.QuerySelector("#Reason")!.TextContent.Trim());

        var transfer = Plan + "/transfer";
        var chosen = $"{StandInActions.ActionId}:{platform.Actions.Record.Action.Version}";
        await SaveAsync(browser, await browser.OpenAsync(transfer), transfer, Plan, ("Chosen", chosen), ("TransferredTo", "Neglect plan 2027"), ("Reason", "It goes on there."));
        Assert.Contains("Transferred to Neglect plan 2027", (await browser.OpenAsync(Action + StandInActions.ActionId)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await SaveAsync(browser, await browser.OpenAsync(close), close, Plan, decision);

        var closed = await browser.OpenAsync(Plan);
        Assert.Contains("This plan is closed, since 3 March 2026, by decision of Partnership executive.", closed.QuerySelector(".govuk-inset-text")!.TextContent, StringComparison.Ordinal);
        string[] writes = ["add-action", "many", "theme", "shared-cause", "collating-bodies", "transfer", "close"];
        Assert.DoesNotContain(closed.QuerySelectorAll("main a"), link => writes.Any(write => link.GetAttribute("href")!.EndsWith("/" + write, StringComparison.Ordinal)) || link.GetAttribute("href")!.Contains("/findings/", StringComparison.Ordinal) && link.GetAttribute("href")!.StartsWith(Plan, StringComparison.Ordinal));
        foreach (var write in writes)
        {
            using var answer = await browser.Client.GetAsync($"{Plan}/{write}");
            Assert.Equal((HttpStatusCode.Redirect, Plan), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        }

        string[] ofActions = ["/update", "/describe", "/pause", "/close", "/reopen", "/milestones", "/coverage", "/waits-for", "/ask-for-date", "/due-date"];
        var record = await browser.OpenAsync(Action + StandInActions.ActionId);
        Assert.DoesNotContain(record.QuerySelectorAll("main a"), link => ofActions.Any(step => link.GetAttribute("href")!.EndsWith(step, StringComparison.Ordinal)));

        await SaveAsync(browser, await browser.OpenAsync(Plan + "/reopen"), Plan + "/reopen", Plan, ("Reason", "An audit failed."));
        Assert.Empty((await browser.OpenAsync(Plan)).QuerySelectorAll(".govuk-inset-text"));
        platform.Actions.Record.Action = before;
    }

    [Fact]
    public async Task Plan_ForSomebodyElse_OffersNoneOfTheManagersPages()
    {
        using var officer = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await officer.OpenAsync(Plan);
        Assert.Null(page.QuerySelector("#needs"));
        foreach (var step in new[] { "/many", "/transfer", "/theme", "/shared-cause", "/collating-bodies", "/close", "/reopen", "/add-action", "/findings/" + StandInInspections.FindingId })
        {
            Assert.DoesNotContain(page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == Plan + step);
            await officer.OpenAsync(Plan + step, HttpStatusCode.Forbidden);
        }
    }

    private static Finding Unanswered => new()
    {
        FindingId = "0198c0de-0000-7000-8000-000000000777", InspectionId = StandInInspections.InspectionId, Reference = "HSK-2026-F77",
        Kind = FindingKind.PriorityAction, Text = "Nobody looks for children who are missing.", Paragraph = 2, Page = 3,
    };

    private static IReadOnlyList<(string Words, IReadOnlyList<string> Links)> Needs(IHtmlDocument page) =>
    [
        .. page.QuerySelectorAll("#needs + ul > li").Select(line => (
            line.FirstChild!.TextContent.Trim().TrimEnd(':'), (IReadOnlyList<string>)[.. line.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!)])),
    ];

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

    public void Dispose()
    {
        platform.Inspections.Others.Clear();
        platform.Actions.Others.Clear();
        platform.Actions.Parts.Responses.Clear();
    }
}
