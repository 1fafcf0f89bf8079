using System.Net;
using System.Text;
using Jtai.Inspections.V1;
using Jtai.Portal.Journeys.Letters;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public class LetterPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Import = "/partnerships/haskermoor/inspections/" + StandInInspections.InspectionId + "/import";
    private const string Jobs = "/partnerships/haskermoor/letter-imports/";

    [Theory]
    [InlineData("%PDF-1.7 a letter", HttpStatusCode.Redirect)]
    [InlineData("GIF89a", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    public async Task Import_OfAFile_StartsTheJobOrSaysWhatIsWrong(string content, HttpStatusCode expected)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Import);
        using var body = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll("main form input[type=hidden]"))
        {
            body.Add(new StringContent(input.GetAttribute("value")!), input.GetAttribute("name")!);
        }

        body.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "Letter", "letter.pdf");
        using var answer = await browser.Client.PostAsync(Import, body);
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
        var confirmed = Assert.Single(platform.Inspections.Confirmed);
        Assert.Equal([2], confirmed.LeaveOut);
        Assert.Equal((1, "Referrals wait for too long."), (Assert.Single(confirmed.Corrections).ItemId, confirmed.Corrections[0].Text));
    }

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
