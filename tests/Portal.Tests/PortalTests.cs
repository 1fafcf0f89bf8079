using System.Net;
using System.Text.RegularExpressions;
using Jtai.Portal.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Jtai.Portal.Tests;

/// <summary>The portal over HTTP, as it starts.</summary>
public class PortalTests(PortalUnderTest portal) : IClassFixture<PortalUnderTest>
{
    private readonly HttpClient client = portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public static TheoryData<string> OpenPaths =>
        ["/accessibility", "/cookies", "/error/404", "/glossary", "/help", "/privacy", "/sign-in"];

    [Theory]
    [MemberData(nameof(OpenPaths))]
    public async Task OpenPage_OfNobody_IsShownUnderTheStrictPolicy(string path)
    {
        using var answer = await client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound });
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Matches("<title>[^<]+ - Joint inspection action plans</title>", html);
        Assert.Single(Regex.Matches(html, "<h1", RegexOptions.NonBacktracking));
        Assert.DoesNotMatch(@"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=", html);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Request_WithAMethodThatNoPageHas_IsNotAllowed(string method)
    {
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/help"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/sign-in/start")]
    public async Task Answer_ThatIsNoPage_IsKeptByNobodyEither(string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.True(answer.Headers.CacheControl?.NoStore, $"{answer.StatusCode} {answer.Headers.CacheControl}");
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task StrictTransport_IsDemandedOverHttpsAlone(string scheme, bool demanded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/help");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        using var answer = await client.SendAsync(request);
        Assert.Equal(demanded, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/anything-else")]
    public async Task ClosedPage_OfNobody_LeadsToSignIn(string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location?.AbsolutePath);
    }

    [Theory]
    [InlineData("/plan/HSK-2026-A014", "/sign-in/start?then=%2Fplan%2FHSK-2026-A014")]
    [InlineData("https://elsewhere.example/", "/sign-in/start")]
    [InlineData("//elsewhere.example/", "/sign-in/start")]
    public async Task SignIn_WithAnAddressToReturnTo_KeepsOnlyOurOwn(string then, string start)
    {
        var html = await client.GetStringAsync("/sign-in?then=" + Uri.EscapeDataString(then));
        Assert.Contains($"href=\"{start}\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "Sorry, we could not read that form")]
    [InlineData(403, "You cannot do this")]
    [InlineData(404, "Page not found")]
    [InlineData(429, "Too many requests")]
    [InlineData(500, "Sorry, there is a problem with the service")]
    [InlineData(503, "Sorry, the service is not available")]
    public async Task Error_OfEachKind_HasPlainWordsAndAReference(int status, string words)
    {
        using var answer = await client.GetAsync($"/error/{status}");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.Matches("quote this reference:<br><strong class=\"jtai-reference\">[0-9a-f]{32}</strong>", html);
    }

    [Theory]
    [InlineData("help@platform.example", "href=\"mailto:help@platform.example\"")]
    [InlineData("Ring 01632 960000 on working days.", "Ring 01632 960000 on working days.")]
    [InlineData("", "")]
    public async Task SupportContact_ThatIsSet_StandsOnHelpAndOnErrorPages(string contact, string shown)
    {
        using var set = portal.WithWebHostBuilder(host => host.UseSetting("Support:Contact", contact));
        using var visitor = set.CreateClient();
        foreach (var address in (string[])["/help", "/error/500"])
        {
            using var answer = await visitor.GetAsync(address);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Contains(shown, html, StringComparison.Ordinal);
            Assert.Equal(contact.Contains('@', StringComparison.Ordinal), html.Contains("Write to whoever runs the platform", StringComparison.Ordinal));
            Assert.True(contact.Length > 0 || !html.Contains("or you have none", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task SignIn_WhileTheProviderIsAway_SaysThatTheServiceIsNotAvailable()
    {
        using var answer = await client.GetAsync("/sign-in/start");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Sorry, the service is not available", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylesheet_ByTheAddressInThePage_IsKeptForAYear()
    {
        // In development files are never kept, so that a change shows.
        using var deployed = portal.WithWebHostBuilder(host => host.UseEnvironment("Production"));
        using var client = deployed.CreateClient();
        var html = await client.GetStringAsync("/help");
        var address = Regex.Match(html, "href=\"(/portal[^\"]*css[^\"]*)\"", RegexOptions.NonBacktracking).Groups[1].Value;
        using var answer = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("max-age=31536000", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylesheet_IsNotGovUks()
    {
        var css = await client.GetStringAsync("/portal.css");
        Assert.DoesNotContain("GDS Transport", css, StringComparison.Ordinal);
        Assert.DoesNotContain("@font-face", css, StringComparison.Ordinal);
        Assert.DoesNotContain("crest", css, StringComparison.Ordinal);
        Assert.DoesNotContain("crown", css, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Endpoints_OpenToAnybody_AreThoseListed()
    {
        portal.CreateClient().Dispose();
        Assert.Equal(OpenPages.Names.Append(OpenPages.Health).Order(), OpenEndpoints.Of(portal.Services));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Page_ForABrowserThatUnpacks_IsCompressed(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/help");
        request.Headers.Add("Accept-Encoding", encoding);
        using var answer = await client.SendAsync(request);
        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }
}
