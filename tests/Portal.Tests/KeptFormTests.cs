using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Portal.Tests.StandIns;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Portal.Tests;

/// <summary>A session's end loses nobody's words, and shows them to nobody else.</summary>
public sealed class KeptFormTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Describe = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}/describe";

    private static readonly (string, string)[] Typed =
    [
        ("Title", "A title that was typed"), ("Description", "Line one\r\nline two"), ("SupportingAgencyIds", "moors-icb"), ("Reason", "Because."),
    ];

    [Fact]
    public async Task Post_AfterTheSessionsEnd_ComesBackFilledToTheSamePersonWithNothingSaved()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Describe);
        ((IHtmlInputElement)page.QuerySelector("input[name=FindingIds]")!).IsChecked = false;
        EndSessionsOf("manager");
        using var answer = await browser.PostAsync(page, Describe, Typed);
        var signIn = answer.Headers.Location!.OriginalString;
        var why = await browser.OpenAsync(signIn);
        Assert.Contains("What you typed is kept for an hour.", why.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(platform.Partners.KeptText, text => text.Contains("typed", StringComparison.Ordinal));

        using var signedIn = await browser.SignInAsync("manager", Then(signIn));
        var filled = await browser.OpenAsync(signedIn.Headers.Location!.OriginalString);
        Assert.Contains("this form was not saved", filled.QuerySelector(".govuk-notification-banner")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Error:", filled.Title, StringComparison.Ordinal);
        Assert.Equal("A title that was typed", Value(filled, "Title"));
        Assert.Equal("Line one\nline two", filled.QuerySelector("textarea[name=Description]")!.TextContent.Trim().ReplaceLineEndings("\n"));
        Assert.Equal(["moors-icb"], Ticked(filled, "SupportingAgencyIds"));
        // The page had ticked it, and its person took the tick away.
        Assert.Empty(Ticked(filled, "FindingIds"));
        Assert.Equal((Value(page, "Version"), Value(page, "idempotency-key")), (Value(filled, "Version"), Value(filled, "idempotency-key")));
        Assert.NotEqual(Value(page, "__RequestVerificationToken"), Value(filled, "__RequestVerificationToken"));
        Assert.DoesNotContain(platform.Actions.Acts, act => act is Jtai.Actions.V1.DescribeActionRequest);
    }

    [Fact]
    public async Task KeptForm_OfSomebodyElse_FillsNothing()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        const string Update = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}/update";
        var page = await browser.OpenAsync(Update);
        EndSessionsOf("officer");
        using var answer = await browser.PostAsync(page, Update, ("Narrative", "For Asha's eyes."));
        using var signedIn = await browser.SignInAsync("manager", Then(answer.Headers.Location!.OriginalString));
        var others = await browser.OpenAsync(signedIn.Headers.Location!.OriginalString);
        Assert.Equal("", others.QuerySelector("textarea[name=Narrative]")!.TextContent.Trim());
        Assert.Empty(others.QuerySelectorAll(".govuk-notification-banner"));
    }

    [Fact]
    public async Task Post_WithTheTokenOfAnotherSession_ComesBackFilledAndCanBeSaved()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Describe);
        // Renewed in another tab.
        using var again = await browser.SignInAsync("manager");
        using var answer = await browser.PostAsync(page, Describe, Typed);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var filled = await browser.OpenAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal("A title that was typed", Value(filled, "Title"));
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.BadRequest)]
    [InlineData("same-origin", HttpStatusCode.Redirect)]
    public async Task Post_WithoutAToken_IsKeptOnlyFromOurOwnPages(string from, HttpStatusCode expected)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var request = new HttpRequestMessage(HttpMethod.Post, Describe) { Content = new FormUrlEncodedContent([new("Title", "Forged")]) };
        request.Headers.Add("Sec-Fetch-Site", from);
        using var answer = await browser.Client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Post_OfMoreThanCanBeKept_SaysSo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Describe);
        EndSessionsOf("manager");
        using var answer = await browser.PostAsync(page, Describe, ("Description", Convert.ToBase64String(RandomNumberGenerator.GetBytes(150_000))));
        var why = await browser.OpenAsync(answer.Headers.Location!.OriginalString);
        Assert.Contains("What you typed could not be kept", why.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    private void EndSessionsOf(string subject)
    {
        platform.Partners.EndSessionsOf(subject);
        // The portal asks again after a few seconds.
        ((MemoryCache)platform.Portal.Services.GetRequiredService<IMemoryCache>()).Clear();
    }

    private static string Then(string signIn) => QueryHelpers.ParseQuery(new Uri(new Uri("http://localhost"), signIn).Query)["then"]!;

    private static string? Value(IHtmlDocument page, string name) => page.QuerySelector($"main form input[name={name}]")?.GetAttribute("value");

    private static IEnumerable<string?> Ticked(IHtmlDocument page, string name) =>
        page.QuerySelectorAll($"input[name={name}]").Where(input => input.HasAttribute("checked")).Select(input => input.GetAttribute("value"));
}
