using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;
using static Jtai.Portal.Tests.StandIns.PageWords;

namespace Jtai.Portal.Tests;

/// <summary>Preparing a statement of action: what there is to do, its parts, and who is offered what.</summary>
public class StatementPagesTests : IClassFixture<PlatformOfStandIns>
{
    private const string Statement = "/partnerships/haskermoor/statements/" + StandInStatements.StatementId;
    private const string Plan = "/partnerships/haskermoor/plan/plan";
    private readonly PlatformOfStandIns platform;

    public StatementPagesTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        platform.Statements.Reset();
    }

    [Fact]
    public async Task TaskList_ForTheManager_SaysTheStateInASentenceAndEveryTaskWithItsState()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await manager.OpenAsync(Statement);
        Assert.StartsWith("Being prepared: due Friday 11 December 2026, ", page.QuerySelector(".jtai-lead")!.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("; 1 of 2 returns, 1 of 3 sign-offs.", page.QuerySelector(".jtai-lead")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            [
                ("Dates and who sends it", "No deputy yet"), ("Calendar", "1 date to look at"), ("Sections", "1 of 3 written"), ("Returns from agencies", "1 of 2 in"), ("Comments", "1 open"),
                ("Drafts", "1 circulated"), ("Readiness", "5 things"), ("Clearances", "1 of 2 given"), ("Sign-offs", "1 of 3 given"), ("Preview, download and print", ""), ("Send it", ""),
            ],
            page.QuerySelectorAll(".govuk-task-list__item").Select(task => (Read(task.QuerySelector("a")), Read(task.QuerySelector(".govuk-task-list__status")))));
        var facts = Read(page.QuerySelector(".govuk-summary-list"));
        Assert.Contains("Report received on 20 August 2026 Date printed in the letter 28 November 2026 Later date agreed by Ofsted 11 December 2026 E-mail of the lead inspector", facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TaskList_ForAnAgencyLead_HasTheirPartsAloneAndLeadsToNothingThatIsRefused()
    {
        using var lead = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        var page = await lead.OpenAsync(Statement);
        var tasks = page.QuerySelectorAll(".govuk-task-list__item a").OfType<IHtmlAnchorElement>().ToList();
        Assert.Equal(["Calendar", "Sections", "Returns from agencies", "Comments"], tasks.Select(Read));
        foreach (var task in tasks)
        {
            await lead.OpenAsync(task.PathName);
        }

        Assert.Equal(["3. Moors Integrated Care Board"], (await lead.OpenAsync(Statement + "/sections")).QuerySelectorAll("tbody th").Select(Read));
    }

    [Theory]
    [InlineData("/arrange")]
    [InlineData("/calendar/2")]
    [InlineData("/sections/" + StandInStatements.PartOfPolice + "/author")]
    [InlineData("/returns/ask")]
    [InlineData("/drafts/circulate")]
    [InlineData("/clearances/2")]
    [InlineData("/sign-offs/on-behalf")]
    [InlineData("/sign-offs/correction")]
    [InlineData("/sign-offs/sign")]
    [InlineData("/comments/" + StandInStatements.OpenComment)]
    [InlineData("/send")]
    [InlineData("/reply")]
    [InlineData("/publication")]
    public async Task Step_OfTheManagersOrAnother_IsForbiddenForWhoeverMayNotTakeIt(string step)
    {
        using var officer = await BrowserOfOne.SignedInAsync(platform, "force-officer");
        using var answer = await officer.Client.GetAsync(Statement + step);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Forbidden, HttpStatusCode.NotFound]);
    }

    [Fact]
    public async Task Arrange_PostedByAnAgencyLead_IsRefusedAndNothingChanges()
    {
        using var lead = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        // Their own form gives the token.
        var form = await lead.OpenAsync(Statement + "/comments/add");
        using var answer = await lead.PostAsync(form, Statement + "/arrange", ("SenderId", "icb-officer"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("manager", platform.Statements.Prepared.Statement.SenderId);
    }

    [Fact]
    public async Task Arrange_WithALaterDateThatNobodyAgreed_SaysSoKeepsWhatWasTypedAndIsSavedOnceItIsSaid()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await manager.OpenAsync(Statement + "/arrange");
        (string, string)[] typed = [("LaterDueOn.Day", "18"), ("SenderId", "manager"), ("DeputySenderId", "director")];
        using var refused = await manager.PostAsync(form, Statement + "/arrange", [.. typed, ("LaterAgreed", "")]);
        var again = await ReadAsync(refused);
        Assert.Contains("Say where Ofsted agreed", again.QuerySelector(".govuk-error-summary a[href='#LaterAgreed']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("18", again.QuerySelector("input[name='LaterDueOn.Day']")!.GetAttribute("value"));
        Assert.NotNull(again.QuerySelector("select[name=DeputySenderId] option[value=director][selected]"));

        using var saved = await manager.PostAsync(again, Statement + "/arrange", [.. typed, ("LaterAgreed", "Letter of 4 October")]);
        Assert.Equal(Statement, saved.Headers.Location?.OriginalString);
        Assert.Equal(("2026-12-18", "director"), (platform.Statements.Prepared.Statement.LaterDueOn, platform.Statements.Prepared.Statement.DeputySenderId));
    }

    [Fact]
    public async Task Section_WrittenByTwo_ShowsWhatIsSavedBesideWhatWasTypedAndLosesNeither()
    {
        const string section = Statement + "/sections/" + StandInStatements.Introduction;
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await manager.OpenAsync(section);
        Assert.Contains("how children were heard", Read(form.QuerySelector(".govuk-inset-text")), StringComparison.Ordinal);
        (platform.Statements.Prepared.Sections[0].Text, platform.Statements.Prepared.Sections[0].Version) = ("Somebody else’s words.", 2);

        using var refused = await manager.PostAsync(form, section, ("Text", "My words."));
        var again = await ReadAsync(refused);
        Assert.Contains("Somebody else’s words.", again.QuerySelector("main .jtai-typed:not(.govuk-inset-text *)")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("My words.", again.QuerySelector("textarea")!.TextContent.Trim());

        using var saved = await manager.PostAsync(again, section, ("Text", "My words."));
        Assert.Equal(Statement + "/sections", saved.Headers.Location?.OriginalString);
        Assert.Equal("My words.", platform.Statements.Prepared.Sections[0].Text);
    }

    [Fact]
    public async Task Section_OfAnAgency_IsWrittenByItsLeadAndReadByOthers_WithItsTableOfActions()
    {
        const string section = Statement + "/sections/" + StandInStatements.PartOfPolice;
        using var lead = await BrowserOfOne.SignedInAsync(platform, "force-officer");
        using var owner = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await lead.OpenAsync(section);
        Assert.Contains("HSK-2026-A014", Read(form.QuerySelector("table")), StringComparison.Ordinal);
        using var saved = await lead.PostAsync(form, section, ("Text", "We trained officers."));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var read = await owner.OpenAsync(section);
        Assert.Null(read.QuerySelector("main form"));
        Assert.Contains("We trained officers.", Read(read.QuerySelector("main")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Return_AskedGivenSentBackAndNoneReceived_IsCountedAndSaidAsSuch()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var lead = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        const string ask = Statement + "/returns/ask", given = Statement + "/returns/" + StandInStatements.ReturnOfIcb, police = Statement + "/returns/" + StandInStatements.ReturnOfPolice;
        var form = await manager.OpenAsync(ask);
        using var asked = await manager.PostAsync(form, ask, ("From", "agency:haskermoor-council"), ("DueOn.Day", "10"), ("DueOn.Month", "11"), ("DueOn.Year", "2026"));
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        Assert.Contains("1 of 3 returns", Read((await manager.OpenAsync(Statement + "/returns")).QuerySelector("main")), StringComparison.Ordinal);

        using var settled = await manager.PostAsync(await manager.OpenAsync(given + "/settle"), given + "/settle", ("State", "SentBack"), ("Note", "Say how many nurses."));
        Assert.Equal(HttpStatusCode.Redirect, settled.StatusCode);
        var back = await lead.OpenAsync(given);
        Assert.Contains("Say how many nurses.", Read(back.QuerySelector("main")), StringComparison.Ordinal);
        Assert.Equal("Our nurses are trained.", back.QuerySelector("textarea")!.TextContent.Trim());
        using var again = await lead.PostAsync(back, given, ("Text", "41 nurses are trained."));
        Assert.Equal((ReturnState.Returned, "41 nurses are trained.", false), State(StandInStatements.ReturnOfIcb));

        using var typedIn = await manager.PostAsync(await manager.OpenAsync(police), police, ("Text", "By e-mail."));
        Assert.Equal((ReturnState.Returned, "By e-mail.", true), State(StandInStatements.ReturnOfPolice));
        Assert.Contains("typed in", Read((await manager.OpenAsync(Statement + "/returns")).QuerySelector("table")), StringComparison.Ordinal);

        using var without = await manager.PostAsync(await manager.OpenAsync(police + "/settle"), police + "/settle", ("State", "NoneReceived"), ("Note", ""));
        Assert.Contains("Say what is missing.", (await ReadAsync(without)).QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_OpenOnesFirst_AreNarrowedAnsweredAndEscaped()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var all = await manager.OpenAsync(Statement + "/comments");
        Assert.Equal(["On Introduction Open", "On the whole statement Declined"], all.QuerySelectorAll("main h2").Select(Read));
        Assert.Contains("Say <b>how many</b> children.", all.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Single((await manager.OpenAsync(Statement + "/comments?open=true")).QuerySelectorAll("main h2"));

        const string answer = Statement + "/comments/" + StandInStatements.OpenComment;
        using var answered = await manager.PostAsync(await manager.OpenAsync(answer), answer, ("State", "Resolved"), ("Answer", "Now it says 40."));
        Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        var page = await manager.OpenAsync(Statement + "/comments");
        Assert.Contains("Now it says 40.", Read(page.QuerySelector("main")), StringComparison.Ordinal);
        Assert.Empty((await manager.OpenAsync(Statement + "/comments?open=true")).QuerySelectorAll("main h2"));
    }

    [Theory]
    [InlineData("whole", AddCommentRequest.OnOneofCase.None)]
    [InlineData("section:" + StandInStatements.PartOfIcb, AddCommentRequest.OnOneofCase.SectionId)]
    [InlineData("action:" + StandInActions.ActionId, AddCommentRequest.OnOneofCase.ActionId)]
    public async Task Comment_OnAPart_IsSavedAsOneOnThatPart(string about, AddCommentRequest.OnOneofCase on)
    {
        using var lead = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        var form = await lead.OpenAsync($"{Statement}/comments/add?about={about}");
        Assert.NotNull(form.QuerySelector($"select[name=About] option[value='{about}']"));
        using var added = await lead.PostAsync(form, Statement + "/comments/add", ("About", about), ("Text", "Thank you."));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        Assert.Equal(on, platform.Statements.Acts.OfType<AddCommentRequest>().Single().OnCase);
    }

    [Fact]
    public async Task Calendar_ShowsConflictsAndClosures_AndADateMovedByHandBesideTheOneWorkedOut()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var moved = await manager.PostAsync(
            await manager.OpenAsync(Statement + "/calendar/5"), Statement + "/calendar/5", ("On.Day", "26"), ("On.Month", "11"), ("On.Year", "2026"));
        Assert.Equal(HttpStatusCode.Redirect, moved.StatusCode);
        var page = await manager.OpenAsync(Statement + "/calendar");
        Assert.Contains(
            "Committee or delegated decision 26 November 2026 24 November 2026, moved by hand The committee has no meeting in this week.",
            page.QuerySelectorAll("tbody tr").Select(Read).Single(row => row.StartsWith("Committee", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("School holiday: Christmas", Read(page.QuerySelector("main")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_OfAStatementThatNobodySends_HasWhatBlocksFirstAndLeadsToWhereEachIsMended()
    {
        platform.Statements.Prepared.Statement.SenderId = "";
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await manager.OpenAsync(Statement + "/readiness");
        Assert.Equal("Nobody is named to send it Stops the sending", Read(page.QuerySelector("main h2")));
        var links = page.QuerySelectorAll("main li a").OfType<IHtmlAnchorElement>().Select(link => link.PathName).ToList();
        Assert.Equal(
            [
                Statement + "/arrange", "/partnerships/haskermoor/findings/" + StandInInspections.FindingId,
                $"/partnerships/haskermoor/actions/{StandInActions.ActionId}/describe", $"{Statement}/returns/{StandInStatements.ReturnOfPolice}",
                $"{Statement}/comments/{StandInStatements.OpenComment}", Statement + "/arrange",
            ],
            links);
        foreach (var link in links)
        {
            await manager.OpenAsync(link);
        }
    }

    [Fact]
    public async Task Clearance_RecordedAndTakenBack_IsShownSo()
    {
        const string clearance = Statement + "/clearances/2";
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var given = await manager.PostAsync(
            await manager.OpenAsync(clearance), clearance, ("GivenOn.Day", "3"), ("GivenOn.Month", "11"), ("GivenOn.Year", "2026"), ("GivenBy", "Tess Lowe, section 151 officer"));
        Assert.Contains("Section 151 officer 3 November 2026 Tess Lowe", Read((await manager.OpenAsync(Statement + "/clearances")).QuerySelector("table")), StringComparison.Ordinal);
        using var back = await manager.PostAsync(
            await manager.OpenAsync(clearance), clearance, ("GivenOn.Day", ""), ("GivenOn.Month", ""), ("GivenOn.Year", ""), ("GivenBy", ""));
        Assert.Contains("Section 151 officer not yet", Read((await manager.OpenAsync(Statement + "/clearances")).QuerySelector("table")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithoutAStatement_OffersToStartOne_AndWithOneLinksToItInPlaceOfRecordingASending()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Statements.HasAny = false;
        var without = await manager.OpenAsync(Plan);
        Assert.NotNull(without.QuerySelector($"a[href='{Plan}/statement-sent']"));
        Assert.Contains("There is no statement of action here", Read((await manager.OpenAsync("/partnerships/haskermoor/statements")).QuerySelector("main")), StringComparison.Ordinal);
        var start = without.QuerySelectorAll("a").OfType<IHtmlAnchorElement>().Single(link => link.PathName == Plan + "/start-statement").PathName;
        using var started = await manager.PostAsync(await manager.OpenAsync(start), start);
        Assert.Equal(Statement, started.Headers.Location?.OriginalString);

        var with = await manager.OpenAsync(Plan);
        Assert.NotNull(with.QuerySelector($"a[href='{Statement}']"));
        Assert.Null(with.QuerySelector($"a[href='{Plan}/statement-sent']"));
    }

    private (ReturnState State, string Text, bool TypedIn) State(string returnId)
    {
        var part = platform.Statements.Prepared.Returns.Single(part => part.ReturnId == returnId);
        return (part.State, part.Text, part.TypedIn);
    }

    private static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
