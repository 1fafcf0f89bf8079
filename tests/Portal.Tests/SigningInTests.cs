using System.Net;
using System.Text.RegularExpressions;
using Jtai.Portal.Tests.StandIns;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

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

    [Fact]
    public async Task SignIn_InTwoTabs_ArrivesInBoth()
    {
        using var browser = new BrowserOfOne(platform);
        var first = await browser.AuthoriseAsync(await browser.StartAsync("/help"), "manager");
        var second = await browser.AuthoriseAsync(await browser.StartAsync("/glossary"), "manager");
        using var arrivedFirst = await browser.Client.GetAsync(first);
        using var arrivedSecond = await browser.Client.GetAsync(second);
        Assert.Equal(("/help", "/glossary"), (arrivedFirst.Headers.Location?.OriginalString, arrivedSecond.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Callback_OfSomebodyWhoIsSignedIn_GoesOnToThePageThatWasAskedFor()
    {
        using var browser = new BrowserOfOne(platform);
        var callback = await browser.AuthoriseAsync(await browser.StartAsync("/glossary"), "manager");
        for (var time = 0; time < 2; time++)
        {
            using var arrived = await browser.Client.GetAsync(callback);
            Assert.Equal((HttpStatusCode.Redirect, "/glossary"), (arrived.StatusCode, arrived.Headers.Location?.OriginalString));
        }

        using var guessed = await browser.Client.GetAsync("/sign-in/callback?code=stolen&state=guessed");
        Assert.Equal((HttpStatusCode.Redirect, "/"), (guessed.StatusCode, guessed.Headers.Location?.OriginalString));
        platform.Partners.EndSessionsOf("manager");
        ((MemoryCache)platform.Portal.Services.GetRequiredService<IMemoryCache>()).Clear();
        await browser.OpenAsync(callback, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public async Task SignIn_WhileAtTheProvider_IsRememberedInBoundedCookies(string scheme, bool secure)
    {
        using var browser = new BrowserOfOne(platform);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in/start");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        using var start = await browser.Client.SendAsync(request);
        Assert.StartsWith(platform.Issuer + "/authorize?", start.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", start.Headers.Location?.Query, StringComparison.Ordinal);
        Assert.Contains($"redirect_uri={scheme}%3A%2F%2Flocalhost%2Fsign-in%2Fcallback", start.Headers.Location?.Query, StringComparison.Ordinal);
        Assert.All(start.Headers.GetValues("Set-Cookie"), line =>
        {
            var cookie = SetCookieHeaderValue.Parse(line);
            Assert.StartsWith("jtai-sign-in", cookie.Name.Value, StringComparison.Ordinal);
            Assert.True(cookie.HttpOnly);
            Assert.Equal(secure, cookie.Secure);
            Assert.Equal(SameSiteMode.Lax, cookie.SameSite);
            Assert.StartsWith("/sign-in", cookie.Path.Value, StringComparison.Ordinal);
            var lifetime = cookie.MaxAge ?? cookie.Expires - DateTimeOffset.UtcNow;
            Assert.InRange(lifetime!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        });
    }

    [Fact]
    public async Task SessionCookie_OfAPerson_HoldsAnOpaqueIdAndNothingOfTheToken()
    {
        using var browser = new BrowserOfOne(platform);
        using var answer = await browser.SignInAsync("manager");
        var cookie = SetCookieHeaderValue.ParseList([.. answer.Headers.GetValues("Set-Cookie")]).Single(one => one.Name == "jtai-session");
        var format = platform.Portal.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme).TicketDataFormat;
        var ticket = format.Unprotect(cookie.Value.Value)!;
        Assert.Equal("session", Assert.Single(ticket.Principal.Claims).Type);
        Assert.Empty(ticket.Properties.GetTokens());
        Assert.DoesNotContain(ticket.Properties.Items, item => item.Value!.Contains("manager", StringComparison.Ordinal) || item.Value.Length > 40);
    }

    [Theory]
    [InlineData("&iss=http%3A%2F%2Felsewhere.example")]
    [InlineData("")]
    public async Task Callback_ThatDoesNotNameTheProviderThatWasAsked_IsRefused(string issuer)
    {
        using var browser = new BrowserOfOne(platform);
        var callback = await browser.AuthoriseAsync(await browser.StartAsync(), "manager");
        var mixedUp = Regex.Replace(callback, "(?<=[?&])iss=[^&]*&?", "", RegexOptions.None, TimeSpan.FromSeconds(1)).TrimEnd('&') + issuer;
        using var answer = await browser.Client.GetAsync(mixedUp);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("You are not signed in", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error=access_denied&error_description=secret", "Your organisation did not confirm who you are, or you stopped the sign-in.")]
    [InlineData("code=used-before", "This sign-in was used before or has run out. Start again.")]
    public async Task Callback_WithoutAGoodCode_SaysWhyAndOffersAnotherTry(string result, string why)
    {
        using var browser = new BrowserOfOne(platform);
        var state = QueryHelpers.ParseQuery((await browser.StartAsync()).Query)["state"];
        var page = await browser.OpenAsync(
            $"/sign-in/callback?{result}&state={Uri.EscapeDataString(state!)}&iss={Uri.EscapeDataString(platform.Issuer)}", HttpStatusCode.Forbidden);
        var text = page.QuerySelector("main")!.TextContent;
        Assert.Equal("You are not signed in", page.QuerySelector("h1")?.TextContent);
        Assert.Contains(why, text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal("/sign-in", page.QuerySelector("main a.govuk-button")?.GetAttribute("href"));
    }

    [Fact]
    public async Task SignIn_WhilePartnersIsAway_SaysThatTheServiceIsNotAvailable()
    {
        using var browser = new BrowserOfOne(platform);
        platform.Partners.IsAway = true;
        try
        {
            using var answer = await browser.SignInAsync("manager");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("the service is not available", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            platform.Partners.IsAway = false;
        }
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
        Assert.Equal("/sign-in?then=%2Fpartnerships%2Fhaskermoor%3Fat_least%3Da%401&ended=yes", answer.Headers.Location?.OriginalString);
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
