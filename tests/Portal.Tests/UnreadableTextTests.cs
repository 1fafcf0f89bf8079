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

    [Theory]
    [InlineData(false, "Sorry, we could not read that form")]
    [InlineData(true, "There is a character that we cannot read")]
    public async Task Form_WithANul_IsRefusedWithWords(bool multipart, string heading)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Offer);
        Dictionary<string, string> fields = new()
        {
            ["__RequestVerificationToken"] = form.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
            ["AgencyId"] = "westmarch-police",
            ["AgreementReference"] = "ISA\0-8",
        };
        using HttpContent body = multipart ? Multipart(fields) : new FormUrlEncodedContent(fields);
        using var answer = await browser.Client.PostAsync(Offer, body);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, heading), (answer.StatusCode, page.QuerySelector("h1")?.TextContent));
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
    [InlineData("utf-8", "%ED%A0%80")]
    [InlineData("utf-16", "\uFFFD")]
    public async Task Form_WithHalfASurrogatePair_IsAnsweredWithoutIt(string charset, string arrived)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Offer);
        var token = form.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value");
        var text = $"__RequestVerificationToken={token}&AgreementReference=";
        // An encoder would not write it.
        byte[] bytes = charset == "utf-8" ? Encoding.UTF8.GetBytes(text + "%ED%A0%80") : [.. Encoding.Unicode.GetBytes(text), 0x00, 0xD8];
        using var body = new ByteArrayContent(bytes);
        body.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded; charset=" + charset);
        using var answer = await browser.Client.PostAsync(Offer, body);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(arrived, page.QuerySelector("input[name=AgreementReference]")!.GetAttribute("value"));
    }

    private static MultipartFormDataContent Multipart(Dictionary<string, string> fields)
    {
        var body = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            body.Add(new StringContent(value), name);
        }

        return body;
    }
}
