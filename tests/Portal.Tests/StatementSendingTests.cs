using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Tests.StandIns;
using static Jtai.Portal.Tests.StandIns.PageWords;

namespace Jtai.Portal.Tests;

/// <summary>Sending a statement of action, and what follows it.</summary>
public class StatementSendingTests : IClassFixture<PlatformOfStandIns>
{
    private const string Statement = "/partnerships/haskermoor/statements/" + StandInStatements.StatementId;
    private const string Sent = "/partnerships/haskermoor/statements/" + StandInStatements.SentId;
    private const string Send = Statement + "/send";
    private readonly PlatformOfStandIns platform;

    public StatementSendingTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        platform.Statements.Reset();
        platform.Inspections.Inspection.Phase = InspectionPhase.Published;
    }

    [Fact]
    public async Task Send_InViewOfWhatIsMissing_NeedsAReasonAndIsOnItsWayThen()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await manager.OpenAsync(Send);
        var main = Read(form.QuerySelector("main"));
        Assert.Contains("To which address inspectorate@example.test By whom You, Mina Okafor", main, StringComparison.Ordinal);
        Assert.Equal(5, form.QuerySelectorAll("main ul.jtai-words li").Length);
        using var refused = await manager.PostAsync(form, Send, ("OwnMailbox", "false"), ("SentAnywayBecause", ""), ("AgainBecause", "It came back."));
        var again = await ReadAsync(refused);
        Assert.NotNull(again.QuerySelector(".govuk-error-summary a[href='#SentAnywayBecause']"));
        Assert.Equal("It came back.", again.QuerySelector("textarea[name=AgainBecause]")!.TextContent.Trim());

        using var sent = await manager.PostAsync(again, Send, ("OwnMailbox", "false"), ("SentAnywayBecause", "The deadline comes first."), ("AgainBecause", "It came back."));
        Assert.Equal(Statement, sent.Headers.Location?.OriginalString);
        var page = await manager.OpenAsync(Statement);
        Assert.Contains("Waiting to leave", Read(page.QuerySelector("table")), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".govuk-task-list"));
    }

    [Fact]
    public async Task Send_WithoutSayingHow_SendsNothing()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var refused = await manager.PostAsync(await manager.OpenAsync(Send), Send, ("SentAnywayBecause", "Late."));
        Assert.NotNull((await ReadAsync(refused)).QuerySelector(".govuk-error-summary a[href='#OwnMailbox']"));
        Assert.Empty(platform.Statements.Acts);
    }

    [Fact]
    public async Task Send_WhileNobodyIsNamed_SaysWhatStopsItAndIsRefused()
    {
        platform.Statements.Prepared.Statement.SenderId = "";
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await manager.OpenAsync(Send);
        Assert.Contains("Nobody is named to send the statement.", Read(form.QuerySelector(".govuk-warning-text")), StringComparison.Ordinal);
        Assert.Equal(["true"], form.QuerySelectorAll("input[name=OwnMailbox]").Select(way => way.GetAttribute("value")));
        using var refused = await manager.PostAsync(form, Send, ("SentAnywayBecause", "Late."), ("SentOn.Day", "20"), ("SentOn.Month", "11"), ("SentOn.Year", "2026"));
        Assert.Contains("Name who sends the statement first.", Read((await ReadAsync(refused)).QuerySelector(".govuk-error-summary")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(3 * 1024 * 1024, true)]
    [InlineData((3 * 1024 * 1024) + 1, false)]
    public async Task Send_FromTheOwnMailbox_KeepsDayNameAndAMailOfUpTo3Megabytes(int bytes, bool taken)
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await manager.OpenAsync(Send);
        using var content = new MultipartFormDataContent { { new ByteArrayContent(new byte[bytes]), "Mail", "sent.eml" } };
        foreach (var input in form.QuerySelectorAll("main form input[type=hidden]").OfType<IHtmlInputElement>())
        {
            content.Add(new StringContent(input.Value), input.Name!);
        }

        foreach (var (name, value) in new[] { ("OwnMailbox", "true"), ("SentOn.Day", "20"), ("SentOn.Month", "11"), ("SentOn.Year", "2026"), ("SentBy", "Ada Moss, director"), ("SentAnywayBecause", "Late.") })
        {
            content.Add(new StringContent(value), name);
        }

        using var answer = await manager.Client.PostAsync(Send, content);
        if (taken)
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            var act = platform.Statements.Acts.OfType<SendStatementRequest>().Single();
            Assert.Equal((true, "2026-11-20", "Ada Moss, director", bytes), (act.OwnMailbox, act.SentOn, act.SentBy, act.Mail.Length));
        }
        else
        {
            Assert.Contains("The mail must be 3 MB or smaller", Read((await ReadAsync(answer)).QuerySelector(".govuk-error-summary")), StringComparison.Ordinal);
            Assert.Empty(platform.Statements.Acts);
        }
    }

    [Fact]
    public async Task Receipt_OfASending_SaysWhatWhenByWhomToWhichAddressInTimeAndWhatWasMissing()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var receipt = Read((await manager.OpenAsync($"{Sent}/sendings/{StandInStatements.Sending}")).QuerySelector("dl"));
        Assert.All(
            [
                "On 20 November 2026, handed over on 20 November 2026 at 9am", "In time Yes. It was due on 28 November 2026", "By Mina Okafor", "To inspectorate@example.test",
                "Missing The return of Moors ICB is outstanding. Sent anyway, because: The deadline comes first.", new string('a', 64), new string('b', 64), new string('c', 64), new string('d', 64),
            ],
            words => Assert.Contains(words, receipt, StringComparison.Ordinal));
        platform.Statements.Sent.Sendings[0].DaysLate = 3;
        Assert.Contains("In time No: 3 days late", Read((await manager.OpenAsync($"{Sent}/sendings/{StandInStatements.Sending}")).QuerySelector("dl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_OfAMailThatWasNotTaken_SaysThatItWasNotSentAndWhatToDo()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await manager.OpenAsync($"{Statement}/sendings/{StandInStatements.FailedSending}");
        Assert.Contains("It was not sent. The mail server refused it (550). Send it again, or send it from your own mailbox and record that you did.", Read(page.QuerySelector(".govuk-warning-text")), StringComparison.Ordinal);
        Assert.DoesNotContain("In time Yes", Read(page.QuerySelector("dl")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Statement + "/preview?handler=word", "HSK-2026-I01-statement.docx", "a Word document in two parts")]
    [InlineData(Sent + "/sendings/" + StandInStatements.Sending + "?handler=word", "HSK-2026-I01-statement.docx", "a Word document in two parts")]
    [InlineData(Sent + "/sendings/" + StandInStatements.Sending + "?handler=mail", "mail.eml", "Dear inspector")]
    [InlineData(Sent + "?handler=reply&part=0198c0de-0000-7000-8000-0000000000b9", "mail.eml", "Dear inspector")]
    public async Task File_OfAStatement_IsAnAttachmentByteForByteAndMarkedBeforePublication(string address, string name, string content)
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var open = await manager.Client.GetAsync(address);
        Assert.Equal(("attachment", name), (open.Content.Headers.ContentDisposition!.DispositionType, open.Content.Headers.ContentDisposition.FileName!.Trim('"')));
        Assert.Equal(content, await open.Content.ReadAsStringAsync());
        Assert.Equal("nosniff", open.Headers.GetValues("X-Content-Type-Options").Single());
        platform.Inspections.Inspection.Phase = InspectionPhase.PrePublication;
        using var marked = await manager.Client.GetAsync(address);
        Assert.Equal("OFFICIAL-SENSITIVE-" + name, marked.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
    }

    [Theory]
    [InlineData(Statement + "/preview?handler=html")]
    [InlineData(Sent + "/sendings/" + StandInStatements.Sending + "?handler=html")]
    public async Task Document_AsAPage_IsSandboxedAndTheOtherPagesAreAsBefore(string address)
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var document = await manager.Client.GetAsync(address);
        Assert.Equal("text/html", document.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("sandbox; default-src 'none'; style-src 'unsafe-inline'", document.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("unsafe-none", document.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        using var page = await manager.Client.GetAsync(Statement + "/preview");
        Assert.StartsWith("default-src 'none'; script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("same-origin", page.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
    }

    [Fact]
    public async Task Statement_ThatIsSent_ShowsReplyPublicationAndNoTaskAndTakesANewReply()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await manager.OpenAsync(Sent);
        Assert.Equal("Sent on 20 November 2026, on time; the inspectorate replied.", Read(page.QuerySelector(".jtai-lead")));
        var main = Read(page.QuerySelector("main"));
        Assert.Contains("Asks for changes Received 27 November 2026 From Lena Marsh, lead inspector", main, StringComparison.Ordinal);
        Assert.Contains("Published on 25 November 2026.", main, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='https://haskermoor.example.test/statement']"));
        Assert.NotNull(page.QuerySelector("a[href='/partnerships/haskermoor/plan/plan/start-statement']"));

        using var replied = await manager.PostAsync(
            await manager.OpenAsync(Sent + "/reply"), Sent + "/reply",
            ("Kind", "Accepted"), ("ReceivedOn.Day", "29"), ("ReceivedOn.Month", "11"), ("ReceivedOn.Year", "2026"), ("From", "Lena Marsh"), ("Words", "Thank you."));
        Assert.Equal(HttpStatusCode.Redirect, replied.StatusCode);
        Assert.Contains("Accepted or endorsed Received 29 November 2026", Read((await manager.OpenAsync(Sent)).QuerySelector("main")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2999-11-28", true)]
    [InlineData("2020-11-28", false)]
    public async Task Section_OfASentStatement_IsWrittenUntilTheDateThatCounts(string countsOn, bool written)
    {
        (platform.Statements.Sent.Statement.State, platform.Statements.Sent.CountsOn) = (StatementState.Sent, countsOn);
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var section = await manager.OpenAsync($"{Sent}/sections/{StandInStatements.Introduction}");
        Assert.Equal(written, section.QuerySelector("main textarea") is not null);
        Assert.Equal(written, Read((await manager.OpenAsync(Sent)).QuerySelector("main")).Contains("a corrected version sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publication_AtAnAddressThatIsNoWebAddress_IsNoLink()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var saved = await manager.PostAsync(
            await manager.OpenAsync(Sent + "/publication"), Sent + "/publication",
            ("PublishedOn.Day", "26"), ("PublishedOn.Month", "11"), ("PublishedOn.Year", "2026"), ("PublishedUrl", "javascript:alert(1)"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Null((await manager.OpenAsync(Sent)).QuerySelector("a[href^=javascript]"));
    }

    [Fact]
    public async Task ChangesSinceWeToldOfsted_AreGroupedInWordsAndLeadToTheirAction_AndNoneAreSaidSo()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await manager.OpenAsync(Sent + "/changes");
        Assert.Contains("2 changes in the plan since the statement was sent on 20 November 2026", Read(page.QuerySelector("main")), StringComparison.Ordinal);
        Assert.Equal(["Re-dated", "Reworded"], page.QuerySelectorAll("main h3").Select(Read));
        Assert.Equal($"/partnerships/haskermoor/actions/{StandInActions.ActionId}", page.QuerySelector("main li a")!.GetAttribute("href"));
        platform.Statements.Differences.Clear();
        Assert.Contains("Nothing in the plan has changed since the statement was sent on 20 November 2026.", Read((await manager.OpenAsync(Sent + "/changes")).QuerySelector("main")), StringComparison.Ordinal);
    }

    private static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
