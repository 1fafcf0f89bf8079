using System.Net;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public class AcrossTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    [Fact]
    public async Task Matrix_OfThreeLevels_SaysWhatEachSharesAndOpensEach()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var page = await browser.OpenAsync("/across");
        var rows = page.QuerySelector("main table")!.QuerySelectorAll("tbody tr")
            .Select(row => row.QuerySelectorAll("th, td").Select(cell => cell.TextContent.Trim()).ToArray()).ToArray();
        Assert.Equal(["Haskermoor", "3", "2", "6", "25", "7", "26 November 2026, 12 working days left", "10 November 2026"], rows[0][..8]);
        Assert.Equal("Our actions: each one that your agency leads or supports, until 1 May 2027", rows[0][8]);
        Assert.Equal(["Lannick", "3", "2", "6", "25", "not shared", "none due"], rows[1][..7]);
        Assert.StartsWith("Headlines only", rows[1][8], StringComparison.Ordinal);
        Assert.Equal("no update yet", rows[2][7]);
        Assert.Equal("Overdue", page.QuerySelector("main tbody td")?.GetAttribute("data-column"));
        Assert.Equal(["All partnerships", "9", "6", "18", "75", "9"], rows[3][..6]);
        Assert.Equal("/across/haskermoor", page.QuerySelector("main tbody th a")?.GetAttribute("href"));
    }

    [Fact]
    public async Task SharedActions_OfAPartnership_SayThatItSeesOneLooked()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var page = await browser.OpenAsync("/across/haskermoor");
        Assert.Contains("It sees that you looked.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/across/haskermoor/actions/{StandInReporting.Late.ActionId}", page.QuerySelector("main tbody a")?.GetAttribute("href"));
        Assert.Null(page.QuerySelector("main tbody a.govuk-button"));
    }

    [Fact]
    public async Task SharedAction_WithMarkupInItsWords_IsText()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var page = await browser.OpenAsync($"/across/haskermoor/actions/{StandInReporting.Late.ActionId}");
        Assert.Contains("A rota of <b>three</b> officers.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Referrals wait too long.", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("The rota began.", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SharedActions_OfHeadlinesAlone_AreUnderThePartnershipsName()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        Assert.Equal("Lannick", (await browser.OpenAsync("/across/lannick")).QuerySelector("h1")?.TextContent);
    }

    [Theory]
    [InlineData("/across/lannick", HttpStatusCode.OK, "shares headlines only")]
    [InlineData("/across/slow", HttpStatusCode.ServiceUnavailable, "the service is not available")]
    [InlineData("/across/unknown", HttpStatusCode.NotFound, "Page not found")]
    public async Task SharedActions_ThatAreRefused_SayWhy(string path, HttpStatusCode status, string words)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var page = await browser.OpenAsync(path, status);
        Assert.Contains(words, page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Matrix_OfAPersonWithoutTheView_IsForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        await browser.OpenAsync("/across", HttpStatusCode.Forbidden);
    }
}
