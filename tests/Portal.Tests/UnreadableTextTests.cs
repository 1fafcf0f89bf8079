using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>A NUL, which no database takes, and what else is no text: in addresses and in forms.</summary>
public class UnreadableTextTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Offer = "/partnerships/haskermoor/sharing/offer";

    [Theory]
    [InlineData("/partnerships/haskermoor/actions?words=%00")]
    [InlineData("/partnerships/haskermoor/actions?words=rota%00&sort=ByDueDate")]
    [InlineData("/partnerships/haskermoor/actions?lead=%00")]
    [InlineData("/partnerships/haskermoor/actions?%00=x")]
    [InlineData("/partnerships/haskermoor?at_least=a%00@1")]
    [InlineData("/sign-in?then=%00")]
    [InlineData("/help?x=%00")]
    public async Task Address_WithANul_IsRefusedWithWords(string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(address, HttpStatusCode.BadRequest);
        Assert.Equal("There is a character that we cannot read", page.QuerySelector("h1")?.TextContent);
    }

    [Fact]
    public async Task Form_WithANul_IsRefusedWithWords()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.PostAsync(await browser.OpenAsync(Offer), Offer, ("AgencyId", "westmarch-police"), ("AgreementReference", "ISA\0-8"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("There is a character that we cannot read", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(platform.Partners.Offers);
    }

    /// <summary>Bytes that are no UTF-8 stay as they were typed, so that half a surrogate pair never arrives.</summary>
    [Theory]
    [InlineData("%ED%A0%80")]
    [InlineData("%F0%9F")]
    [InlineData("%E9")]
    public async Task Address_WithBytesThatAreNoText_TakesThemForWhatWasTyped(string words)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor/actions?words=" + words);
        Assert.Equal(words, page.QuerySelector("input[name=words]")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8", "%ED%A0%80", "%ED%A0%80")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16", "\uD800", "\uFFFD")]
    public async Task Form_WithHalfASurrogatePair_IsAnsweredWithoutIt(string contentType, string reference, string arrived)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Offer);
        var token = form.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value");
        var text = $"__RequestVerificationToken={token}&AgreementReference={reference}";
        using var body = new ByteArrayContent(contentType.EndsWith("16", StringComparison.Ordinal) ? Encoding.Unicode.GetBytes(text) : Encoding.UTF8.GetBytes(text));
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await browser.Client.PostAsync(Offer, body);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(arrived, page.QuerySelector("input[name=AgreementReference]")!.GetAttribute("value"));
    }
}
