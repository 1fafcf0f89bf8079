using System.Net;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public class AcrossTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Evidence = "/across/tarrowshire/evidence";

    [Fact]
    public async Task Matrix_OfThreeLevels_SaysWhatEachSharesAndOpensEach()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var page = await browser.OpenAsync("/across");
        var rows = page.QuerySelector("main table")!.QuerySelectorAll("tbody tr")
            .Select(row => row.QuerySelectorAll("th, td").Select(cell => (cell.QuerySelector("a[data-counts]")?.FirstChild ?? cell).TextContent.Trim()).ToArray()).ToArray();
        Assert.Equal(
            "1 of our 9 actions is overdue. 2 statements of action are late and not recorded as sent. 9 of all 75 actions are overdue, in 3 of 3 partnerships.",
            page.QuerySelector(".jtai-lead")?.TextContent);
        Assert.Equal(
            ["Ours overdue", "Overdue", "At risk", "Due soon", "Our actions", "All actions"],
            page.QuerySelector("main tbody tr")!.QuerySelectorAll("td").Take(6).Select(cell => cell.GetAttribute("data-column")!));
        Assert.Equal(["Haskermoor", "1", "3", "2", "6", "7", "25", "26 November 2026, 12 working days left, being prepared", "our return by 20 November 2026", "10 November 2026"], rows[0][..10]);
        Assert.Equal("Our actions: each one that your agency leads or supports, until 1 May 2027", rows[0][10]);
        Assert.Equal(["Lannick", "not shared", "3", "2", "6", "not shared", "25", "none due", "not shared"], rows[1][..9]);
        Assert.StartsWith("Headlines only", rows[1][10], StringComparison.Ordinal);
        Assert.Equal(["30 September 2026, not sent, 41 days late, being prepared, and 1 more late", "our return by 20 November 2026, our sign-off", "no update yet"], rows[2][7..10]);
        Assert.Equal(
            ["All partnerships", "1 in 2 of 3 partnerships", "9", "6", "18", "9 in 2 of 3 partnerships", "75", "2 late and not sent"], rows[3][..8]);
        Assert.Contains("Lannick shares headlines only, so what is ours there is in no figure.", page.Body!.TextContent, StringComparison.Ordinal);
        // What is shared opens; what is not has no list to open.
        Assert.Equal(
            [2, 0, 6],
            page.QuerySelector("main table")!.QuerySelectorAll("tbody tr").SkipLast(1).Select(row => row.QuerySelectorAll("a[data-counts]").Length));
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
    public async Task SharedActions_OfAPersonWhoWorksThere_AreUpdatedInThePartnership()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-officer");
        var update = $"/partnerships/haskermoor/actions/{StandInReporting.Late.ActionId}/update";
        var list = await browser.OpenAsync("/across/haskermoor");
        Assert.Equal(update, list.QuerySelector("main tbody a.govuk-button")?.GetAttribute("href"));
        var action = await browser.OpenAsync($"/across/haskermoor/actions/{StandInReporting.Late.ActionId}");
        Assert.Equal(update, action.QuerySelector("main a.govuk-button")?.GetAttribute("href"));
    }

    [Fact]
    public async Task Start_OfAPersonWhoLooksAcross_IsAllPartnershipsAndTheChoiceIsOneClickAway()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-officer");
        using var start = await browser.Client.GetAsync("/");
        Assert.Equal("/across", start.Headers.Location?.OriginalString);
        var across = await browser.OpenAsync("/across");
        var choice = await browser.OpenAsync(across.QuerySelector(".moj-organisation-nav__link")!.GetAttribute("href")!);
        Assert.Equal("Choose where to work", choice.QuerySelector("h1")?.TextContent);
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
    public async Task SharedEvidence_OfAPartnership_SaysWhatMayBeOpenedAndHowEachFileStands()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        Assert.Equal(Evidence, (await browser.OpenAsync($"/across/haskermoor/actions/{StandInReporting.Late.ActionId}"))
            .QuerySelectorAll("main a").Single(link => link.TextContent == "Evidence of this action").GetAttribute("href")!.Split('?')[0].Replace("haskermoor", "tarrowshire", StringComparison.Ordinal));
        var page = await browser.OpenAsync(Evidence);
        var rows = page.QuerySelectorAll("main tbody tr");
        Assert.Contains("The rota of <b>the last</b> quarter", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("/across/tarrowshire/actions/" + StandInActions.ActionId, rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.NotNull(rows[0].QuerySelector("a[download]"));
        Assert.Null(rows[1].QuerySelector("a[download]"));
        Assert.Contains("Being checked", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Evidence that you may not open", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("What it holds is not shared with you", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("The partnership sees each file that you open.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{Evidence}?sheet=2", page.QuerySelector(".govuk-pagination__next a")!.GetAttribute("href"));
        Assert.Contains("No files are shared.", (await browser.OpenAsync("/across/haskermoor/evidence")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SharedEvidence_Downloaded_IsAnAttachmentThatSaysItsMarking()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var href = (await browser.OpenAsync(Evidence)).QuerySelector("main a[download]")!.GetAttribute("href")!;
        using var answer = await browser.Client.GetAsync(href);
        Assert.Equal((HttpStatusCode.OK, "attachment", "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentDisposition?.DispositionType, answer.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("OFFICIAL-SENSITIVE-", answer.Content.Headers.ContentDisposition?.FileNameStar, StringComparison.Ordinal);
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(StandInEvidence.File, await answer.Content.ReadAsByteArrayAsync());
        await browser.OpenAsync($"{Evidence}?handler=File&item={StandInEvidence.WaitingId}", HttpStatusCode.NotFound);
        await browser.OpenAsync($"{Evidence}?handler=File&item={StandInEvidence.ClosedId}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task SharedEvidence_OfHeadlinesAlone_IsThePageThatSaysSo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        using var answer = await browser.Client.GetAsync("/across/lannick/evidence");
        Assert.Equal("/across/lannick", answer.Headers.Location?.OriginalString);
        await browser.OpenAsync("/across/unknown/evidence", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Matrix_OfAPersonWithoutTheView_IsForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        await browser.OpenAsync("/across", HttpStatusCode.Forbidden);
    }
}
