using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Challenges: listed, raised from an action, and answered, accepted, taken further or withdrawn turn by turn.</summary>
public sealed class ChallengePagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Challenges = "/partnerships/haskermoor/challenges";
    private const string Private = $"{Challenges}/{StandInAssurance.ChallengeId}";
    private const string Answered = $"{Challenges}/{StandInAssurance.AnsweredChallengeId}";
    private const string Raise = "/partnerships/haskermoor/plan/plan/challenge";

    [Fact]
    public async Task Challenges_ThatArePrivateOrLate_SaySo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "scrutineer");
        var rows = (await browser.OpenAsync(Challenges)).QuerySelectorAll("main tbody tr");
        Assert.Contains("Private", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("days late", rows[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Private", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("HSK-2026-C01", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Challenge_Answered_IsAConversationThatSaysWhatComesNext()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "scrutineer");
        var main = (await browser.OpenAsync(Answered)).QuerySelector("main")!;
        Assert.Equal(
            ["Raised", "Taken further: chair and executive", "Answered"],
            main.QuerySelectorAll(".moj-timeline__title").Select(title => title.TextContent));
        Assert.Contains("It is with our lawyers.", main.QuerySelector(".moj-timeline")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The next step is the three safeguarding partners together.", main.TextContent, StringComparison.Ordinal);
        Assert.Contains("Accept the answer", main.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Private", main.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Challenge_ToWhoeverOnlyReadsIt_OffersNoTurn()
    {
        (platform.Assurance.MayAnswer, platform.Assurance.MayTakeFurther) = (false, false);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var main = (await browser.OpenAsync(Private)).QuerySelector("main")!;
        foreach (var (turn, words) in new[] { ("answer", "Answer"), ("escalate", "Take it further"), ("withdraw", "Withdraw it"), ("accept", "Accept the answer") })
        {
            Assert.DoesNotContain(main.QuerySelectorAll("a"), link => link.TextContent.Trim() == words);
            using var answer = await browser.Client.GetAsync($"{Private}/{turn}");
            Assert.Equal((HttpStatusCode.Redirect, Private), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        }

        Assert.DoesNotContain((await browser.OpenAsync(Challenges)).QuerySelectorAll("main a"), link => link.TextContent.Contains("Raise a challenge", StringComparison.Ordinal));
        await browser.OpenAsync(Raise, HttpStatusCode.Forbidden);
        (platform.Assurance.MayAnswer, platform.Assurance.MayTakeFurther) = (true, true);
    }

    [Fact]
    public async Task Raise_FromAnAction_SaysWhoReadsItAndKeepsWhatWasTyped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "scrutineer");
        const string address = $"{Raise}?about={StandInActions.ActionId}";
        var page = await browser.OpenAsync(address);
        Assert.Contains("the whole partnership reads all of it, these words too", page.QuerySelector(".govuk-warning-text")!.TextContent, StringComparison.Ordinal);
        Assert.True(((IHtmlInputElement)page.QuerySelector($"input[name=ActionIds][value='{StandInActions.ActionId}']")!).IsChecked);
        Assert.Equal("agency:westmarch-police", ((IHtmlSelectElement)page.QuerySelector("select[name=To]")!).Value);

        using var empty = await browser.PostAsync(page, address, ("Title", "The pathway"), ("Words", ""), ("To", "agency:westmarch-police"));
        var again = new HtmlParser().ParseDocument(await empty.Content.ReadAsStringAsync());
        Assert.Equal("#Words", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("The pathway", again.QuerySelector("[name=Title]")!.GetAttribute("value"));

        using var answer = await browser.PostAsync(
            again, address, ("Title", "The pathway"), ("Words", "There is no draft."), ("To", "agency:westmarch-police"), ("ActionIds", StandInActions.ActionId));
        Assert.Equal(Private, answer.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<RaiseChallengeRequest>().Last();
        Assert.Equal(
            ("westmarch-police", "There is no draft.", StandInActions.ActionId, ""), (sent.To.AgencyId, sent.Words, sent.ActionIds.Single(), sent.AnswerDueOn));
    }

    [Fact]
    public async Task Answer_ThatIsStale_IsShownAgainWithWhatWasTyped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        const string address = Private + "/answer";
        var page = await browser.OpenAsync(address);
        Assert.Contains("There is no draft.", page.QuerySelector(".govuk-inset-text")!.TextContent, StringComparison.Ordinal);
        using var stale = await browser.PostAsync(page, address, ("Version", "7"), ("Words", "It came on Friday."));
        var again = new HtmlParser().ParseDocument(await stale.Content.ReadAsStringAsync());
        Assert.Contains("Somebody else changed this challenge", again.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("It came on Friday.", again.QuerySelector("textarea[name=Words]")!.TextContent, StringComparison.Ordinal);

        using var answer = await browser.PostAsync(again, address, ("Version", "1"), ("Words", "It came on Friday."));
        Assert.Equal(Private, answer.Headers.Location?.OriginalString);
        Assert.Equal("It came on Friday.", platform.Assurance.Acts.OfType<AnswerChallengeRequest>().Last().Words);
    }

    [Fact]
    public async Task Escalate_OfAPrivateOne_WarnsThatThePartnershipReadsAllOfIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "scrutineer");
        var page = await browser.OpenAsync(Private + "/escalate");
        Assert.Contains("The whole partnership then reads all of it", page.QuerySelector(".govuk-warning-text")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await browser.OpenAsync(Answered + "/escalate")).QuerySelector(".govuk-warning-text"));

        using var answer = await browser.PostAsync(
            page, Private + "/escalate", ("Words", "It goes on."), ("AnswerDueOn.Day", "3"), ("AnswerDueOn.Month", "3"), ("AnswerDueOn.Year", "2099"));
        Assert.Equal(Private, answer.Headers.Location?.OriginalString);
        Assert.Equal("2099-03-03", platform.Assurance.Acts.OfType<EscalateChallengeRequest>().Last().AnswerDueOn);
    }

    [Fact]
    public async Task AcceptAndWithdraw_AreSent()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "scrutineer");
        using var accepted = await browser.PostAsync(await browser.OpenAsync(Answered + "/accept"), Answered + "/accept", ("Words", ""));
        Assert.Equal(Answered, accepted.Headers.Location?.OriginalString);
        Assert.Equal(4, platform.Assurance.Acts.OfType<AcceptAnswerRequest>().Last().ExpectedVersion);
        using var withdrawn = await browser.PostAsync(await browser.OpenAsync(Private + "/withdraw"), Private + "/withdraw", ("Words", "It came."));
        Assert.Equal(Private, withdrawn.Headers.Location?.OriginalString);
        Assert.Equal("It came.", platform.Assurance.Acts.OfType<WithdrawChallengeRequest>().Last().Words);
    }

    [Fact]
    public async Task Action_OffersToRaiseAChallengeAboutIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "scrutineer");
        var page = await browser.OpenAsync($"/partnerships/haskermoor/actions/{StandInActions.ActionId}");
        Assert.Contains(
            $"{Raise}?about={StandInActions.ActionId}",
            page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
    }
}
