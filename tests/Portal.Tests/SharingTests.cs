using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public class SharingTests : IClassFixture<PlatformOfStandIns>
{
    private const string Grant = "0198c0de-0000-7000-8000-0000000000aa";
    private readonly PlatformOfStandIns platform;

    public SharingTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        platform.Partners.Grants.Clear();
        platform.Partners.Grants.Add(new SharingGrant
        {
            GrantId = Grant, PartnershipId = "haskermoor", AgencyId = "westmarch-police", Level = SharingLevel.Plan,
            Capacities = { Capacity.CrossPartnershipLead }, AgreementReference = "ISA-7", ReviewOn = "2027-05-01", EndsOn = "2027-11-01",
            State = SharingGrantState.Offered, Version = 3,
        });
    }

    [Fact]
    public async Task Sharing_OfAManager_ListsGrantsAndWhoLooked()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var text = (await browser.OpenAsync("/partnerships/haskermoor/sharing")).Body!.TextContent;
        foreach (var words in new[] { "Westmarch Police", "Whole action plan", "ISA-7", "1 May 2027", "Offered", "Priya Nair, Superintendent", "All partnerships: headlines" })
        {
            Assert.Contains(words, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Offer_ThatChangesAGrant_IsFilledWithWhatItSays()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string Change = "/partnerships/haskermoor/sharing/offer?agency=westmarch-police";
        // While an offer waits there is nothing to change yet.
        Assert.Null((await browser.OpenAsync("/partnerships/haskermoor/sharing")).QuerySelector($"main a[href='{Change}']"));
        platform.Partners.Grants[0].State = SharingGrantState.Agreed;
        Assert.NotNull((await browser.OpenAsync("/partnerships/haskermoor/sharing")).QuerySelector($"main a[href='{Change}']"));
        var form = await browser.OpenAsync(Change);
        Assert.Equal(
            ("westmarch-police", "Plan", "ISA-7"),
            (((IHtmlSelectElement)form.QuerySelector("#AgencyId")!).Value, form.QuerySelector("input[name=Level]:checked")!.GetAttribute("value"), form.QuerySelector("#AgreementReference")!.GetAttribute("value")));
        Assert.Contains("What it sees already stays until then", form.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manager", "/partnerships/haskermoor/sharing", "Westmarch Police: waits for agreement since 2 November 2026")]
    [InlineData("force-lead", "/agency/sharing", "Haskermoor Safeguarding Children Partnership: waits for agreement since 2 November 2026")]
    public async Task Sharing_WithAnOfferThatWaits_IsFlaggedAtTheTop(string person, string path, string words)
    {
        platform.Partners.Grants[0].OfferedAt = Timestamp.FromDateTime(new(2026, 11, 2, 9, 0, 0, DateTimeKind.Utc));
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        Assert.Equal([words], await FlaggedAsync(browser, path));
    }

    [Theory]
    [InlineData(0, "today")]
    [InlineData(1, "in 1 day")]
    [InlineData(28, "in 28 days")]
    [InlineData(29, null)]
    [InlineData(-1, null)]
    public async Task Sharing_ThatEndsWithin28Days_IsFlaggedForBothSides(int days, string? when)
    {
        var end = DateTimeOffset.UtcNow.DateInLondon().AddDays(days);
        var grant = platform.Partners.Grants[0];
        (grant.State, grant.EndsOn) = (SharingGrantState.Agreed, end.ToIso());
        foreach (var (person, path) in new[] { ("manager", "/partnerships/haskermoor/sharing"), ("force-lead", "/agency/sharing") })
        {
            using var browser = await BrowserOfOne.SignedInAsync(platform, person);
            Assert.Equal(when, (await FlaggedAsync(browser, path)).SingleOrDefault()?.Split(", ")[^1]);
        }
    }

    [Theory]
    [InlineData(-1, 200, "was to be reviewed by {0}: ")]
    [InlineData(-1, 28, "ends on {1}, in 28 days, and was to be reviewed by {0}: ")]
    [InlineData(0, 200, null)]
    // Over, and so nothing is left to review.
    [InlineData(-9, -1, null)]
    public async Task Sharing_WhoseReviewIsLate_IsFlaggedForBothSides(int review, int end, string? words)
    {
        var today = DateTimeOffset.UtcNow.DateInLondon();
        var grant = platform.Partners.Grants[0];
        (grant.State, grant.ReviewOn, grant.EndsOn) = (SharingGrantState.Agreed, today.AddDays(review).ToIso(), today.AddDays(end).ToIso());
        var expected = words is null ? null : string.Format(CultureInfo.InvariantCulture, words, today.AddDays(review).InWords(), today.AddDays(end).InWords());
        foreach (var (person, path, what) in new[]
        {
            ("manager", "/partnerships/haskermoor/sharing", "confirm it by a new offer, or withdraw it"),
            ("force-lead", "/agency/sharing", "the partnership confirms it by a new offer, or withdraws it"),
        })
        {
            using var browser = await BrowserOfOne.SignedInAsync(platform, person);
            Assert.Equal(expected is null ? null : expected + what, (await FlaggedAsync(browser, path)).SingleOrDefault()?.Split(": ", 2)[^1]);
        }
    }

    [Fact]
    public async Task WhoLooked_AsAFile_HoldsTheWholeLog()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor/sharing");
        using var answer = await browser.Client.GetAsync("/partnerships/haskermoor/sharing" + page.QuerySelector("main a[href*=File]")!.GetAttribute("href"));
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("When (UTC),Who,Job title,Agency,As,Looked at,What it saw", lines[0]);
        Assert.Contains("Priya Nair,Superintendent,Westmarch Police", lines[1], StringComparison.Ordinal);

        using var officer = await BrowserOfOne.SignedInAsync(platform, "officer");
        await officer.OpenAsync("/partnerships/haskermoor/sharing?handler=File", HttpStatusCode.Forbidden);
    }

    private static async Task<IReadOnlyList<string>> FlaggedAsync(BrowserOfOne browser, string path) =>
        [.. (await browser.OpenAsync(path)).QuerySelectorAll("main [data-flagged] li").Select(line => line.TextContent.Trim())];

    [Fact]
    public async Task Offer_WithFaults_NamesTheFieldsAndKeepsWhatWasTyped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string path = "/partnerships/haskermoor/sharing/offer";
        var form = await browser.OpenAsync(path);
        using var answer = await browser.PostAsync(form, path, ("AgencyId", "westmarch-police"), ("Level", "Evidence"), ("EndsOn.Year", "2030"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            ["Enter the reference of the agreement.", "A grant lasts 12 months at most."],
            page.QuerySelectorAll(".govuk-error-summary__list li").Select(line => line.TextContent));
        Assert.Equal("#AgreementReference", page.QuerySelector(".govuk-error-summary__list a")?.GetAttribute("href"));
        Assert.Equal("Evidence", ((IHtmlInputElement)page.QuerySelector("input[name=Level]:checked")!).Value);
        Assert.Equal("2030", ((IHtmlInputElement)page.QuerySelector("input[name='EndsOn.Year']")!).Value);
        Assert.Equal(KeyOf(form), KeyOf(page));
    }

    [Fact]
    public async Task Offer_OfNothing_AsksForEachField()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string path = "/partnerships/haskermoor/sharing/offer";
        var form = await browser.OpenAsync(path);
        foreach (var part in new[] { "Day", "Month", "Year" })
        {
            ((IHtmlInputElement)form.QuerySelector($"input[name='EndsOn.{part}']")!).Value = "";
        }

        using var answer = await browser.PostAsync(form, path, ("AgencyId", ""));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal(["Choose the agency.", "Enter the reference of the agreement.", "Enter the end date"], page.QuerySelectorAll(".govuk-error-summary__list li").Select(line => line.TextContent));
    }

    [Fact]
    public async Task Offer_SentTwice_CarriesTheSameKeyAndIsMadeOnce()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string path = "/partnerships/haskermoor/sharing/offer";
        var form = await browser.OpenAsync(path);
        for (var times = 0; times < 2; times++)
        {
            using var answer = await browser.PostAsync(form, path, ("AgencyId", "westmarch-police"), ("AgreementReference", "ISA-8"));
            Assert.Equal("/partnerships/haskermoor/sharing", answer.Headers.Location?.OriginalString);
        }
        var keys = platform.Partners.Writes.Where(write => write.Rpc == "OfferSharingGrant").Select(write => write.Key).ToArray();
        Assert.Equal(KeyOf(form), Assert.Single(keys));
        Assert.All(platform.Partners.Offers, offer => Assert.Equal([Capacity.CrossPartnershipLead], offer.Capacities));
        Assert.Contains("Offered.", (await browser.OpenAsync("/partnerships/haskermoor/sharing")).QuerySelector(".govuk-notification-banner")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdraw_AfterSomebodyElsesChange_SaysSoAndShowsThePresentOne()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var path = $"/partnerships/haskermoor/sharing/{Grant}/withdraw";
        var form = await browser.OpenAsync(path);
        (platform.Partners.Grants[0].Version, platform.Partners.Grants[0].State) = (4, SharingGrantState.Agreed);
        using var answer = await browser.PostAsync(form, path, ("Reason", "The agreement ended"));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Somebody else changed this", page.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("The agreement ended", page.QuerySelector("textarea")!.TextContent.Trim());
        Assert.Equal("Agreed", page.QuerySelector(".govuk-summary-list .govuk-tag")!.TextContent);

        using var again = await browser.PostAsync(page, path, ("Reason", "The agreement ended"));
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact]
    public async Task Offer_ByAnActionOwner_IsForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        await browser.OpenAsync("/partnerships/haskermoor/sharing/offer", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Agree_ByTheAgency_IsWrittenInItsWorkspace()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var list = await browser.OpenAsync("/agency/sharing");
        var path = list.QuerySelector("main a.govuk-button")!.GetAttribute("href")!;
        using var answer = await browser.PostAsync(await browser.OpenAsync(path), path);
        Assert.Equal("/agency/sharing", answer.Headers.Location?.OriginalString);
        Assert.Equal("force-lead in agency:westmarch-police", Assert.Single(platform.Partners.Writes, write => write.Rpc == "AgreeSharingGrant").Tenant);
    }

    private static string KeyOf(IHtmlDocument page) => ((IHtmlInputElement)page.QuerySelector("input[name=idempotency-key]")!).Value;
}
