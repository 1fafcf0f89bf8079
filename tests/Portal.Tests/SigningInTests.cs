using System.Net;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public class SigningInTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    [Fact]
    public async Task SignIn_OfAPerson_EndsWhereTheyWereGoing()
    {
        using var browser = new BrowserOfOne(platform);
        using var answer = await browser.SignInAsync("manager", "/partnerships/haskermoor/sharing?log=x");
        Assert.Equal("/partnerships/haskermoor/sharing?log=x", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), one => one.StartsWith("jtai-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignIn_WithSomebodyElsesAddress_EndsAtTheStart()
    {
        using var browser = new BrowserOfOne(platform);
        using var answer = await browser.SignInAsync("manager", "https://elsewhere.example/");
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignIn_OfSomebodyWithoutAccount_SaysWhy()
    {
        using var browser = new BrowserOfOne(platform);
        using var answer = await browser.SignInAsync("stranger");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("You have no account on this platform yet.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(one => one.StartsWith("jtai-session=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/sign-in/callback?code=stolen&state=guessed")]
    [InlineData("/sign-in/callback?code=stolen")]
    [InlineData("/sign-in/callback")]
    public async Task Callback_ThatThisBrowserDidNotAskFor_IsRefused(string path)
    {
        using var browser = new BrowserOfOne(platform);
        using var start = await browser.Client.GetAsync("/sign-in/start");
        using var answer = await browser.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("in another window", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manager", "/partnerships/haskermoor")]
    [InlineData("force-lead", "/across")]
    public async Task Start_OfAPersonWithOnePlace_LeadsThere(string subject, string place)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, subject);
        using var answer = await browser.Client.GetAsync("/");
        Assert.Equal(place, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Start_OfAPersonWithNoPlace_SaysWhatToDo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "nowhere");
        var page = await browser.OpenAsync("/");
        Assert.Contains("You have no role in any partnership today.", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partnership_WhereAPersonDoesNotWork_AnswersLikeOneThatDoesNotExist()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var elsewhere = await browser.OpenAsync("/partnerships/haskermoor", HttpStatusCode.NotFound);
        var none = await browser.OpenAsync("/partnerships/no-such-place", HttpStatusCode.NotFound);
        Assert.Equal(none.QuerySelector("h1")?.TextContent, elsewhere.QuerySelector("h1")?.TextContent);
        Assert.DoesNotContain("Haskermoor", elsewhere.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_ThatIsOver_LeadsToSignInAndBack()
    {
        using var browser = new BrowserOfOne(platform);
        using var signedIn = await browser.SignInAsync("manager");
        platform.Partners.EndSessionsOf("manager");
        using var answer = await browser.Client.GetAsync("/partnerships/haskermoor?at_least=a@1");
        Assert.Equal("/sign-in?then=%2Fpartnerships%2Fhaskermoor%3Fat_least%3Da%401", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignOut_ByItsForm_EndsTheSessionAtPartnersToo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var before = platform.Partners.EndedSessions;
        using var forged = await browser.Client.PostAsync("/sign-out", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        using var answer = await browser.PostAsync(await browser.OpenAsync("/sign-out"), "/sign-out");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(before + 1, platform.Partners.EndedSessions);
        using var closed = await browser.Client.GetAsync("/partnerships/haskermoor");
        Assert.Equal("/sign-in", new Uri(new Uri("http://localhost"), closed.Headers.Location!).AbsolutePath);
    }
}
