using System.Net;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>A new date is asked for by the owner, and decided by the manager or taken back.</summary>
public sealed class DatesAskedForTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Record = "/partnerships/haskermoor/actions/" + StandInActions.ActionId;
    private const string Requests = "/partnerships/haskermoor/date-requests";
    private const string Ask = Record + "/ask-for-date";

    [Fact]
    public async Task DateAskedFor_TakenBackAskedAgainDeclinedAndApproved_MovesTheDateOnce()
    {
        using var officer = await BrowserOfOne.SignedInAsync(platform, "officer");
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var first = platform.Actions.Record.DateRequests.Single();
        var own = await officer.OpenAsync(Requests);
        Assert.Contains("1 request waits", own.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var takeBack = own.QuerySelectorAll("main table a").Single(link => link.TextContent.StartsWith("Take back", StringComparison.Ordinal)).GetAttribute("href")!;
        using var taken = await officer.PostAsync(await officer.OpenAsync(takeBack), takeBack);
        Assert.Equal((HttpStatusCode.Redirect, Record), (taken.StatusCode, taken.Headers.Location?.OriginalString));
        Assert.Equal(DateRequestState.TakenBack, first.State);

        Assert.Contains(Ask, (await officer.OpenAsync(Record)).QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        await AskAsync(officer);
        // One at a time: it is no longer offered.
        Assert.DoesNotContain(Ask, (await officer.OpenAsync(Record)).QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        var decide = (await manager.OpenAsync(Requests)).QuerySelectorAll("main table a").Single(link => link.TextContent.StartsWith("Decide", StringComparison.Ordinal)).GetAttribute("href")!;
        using var unexplained = await manager.PostAsync(await manager.OpenAsync(decide), decide, ("Approved", "no"));
        var again = new HtmlParser().ParseDocument(await unexplained.Content.ReadAsStringAsync());
        Assert.Equal("#Words", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.True(again.QuerySelector("input[name=Approved][value=no]")!.HasAttribute("checked"));
        using var declined = await manager.PostAsync(again, decide, ("Words", "Too late."));
        Assert.Equal(Requests, declined.Headers.Location?.OriginalString);
        Assert.Equal("2020-09-30", platform.Actions.Record.Action.DueOn);
        var record = (await officer.OpenAsync(Record)).QuerySelector("main")!.TextContent;
        Assert.Contains("Declined: Too late.", record, StringComparison.Ordinal);
        Assert.Contains("Request for a new date declined or taken back", record, StringComparison.Ordinal);
        // Gone back to, the decision is told and not asked for.
        var settled = await manager.OpenAsync(decide);
        Assert.Contains("Nothing is left to decide here", settled.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(settled.QuerySelectorAll("input[name=Approved]"));

        await AskAsync(officer);
        decide = (await manager.OpenAsync(Requests)).QuerySelectorAll("main table a").Single(link => link.TextContent.StartsWith("Decide", StringComparison.Ordinal)).GetAttribute("href")!;
        using var nothing = await manager.PostAsync(await manager.OpenAsync(decide), decide);
        Assert.Equal("#Approved", new HtmlParser().ParseDocument(await nothing.Content.ReadAsStringAsync()).QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        using var approved = await manager.PostAsync(await manager.OpenAsync(decide), decide, ("Approved", "yes"));
        Assert.Equal(HttpStatusCode.Redirect, approved.StatusCode);
        Assert.Equal(("2999-03-03", "2020-08-31"), (platform.Actions.Record.Action.DueOn, platform.Actions.Record.Action.OriginalDueOn));
        Assert.Contains("No request waits for your decision", (await manager.OpenAsync(Requests)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TakeBack_OfWhatSomebodyElseAsked_IsNotTheirs()
    {
        using var other = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        await other.OpenAsync($"{Record}/date-requests/{StandInActions.RequestId}/take-back", HttpStatusCode.Forbidden);
        await other.OpenAsync($"{Record}/date-requests/{StandInActions.RequestId}", HttpStatusCode.Forbidden);
    }

    private static async Task AskAsync(BrowserOfOne officer)
    {
        using var wrong = await officer.PostAsync(await officer.OpenAsync(Ask), Ask, ("To.Day", "3"), ("To.Month", "March"), ("To.Year", "2999"), ("Explanation", "Posts."));
        var again = new HtmlParser().ParseDocument(await wrong.Content.ReadAsStringAsync());
        Assert.Equal("#Reason", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("Posts.", again.QuerySelector("textarea[name=Explanation]")!.TextContent.Trim());
        using var asked = await officer.PostAsync(again, Ask, ("Reason", "CapacityOrStaffing"), ("Explanation", "Posts."));
        Assert.Equal((HttpStatusCode.Redirect, Record), (asked.StatusCode, asked.Headers.Location?.OriginalString));
    }
}
