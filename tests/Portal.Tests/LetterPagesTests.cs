using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Inspections.V1;
using Jtai.Portal.Journeys.Letters;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public class LetterPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Import = "/partnerships/haskermoor/inspections/" + StandInInspections.InspectionId + "/import";
    private const string Letter = "/partnerships/haskermoor/inspections/" + StandInInspections.InspectionId + "/letter";
    private const string Jobs = "/partnerships/haskermoor/letter-imports/";

    [Theory]
    [InlineData("%PDF-1.7 a letter", HttpStatusCode.Redirect)]
    [InlineData("GIF89a", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    public async Task Import_OfAFile_StartsTheJobOrSaysWhatIsWrong(string content, HttpStatusCode expected)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await ImportAsync(browser, content, null);
        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.Redirect)
        {
            Assert.Equal(Jobs + StandInInspections.Waiting, answer.Headers.Location?.OriginalString);
        }
        else
        {
            Assert.Contains("href=\"#Letter\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Import_OfPastedText_HandsItInAsATextFile()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await ImportAsync(browser, null, "Dear partnership\r\n\r\n■ Children’s records.");
        Assert.Equal(Jobs + StandInInspections.Waiting, answer.Headers.Location?.OriginalString);
        var imported = platform.Inspections.Imported.Last();
        Assert.Equal(("Pasted text", "Dear partnership\n\n■ Children’s records."), (imported.FileName, imported.Content.ToStringUtf8()));
    }

    [Theory]
    [InlineData(null, null, "#Letter", "Choose the letter, or paste its text")]
    [InlineData(null, " \r\n ", "#Letter", "Choose the letter, or paste its text")]
    [InlineData("%PDF-1.7", "Dear partnership", "#Letter", "Choose a file or paste the text, not both")]
    [InlineData(null, "GIF89a", "#Text", "The file is neither a PDF nor text.")]
    public async Task Import_OfNothingOrOfBoth_SaysSoAndKeepsTheText(string? content, string? text, string href, string error)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await ImportAsync(browser, content, text);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var line = Assert.Single(page.QuerySelectorAll(".govuk-error-summary__list a"));
        Assert.Equal((href, error), (line.GetAttribute("href")!, line.TextContent));
        Assert.Equal((text ?? "").Trim(), page.QuerySelector("#Text")!.TextContent.Trim());
    }

    [Fact]
    public async Task Import_WithADateThatTheServiceRefuses_LeadsToTheFirstOfItsBoxes()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await ImportAsync(browser, null, "Dear partnership", ("ReceivedOn.Day", "1"), ("ReceivedOn.Month", "2"), ("ReceivedOn.Year", "2099"));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var href = Assert.Single(page.QuerySelectorAll(".govuk-error-summary__list a")).GetAttribute("href")!;
        Assert.Equal(("#ReceivedOn_Day", "input"), (href, page.QuerySelector(href)!.LocalName));
        Assert.Equal("Dear partnership", Typed(page, "Text").Trim());
    }

    [Theory]
    [InlineData(0, HttpStatusCode.Redirect)]
    [InlineData(1, HttpStatusCode.OK)]
    public async Task Import_OfALongText_CountsALineBreakOnce(int tooMany, HttpStatusCode expected)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var text = new string('a', ImportModel.LongestText / 2) + "\r\n" + new string('b', (ImportModel.LongestText / 2) - 1 + tooMany);
        using var answer = await ImportAsync(browser, null, text);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(tooMany == 1, (await answer.Content.ReadAsStringAsync()).Contains("The text must be 300,000 characters or fewer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspection_WithLettersHandedIn_LeadsBackToEachJob()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor/inspections/" + StandInInspections.InspectionId);
        Assert.Equal(
            [("letter.pdf", Jobs + StandInInspections.Ready, "Ready for review"), ("draft.pdf", Jobs + StandInInspections.Waiting, "Being read")],
            page.QuerySelectorAll("main tbody tr").Select(row => (
                row.QuerySelector("a")!.TextContent,
                row.QuerySelector("a")!.GetAttribute("href")!,
                row.QuerySelector(".govuk-tag")!.TextContent.Trim())));
    }

    [Fact]
    public async Task Job_WhileItRuns_SaysItsStepAndLooksAgainByItself()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.Client.GetAsync(Jobs + StandInInspections.Waiting);
        Assert.Equal("2", Assert.Single(answer.Headers.GetValues("Refresh")));
        Assert.Contains("Step 2 of 3", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var ready = await browser.Client.GetAsync(Jobs + StandInInspections.Ready);
        Assert.Equal(Jobs + StandInInspections.Ready + "/review", ready.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Job_WhoseFileWaitsForTheScanner_SaysSinceWhen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Jobs + StandInInspections.Scanning);
        Assert.Equal("Step 1 of 3: checking the file for viruses", page.QuerySelector("[role=status]")!.TextContent);
        Assert.Contains("waits for the virus scanner since 10:02", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_InPieces_AsPortalJsSendsThem_GoesOnWhereItStoppedAndHandsInThatFile()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Import);
        Assert.Equal(Import, page.QuerySelector("#Letter")!.GetAttribute("data-upload"));
        var bytes = new byte[600_000];
        new Random(1).NextBytes(bytes);
        var id = (await AskAsync("Begin&name=letter.pdf&size=600000", [], HttpStatusCode.OK)).GetProperty("id").GetString();
        await AskAsync($"Append&file={id}&offset=0", bytes[..524_288], HttpStatusCode.OK);
        await AskAsync($"Append&file={id}&offset=0", new byte[524_289], HttpStatusCode.BadRequest);
        using var state = await browser.Client.GetAsync($"{Import}?handler=Upload&file={id}");
        using var said = JsonDocument.Parse(await state.Content.ReadAsStringAsync());
        Assert.Equal(524_288, said.RootElement.GetProperty("received").GetInt64());
        Assert.Contains("SHA-256", (await AskAsync($"Complete&file={id}&sha256=0", [], HttpStatusCode.UnprocessableEntity)).GetProperty("why").GetString(), StringComparison.Ordinal);
        await AskAsync($"Append&file={id}&offset=524288", bytes[524_288..], HttpStatusCode.OK);
        Assert.True((await AskAsync($"Complete&file={id}&sha256={Convert.ToHexStringLower(SHA256.HashData(bytes))}", [], HttpStatusCode.OK)).GetProperty("complete").GetBoolean());
        Assert.Contains("10 MB", (await AskAsync("Begin&name=letter.pdf&size=10485761", [], HttpStatusCode.UnprocessableEntity)).GetProperty("why").GetString(), StringComparison.Ordinal);

        using var both = await ImportAsync(browser, null, "Dear partnership", ("FileId", id!));
        var again = new HtmlParser().ParseDocument(await both.Content.ReadAsStringAsync());
        Assert.Equal("Choose a file or paste the text, not both", again.QuerySelector(".govuk-error-summary__list a")!.TextContent);
        Assert.Equal("", again.QuerySelector("#FileId")!.GetAttribute("value") ?? "");
        using var answer = await ImportAsync(browser, null, null, ("FileId", id!));
        Assert.Equal(Jobs + StandInInspections.Waiting, answer.Headers.Location?.OriginalString);
        Assert.Equal((id, 0), (platform.Inspections.Imported.Last().FileId, platform.Inspections.Imported.Last().Content.Length));

        async Task<JsonElement> AskAsync(string what, byte[] body, HttpStatusCode expected)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Import}?handler={what}") { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/octet-stream");
            request.Headers.Add("RequestVerificationToken", page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value"));
            using var reply = await browser.Client.SendAsync(request);
            Assert.Equal(expected, reply.StatusCode);
            return expected == HttpStatusCode.BadRequest ? default : JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;
        }
    }

    [Fact]
    public async Task Letter_Downloaded_IsAnAttachmentThatNobodyTrustsOrSaysWhyItIsNot()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Letter);
        var href = page.QuerySelectorAll("main a").Single(link => link.TextContent == "Download the letter as it came").GetAttribute("href")!;
        using (var download = await browser.Client.GetAsync(href))
        {
            Assert.Equal("%PDF-1.7\nabc", await download.Content.ReadAsStringAsync());
            Assert.Equal(
                ("application/pdf", "attachment", "Letter – final.pdf"),
                (download.Content.Headers.ContentType!.MediaType, download.Content.Headers.ContentDisposition!.DispositionType, download.Content.Headers.ContentDisposition.FileNameStar));
            Assert.StartsWith("sandbox;", Assert.Single(download.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }

        platform.Inspections.FileWaits = "This file waits for the virus scanner.";
        try
        {
            Assert.Contains("waits for the virus scanner", (await browser.OpenAsync(href)).QuerySelector(".govuk-warning-text")!.TextContent, StringComparison.Ordinal);
        }
        finally
        {
            platform.Inspections.FileWaits = null;
        }
    }

    [Fact]
    public async Task Review_WithAnItemLeftOutAndOneCorrected_ConfirmsThat()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var review = Jobs + StandInInspections.Ready + "/review";
        var page = await browser.OpenAsync(review);
        Assert.Contains("The printed deadline is a Saturday.", page.QuerySelector(".govuk-warning-text")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Referrals wait too long.", page.QuerySelector("#p2")!.TextContent.Replace("•", "", StringComparison.Ordinal).Trim());
        Assert.NotNull(page.QuerySelector("#item1 a[href='#p2']"));

        using var answer = await browser.PostAsync(page, review,
            ("Items[0].Text", "Referrals wait for too long."), ("Items[0].Kind", "PriorityAction"),
            ("Items[1].Text", "What needs to improve"), ("Items[1].Kind", "Improvement"), ("Items[1].LeaveOut", "true"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var confirmed = Assert.Single(platform.Inspections.Confirmed, request => request.ImportId == StandInInspections.Ready);
        Assert.Equal([2], confirmed.LeaveOut);
        Assert.Equal((1, "Referrals wait for too long."), (Assert.Single(confirmed.Corrections).ItemId, confirmed.Corrections[0].Text));
    }

    [Fact]
    public async Task Review_OfADoubtfulLetter_ShowsTheDoubtsFirstAndWhatWasLeftOverBesideTheLetter()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Jobs + StandInInspections.Doubtful + "/review");

        Assert.StartsWith("!", page.QuerySelector("h1 ~ form > :not(input)")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(
            ["This letter is about Otherham. This is the Haskermoor partnership.", "You already hold this letter: HSK-2026-I01, imported on 3 March 2026 as letter.pdf."],
            page.QuerySelectorAll("h1 ~ form > .govuk-warning-text strong").Select(doubt => doubt.TextContent.Replace("Warning", "", StringComparison.Ordinal).Trim()));
        Assert.Equal(
            ["This letter belongs here", "Import it again all the same"],
            page.QuerySelectorAll("h1 ~ form > .govuk-form-group label").Select(label => label.TextContent.Trim()));
        Assert.Equal("#p3", page.QuerySelector("#left1 a")!.GetAttribute("href"));
        Assert.Contains("Below the letter’s end, page 9", page.QuerySelector("#left2")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#left2 a"));
        Assert.Equal("Left-over line 1", page.QuerySelector("#p3 ~ p a[href='#left1']")!.TextContent);
        Assert.Equal(["Not a finding", "Choose where it belongs"], Chosen(page, "LeftOvers[0].Kind", "LeftOvers[1].Kind"));
        Assert.Contains("To be sent by", page.QuerySelector(".govuk-summary-list")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_With300ItemsWrong_NamesEachAndLinksToItsField()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var review = Jobs + StandInInspections.Doubtful + "/review";
        var page = await browser.OpenAsync(review);
        var texts = Enumerable.Range(0, platform.Inspections.ItemsOfDoubtful)
            .SelectMany(place => new[] { ($"Items[{place}].Text", place == 16 ? "See 943 476 5919" : ""), ($"Items[{place}].Kind", "Improvement") });
        using var answer = await browser.PostAsync(page, review, [.. texts, ("LeftOvers[0].Kind", "Unspecified"), ("LeftOvers[1].Kind", "")]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var lines = page.QuerySelectorAll(".govuk-error-summary__list a").Select(line => (line.TextContent, Href: line.GetAttribute("href")!)).ToList();
        // As many as an answer's headers hold.
        Assert.Equal(250, lines.Count);
        Assert.Equal(("Say that this letter belongs here.", "#BelongsHere"), lines[0]);
        Assert.Equal(("Say that this letter is to be imported again.", "#ImportAgain"), lines[1]);
        Assert.Equal(("Item 1: enter its text, or leave it out.", "#Items_0__Text"), lines[2]);
        Assert.Equal((Jtai.Field.NhsNumber.Refusal("Item 17"), "#Items_16__Text"), lines[18]);
        Assert.All(lines, line => Assert.Contains(page.QuerySelector(line.Href)!.LocalName, (string[])["input", "select", "textarea"]));
    }

    [Fact]
    public async Task Review_WithALeftOverLineUnanswered_LinksToItsChoice()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var review = Jobs + StandInInspections.Doubtful + "/review";
        var page = await browser.OpenAsync(review);
        using var answer = await browser.PostAsync(page, review, [.. Unchanged(page), ("BelongsHere", "true"), ("ImportAgain", "true")]);
        page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var line = Assert.Single(page.QuerySelectorAll(".govuk-error-summary__list a"));
        Assert.Equal(("Left-over line 2: choose where it belongs.", "#LeftOvers_1__Kind"), (line.TextContent, line.GetAttribute("href")!));
        Assert.NotNull(page.QuerySelector("#BelongsHere[checked]"));

        using var second = await browser.PostAsync(page, review,
            [.. Unchanged(page).Where(field => field.Name != "LeftOvers[1].Kind"), ("LeftOvers[1].Kind", "PriorityAction"), ("BelongsHere", "true"), ("ImportAgain", "true")]);
        Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
        var confirmed = platform.Inspections.Confirmed.Last();
        Assert.Equal((true, true), (confirmed.BelongsHere, confirmed.ImportAgain));
        Assert.Equal([(1, FindingKind.Unspecified), (2, FindingKind.PriorityAction)], confirmed.LeftOvers.Select(choice => (choice.LeftOverId, choice.Kind)));
        Assert.Empty(confirmed.Corrections);
    }

    [Fact]
    public async Task Review_SavedToFinishLater_OpensAsItWasLeft()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var review = Jobs + StandInInspections.Doubtful + "/review";
        var first = await browser.OpenAsync(review);
        var second = await browser.OpenAsync(review);
        Assert.Equal("?handler=save", first.QuerySelector("button[formaction]")!.GetAttribute("formaction"));
        (string, string)[] typed =
        [
            .. Unchanged(first).Where(field => field.Name is not ("Items[4].Text" or "Items[5].Text" or "Items[5].Kind" or "LeftOvers[1].Kind")),
            ("Items[4].Text", ""), ("Items[5].Text", "Half a sen"), ("Items[5].Kind", "Strength"), ("Items[5].LeaveOut", "true"), ("LeftOvers[1].Kind", "Narrative"),
        ];

        using var answer = await browser.PostAsync(first, review + "?handler=save", typed);
        Assert.Equal("/partnerships/haskermoor/inspections/" + StandInInspections.InspectionId, answer.Headers.Location?.OriginalString);

        var opened = await browser.OpenAsync(review);
        Assert.Contains("Saved by Mina Okafor on 10 November 2026 at 2:05pm", opened.QuerySelector(".govuk-inset-text")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ("", "Half a sen", "Improvement number 7."),
            (Typed(opened, "Items[4].Text"), Typed(opened, "Items[5].Text"), Typed(opened, "Items[6].Text")));
        Assert.Equal(["Strength", "From the narrative"], Chosen(opened, "Items[5].Kind", "LeftOvers[1].Kind"));
        Assert.NotNull(opened.QuerySelector("#Items_5__LeaveOut[checked]"));

        // From the page that was opened before: nothing is lost without a word.
        using var late = await browser.PostAsync(second, review + "?handler=save", [.. Unchanged(second)]);
        var words = await late.Content.ReadAsStringAsync();
        Assert.Contains("Somebody else saved this review while you had it open.", words, StringComparison.Ordinal);
        Assert.Single(platform.Inspections.Saved);
        using var again = await browser.PostAsync(
            new HtmlParser().ParseDocument(words), review + "?handler=save", [.. Unchanged(second).Where(field => field.Name != "Version")]);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    private static async Task<HttpResponseMessage> ImportAsync(
        BrowserOfOne browser, string? file, string? text, params (string Name, string Value)[] others)
    {
        var form = await browser.OpenAsync(Import);
        using var body = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll("main form input[type=hidden]").Where(input => others.All(other => other.Name != input.GetAttribute("name"))))
        {
            body.Add(new StringContent(input.GetAttribute("value") ?? ""), input.GetAttribute("name")!);
        }

        if (file is not null)
        {
            body.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "Letter", "letter.pdf");
        }

        foreach (var (name, value) in others.Append(("Text", text ?? "")))
        {
            body.Add(new StringContent(value), name);
        }

        return await browser.Client.PostAsync(Import, body);
    }

    /// <summary>The text areas and selects as they stand, which a browser sends too.</summary>
    private static IEnumerable<(string Name, string Value)> Unchanged(IHtmlDocument page) =>
        page.QuerySelectorAll("main form textarea").OfType<IHtmlTextAreaElement>().Select(area => (area.Name!, area.Value))
            .Concat(page.QuerySelectorAll("main form select").OfType<IHtmlSelectElement>().Select(select => (select.Name!, select.Value ?? "")));

    private static string Typed(IHtmlDocument page, string name) =>
        page.QuerySelectorAll("main form textarea").OfType<IHtmlTextAreaElement>().Single(area => area.Name == name).Value;

    // A browser shows the first where none is chosen.
    private static IEnumerable<string> Chosen(IHtmlDocument page, params string[] names) => names
        .Select(name => page.QuerySelectorAll("main form select").OfType<IHtmlSelectElement>().Single(select => select.Name == name).Options)
        .Select(options => (options.FirstOrDefault(option => option.HasAttribute("selected")) ?? options[0]).TextContent);

    [Fact]
    public void Letter_WithAddresseesAndSignatures_OffersFindingsOfItsBodyAlone()
    {
        Paragraph[] paragraphs =
        [
            new() { Number = 1, Text = "21 August 2026" },
            new() { Number = 2, Text = "Director of Children's Services" },
            new() { Number = 3, Text = "Dear Haskermoor Local Safeguarding Partnership" },
            new() { Number = 4, Text = "Joint targeted area inspection of Haskermoor" },
            new() { Number = 5, Text = "This letter summarises the findings." },
            new() { Number = 6, Text = "Headline findings" },
            new() { Number = 7, Text = "Children are seen often.", Heading = "Headline findings" },
            new() { Number = 8, Text = "Yours sincerely", Heading = "Headline findings" },
            new() { Number = 9, Text = "National Director", Heading = "Headline findings" },
        ];
        var none = Array.Empty<LetterMark>().ToLookup(_ => 0);
        var letter = new LetterText(paragraphs, none);
        Assert.Equal([5, 7], paragraphs.Where((_, place) => letter.IsBody(place)).Select(paragraph => paragraph.Number));

        var without = new LetterText(paragraphs[4..7], none);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(without.IsBody));
    }

    [Fact]
    public void Letter_WhoseHeadingsAreParagraphs_ShowsEachHeadingOnce()
    {
        Paragraph[] paragraphs =
        [
            new() { Number = 1, Text = "Dear partnership" },
            new() { Number = 2, Text = "Key strengths" },
            new() { Number = 3, Text = "Nurses see children at home.", Heading = "Key strengths" },
            new() { Number = 4, Text = "A finding under a heading of its own.", Heading = "Case study" },
        ];
        var letter = new LetterText(paragraphs, Array.Empty<LetterMark>().ToLookup(_ => 0));
        Assert.Equal([false, true, false, false], paragraphs.Select((_, place) => letter.IsHeading(place)));
        Assert.Equal([false, false, false, true], paragraphs.Select((_, place) => letter.BeginsHeading(place)));
    }
}
