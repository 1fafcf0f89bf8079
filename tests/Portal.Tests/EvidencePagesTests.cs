using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Evidence: added as a link, a look in place or a file, with and without JavaScript; read, downloaded, replaced and withdrawn.</summary>
public sealed class EvidencePagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Action = "/partnerships/haskermoor/actions/" + StandInActions.ActionId;
    private const string Add = Action + "/evidence/add";
    private const string Item = "/partnerships/haskermoor/evidence/" + StandInEvidence.EvidenceId;

    [Theory]
    [InlineData(1)]
    [InlineData(700_001)]
    public async Task Add_OfAFileWithoutJavaScript_PassesItOnInPieces(int size)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        platform.Evidence.Pieces.Clear();
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var page = await browser.OpenAsync(Add);
        // The file is the form's last field: all that stands behind it would not be read.
        Assert.Equal("file", page.QuerySelectorAll("main form[method=post] :is(input, select, textarea)").OfType<IHtmlElement>().Last().GetAttribute("type"));
        using var answer = await PostAsync(browser, page, Add, bytes, ("Shows", "The group met."), ("Held.What", "file"));

        Assert.Equal(Item, answer.Headers.Location?.OriginalString);
        var request = Assert.IsType<AddEvidenceRequest>(platform.Evidence.Acts.Last());
        Assert.Equal(("The group met.", StandInActions.ActionId, Audience.Partnership), (request.Shows, Assert.Single(request.ActionIds), request.Audience));
        Assert.Equal(bytes, platform.Evidence.Arrived[request.FileId]);
        Assert.All(platform.Evidence.Pieces.SkipLast(1), length => Assert.Equal(262_144, length));
    }

    [Fact]
    public async Task Add_OfAFileWithAnErrorBesideIt_KeepsTheFileThatHasArrived()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        using var refused = await PostAsync(browser, await browser.OpenAsync(Add), Add, [1, 2, 3], ("Shows", ""), ("Held.What", "file"));
        var again = await new HtmlParser().ParseDocumentAsync(await refused.Content.ReadAsStringAsync());
        Assert.Equal("#Shows", Assert.Single(again.QuerySelectorAll(".govuk-error-summary__list a")).GetAttribute("href"));
        Assert.Contains("Minutes.pdf has arrived.", again.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using var saved = await PostAsync(browser, again, Add, null, ("Shows", "The group met."), ("Held.What", "file"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal([1, 2, 3], platform.Evidence.Arrived[Assert.IsType<AddEvidenceRequest>(platform.Evidence.Acts.Last()).FileId]);
    }

    [Fact]
    public async Task Add_OfAFileThatIsTooLarge_SaysSoBesideIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        using var refused = await PostAsync(browser, await browser.OpenAsync(Add), Add, new byte[26_214_401], ("Shows", "X"), ("Held.What", "file"));
        var page = await new HtmlParser().ParseDocumentAsync(await refused.Content.ReadAsStringAsync());
        var line = Assert.Single(page.QuerySelectorAll(".govuk-error-summary__list a"));
        Assert.Equal(("#Held_File", "A file may have at most 25 MB."), (line.GetAttribute("href"), line.TextContent));
    }

    [Fact]
    public async Task Add_OfAFileThatNobodyChose_AsksForIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        using var refused = await PostAsync(browser, await browser.OpenAsync(Add), Add, null, ("Shows", "X"), ("Held.What", "file"));
        var page = await new HtmlParser().ParseDocumentAsync(await refused.Content.ReadAsStringAsync());
        Assert.Equal("#Held_File", Assert.Single(page.QuerySelectorAll(".govuk-error-summary__list a")).GetAttribute("href"));
    }

    [Fact]
    public async Task Add_WithoutTheFormsToken_IsRefusedBeforeTheFileIsRead()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync(Add);
        page.QuerySelector("main input[name=__RequestVerificationToken]")!.Remove();
        platform.Evidence.Pieces.Clear();
        using var answer = await PostAsync(browser, page, Add, [1, 2, 3], ("Shows", "X"), ("Held.What", "file"));
        Assert.NotEqual(Item, answer.Headers.Location?.OriginalString);
        Assert.Empty(platform.Evidence.Pieces);
    }

    [Fact]
    public async Task Add_OfALookInPlaceOrALink_SendsWhatWasChosenAlone()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        using var looked = await PostAsync(
            browser, await browser.OpenAsync(Add), Add, null, ("Shows", "Custody records."), ("Held.What", "inspected"), ("Held.Link", "https://left.example"),
            ("Held.By", "Sgt Ada Pole"), ("Held.On.Day", "1"), ("Held.On.Month", "11"), ("Held.On.Year", "2026"), ("Held.HeldWhere", "Niche"), ("More.Audience", "NamedLeads"));
        var request = Assert.IsType<AddEvidenceRequest>(platform.Evidence.Acts.Last());
        Assert.Equal(new InspectedInPlace { By = "Sgt Ada Pole", On = "2026-11-01", HeldWhere = "Niche" }, request.Inspected);
        Assert.Equal(Audience.NamedLeads, request.Audience);

        using var linked = await PostAsync(
            browser, await browser.OpenAsync(Add), Add, null, ("Shows", "A page."), ("Held.What", "link"), ("Held.Link", "https://example.org/a"));
        Assert.Equal("https://example.org/a", Assert.IsType<AddEvidenceRequest>(platform.Evidence.Acts.Last()).Link);
    }

    [Fact]
    public async Task Upload_InPieces_AsPortalJsSendsThem_ArrivesAndGoesOnWhereItStopped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var token = (await browser.OpenAsync(Add)).QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var bytes = new byte[600_000];
        new Random(1).NextBytes(bytes);
        var id = (string)(await AskAsync($"Begin&name=a.pdf&size={bytes.Length}", []))!["id"]!;
        Assert.Equal(524_288, (int)(await AskAsync($"Append&file={id}&offset=0", bytes[..524_288]))!["received"]!);
        Assert.Contains("Go on at offset 524288", (string)(await AskAsync($"Append&file={id}&offset=1048576", [1], HttpStatusCode.UnprocessableEntity))!["why"]!, StringComparison.Ordinal);
        using var state = await browser.Client.GetAsync($"{Add}?handler=Upload&file={id}");
        Assert.Equal(524_288, (int)JsonNode.Parse(await state.Content.ReadAsStringAsync())!["received"]!);
        await AskAsync($"Append&file={id}&offset=524288", bytes[524_288..]);
        Assert.True((bool)(await AskAsync($"Complete&file={id}&sha256={Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}", []))!["complete"]!);
        Assert.Equal(bytes, platform.Evidence.Arrived[id]);

        await AskAsync($"Append&file={id}&offset=0", new byte[524_289], HttpStatusCode.BadRequest);
        token = "forged";
        using var forged = await SendAsync($"Begin&name=a.pdf&size=1", []);
        Assert.False(forged.IsSuccessStatusCode);

        async Task<JsonNode?> AskAsync(string what, byte[] body, HttpStatusCode expected = HttpStatusCode.OK)
        {
            using var answer = await SendAsync(what, body);
            Assert.Equal(expected, answer.StatusCode);
            return expected == HttpStatusCode.BadRequest ? null : JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        }

        Task<HttpResponseMessage> SendAsync(string what, byte[] body)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"{Add}?handler={what}") { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/octet-stream");
            request.Headers.Add("RequestVerificationToken", token);
            return browser.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task File_OfAnItem_ComesAsAnAttachmentThatRunsNothing()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var href = (await browser.OpenAsync(Item)).QuerySelector("main a[download]")!.GetAttribute("href")!;
        using var answer = await browser.Client.GetAsync(href);
        Assert.Equal(StandInEvidence.File, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(("attachment", "Rota – Q3.pdf"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileNameStar));
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData(StandInEvidence.WaitingId, "The file is checked before anybody can open it", "Look again")]
    [InlineData(StandInEvidence.NeedsAReasonId, "We found what looks like a date of birth in this file. Take the file back, or say why no child can be known by it.", "Say why no child can be known by it")]
    [InlineData(StandInEvidence.NeedsAReasonId, "Until then nobody can open it.", "Take the file back")]
    public async Task Item_WhoseFileCannotBeOpened_SaysHowItStands(string id, string words, string link)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var address = "/partnerships/haskermoor/evidence/" + id;
        var page = await browser.OpenAsync(address);
        Assert.Contains(words, page.QuerySelector("main .govuk-inset-text")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("main a"), one => one.TextContent == link);
        Assert.Null(page.QuerySelector("main a[download]"));
        using var download = await browser.Client.GetAsync(address + "?handler=File&number=1");
        Assert.Equal(address, download.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Reason_ForAFile_IsGivenOnItsOwnPage()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var item = "/partnerships/haskermoor/evidence/" + StandInEvidence.NeedsAReasonId;
        var page = await browser.OpenAsync(item + "/reason");
        Assert.Contains("a date of birth", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var empty = await browser.PostAsync(page, item + "/reason", ("Reason", ""));
        var again = await new HtmlParser().ParseDocumentAsync(await empty.Content.ReadAsStringAsync());
        Assert.Contains("Enter the reason", again.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);

        using var answer = await browser.PostAsync(page, item + "/reason", ("Reason", "The date is an adult’s."));
        Assert.Equal(item, answer.Headers.Location!.OriginalString.Split('?')[0]);
        Assert.Equal("The date is an adult’s.", platform.Evidence.Acts.OfType<GiveReasonRequest>().Last().Reason);
        // Of a file that is checked nothing is asked.
        using var other = await browser.Client.GetAsync(Item + "/reason");
        Assert.Equal(Item, other.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Item_ThatMayNotBeOpened_SaysThatItExistsAndNoMore()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor/evidence/" + StandInEvidence.ClosedId);
        Assert.Equal("Evidence that you may not open", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("named leads only", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/partnerships/haskermoor/plan/plan/evidence")]
    [InlineData(Action + "/evidence")]
    public async Task List_OfAPlanOrAnAction_LeadsToItsItems(string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync(address);
        Assert.Equal(
            [Item, "/partnerships/haskermoor/evidence/" + StandInEvidence.ClosedId],
            page.QuerySelectorAll("main tbody th a").Select(link => link.GetAttribute("href")!));
        Assert.NotNull((await browser.OpenAsync(Action)).QuerySelector($"main a[href='{Action}/evidence']"));
    }

    [Fact]
    public async Task Withdraw_OfAnItemThatSomebodyElseChanged_KeepsTheReason()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync(Item + "/withdraw");
        using var answer = await browser.PostAsync(page, Item + "/withdraw", ("Reason", "It is of another team."), ("Version", "7"));
        var again = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        Assert.Equal(("It is of another team.", "2"), (again.QuerySelector("#Reason")!.TextContent.Trim(), again.QuerySelector("#Version")!.GetAttribute("value")));
        Assert.Contains("Somebody else changed this evidence", again.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>As a browser sends it: in the order of the page, the file last.</summary>
    private static Task<HttpResponseMessage> PostAsync(
        BrowserOfOne browser, IHtmlDocument page, string address, byte[]? file, params (string Name, string Value)[] filled)
    {
        var form = new MultipartFormDataContent();
        foreach (var input in page.QuerySelectorAll("main form[method=post] input").OfType<IHtmlInputElement>()
            .Where(input => input.Type is not ("file" or "radio") || (input.Type == "radio" && input.IsChecked))
            .Where(input => filled.All(one => one.Name != input.Name)))
        {
            form.Add(new StringContent(input.Value, Encoding.UTF8), input.Name!);
        }

        foreach (var (name, value) in filled)
        {
            form.Add(new StringContent(value, Encoding.UTF8), name);
        }

        var content = new ByteArrayContent(file ?? []);
        content.Headers.ContentType = new("application/octet-stream");
        if (file is null)
        {
            content.Headers.ContentDisposition = new("form-data") { Name = "\"Held.File\"", FileName = "\"\"" };
            form.Add(content);
        }
        else
        {
            form.Add(content, "Held.File", "Minutes.pdf");
        }

        return browser.Client.PostAsync(address, form);
    }
}
