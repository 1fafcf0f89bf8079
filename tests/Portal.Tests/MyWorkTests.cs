using AngleSharp.Dom;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Tests;

/// <summary>My work: what waits for whom, why, and where it is seen to; and what the overview says of statements and pauses.</summary>
public class MyWorkTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Home = "/partnerships/haskermoor";
    private const string Statement = Home + "/statements/" + StandInReporting.StatementId;

    [Fact]
    public async Task MyWork_InAPartnership_SaysWhatIsDueFirstWhyAndWhereItIsSeenTo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync(Home + "/my-work");
        Assert.Equal("26 things", page.QuerySelector("[data-total]")?.TextContent);
        Assert.Equal(
            [
                ("Action: HSK-2026-A014 Answer <every> referral", $"{Home}/actions/{StandInReporting.Late.ActionId}"),
                ("Return for the statement of action: Westmarch Police", Statement + "/returns/0198c0de-0000-7000-8000-0000000000c2"),
                ("Sign-off of the statement of action: Westmarch Police", "/partnerships/tarrowshire/statements/" + StandInReporting.StatementId + "/sign-offs"),
            ],
            page.QuerySelectorAll("main tbody th a").Select(link => (link.TextContent.Trim(), link.GetAttribute("href")!)));
        Assert.Equal(
            ["30 September 2026", "41 days late; no update in the last 90 days; you own it", ""],
            page.QuerySelector("main tbody tr")!.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("waits for your agency’s sign-off; as deputy for Jane Roe", page.QuerySelector("main tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll(".govuk-pagination a"), link => link.GetAttribute("href") == Home + "/my-work?list=ToDo&sheet=2");
        Assert.Equal(["To do"], page.QuerySelectorAll(".moj-sub-navigation [aria-current]").Select(link => link.TextContent));
    }

    [Theory]
    [InlineData("?list=WaitingOnOthers", "You wait for nobody.")]
    [InlineData("?list=Done", "Update: HSK-2026-A014")]
    [InlineData("?list=nonsense&sheet=nonsense", "41 days late")]
    public async Task MyWork_OfEachList_ShowsIt(string query, string words)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync(Home + "/my-work" + query);
        Assert.Contains(words, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MyWork_BeyondItsLastPage_IsTheFirst()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        using var answer = await browser.Client.GetAsync(Home + "/my-work?sheet=9");
        Assert.Equal(Home + "/my-work?list=ToDo&sheet=1", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task MyWork_AcrossPartnerships_NamesEachAndLinksOnlyWhereOneMayGo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var across = await browser.OpenAsync("/across");
        var page = await browser.OpenAsync(across.QuerySelector("main tbody a[href='/my-work']")!.GetAttribute("href")!);
        Assert.Equal(["Haskermoor", "Haskermoor", "Tarrowshire"], page.QuerySelectorAll("main tbody tr").Select(row => row.QuerySelector("td")!.TextContent));
        Assert.Equal(
            [$"/across/haskermoor/actions/{StandInReporting.Late.ActionId}"],
            page.QuerySelectorAll("main tbody th a").Select(link => link.GetAttribute("href")!));
        Assert.Contains("sees who in your agency looked", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_OfAnAgencyLeadWhoHasWork_SaysHowMuchWaitsAndOpensIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-officer");
        var page = await browser.OpenAsync(Home);
        var link = page.QuerySelectorAll("main a[data-counts]").First(one => one.TextContent == "26 things wait");
        Assert.Equal(Home + "/my-work", link.GetAttribute("href"));
        Assert.Contains("the first due on 30 September 2026", link.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_WithAStatementBeingPrepared_SaysReturnsSignOffsAndDaysAndLeadsToIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Reporting.Besides = overview =>
        {
            overview.Statements.Add(new StatementStanding
            {
                StatementId = StandInReporting.StatementId, PlanId = "a1", Number = 1, State = Jtai.Actions.V1.StatementState.BeingPrepared, DueOn = "2026-11-11",
                Returns = 9, ReturnsAsked = 11, ReturnsOverdue = 2, SignOffs = 1, SignOffsNeeded = 3,
            });
            overview.StatementsUnsent.Clear();
            overview.StatementsUnsent.Add(new UnsentStatement { InspectionId = "b1", PlanId = "a1", DueOn = "2026-11-11", DueInWorkingDays = 1 });
            overview.Counts.Paused = 2;
            overview.DueSoonDays = 14;
        };
        var page = await browser.OpenAsync(Home);
        platform.Reporting.Besides = null;
        var line = page.QuerySelector(".jtai-statement a")!;
        Assert.Equal(
            ("Statement of action being prepared: due Wednesday 11 November 2026, due tomorrow; 9 of 11 returns, 2 late; 1 of 3 sign-offs", Statement),
            (line.TextContent, line.GetAttribute("href")));
        Assert.Equal(Statement, page.QuerySelector(".jtai-lead + ul a")!.GetAttribute("href"));
        Assert.Equal(
            ["due within 14 days", "paused"],
            page.QuerySelectorAll(".jtai-figures__label").Select(label => label.TextContent).Where(label => label is "due within 14 days" or "paused"));
        Assert.Contains(page.QuerySelectorAll(".jtai-figures a"), link => link.GetAttribute("href") == Home + "/actions?only=Paused");
        Assert.Contains("2 actions are paused, and are in no bar", page.Body!.TextContent, StringComparison.Ordinal);
    }

    public static TheoryData<StatementStanding, string> Standings => new()
    {
        {
            new() { Number = 1, DueOn = "2026-11-26", ReturnsAskedOfUs = 1, OurReturnDueOn = "2026-11-20" },
            "Statement of action being prepared: due Thursday 26 November 2026, 12 working days left; asked of us: our return by 20 November 2026"
        },
        { new() { Number = 1, Sending = Jtai.Actions.V1.SendingState.Failed }, "Statement of action being prepared: no date printed; the sending failed" },
        {
            new() { Number = 2, DueOn = "2026-11-01", SentOn = "2026-11-03", DaysLate = 2, Reply = Jtai.Actions.V1.ReplyKind.AsksForChanges },
            "Statement of action 2 sent on 3 November 2026, 2 days late; changes asked for"
        },
        { new() { Number = 1, DueOn = "2026-11-05", SentOn = "2026-11-03" }, "Statement of action sent on 3 November 2026, on time" },
    };

    [Theory]
    [MemberData(nameof(Standings))]
    public void Standing_OfAStatement_IsOneSentence(StatementStanding standing, string words) =>
        Assert.Equal(words, StatementStandingWords.Of(standing, new DateOnly(2026, 11, 10)));

    [Fact]
    public void Words_OfEveryKindAndReason_AreThere()
    {
        Assert.All(Enum.GetValues<WorkReason>().Where(reason => reason != default), reason => Assert.NotEmpty(WorkWords.Why(new() { Because = { reason } })));
        Assert.Equal(16, Enum.GetValues<WorkKind>().Where(kind => kind != default).Select(WorkWords.Of).Distinct().Count());
    }

    [Fact]
    public void Action_OfJointLeadsAndAPost_NamesThemAll()
    {
        var row = new ActionRow { LeadName = "Westmarch Police", JointLeadNames = { "Moors ICB" }, OwnerPost = "DCI Public Protection" };
        Assert.Equal(("Westmarch Police, with Moors ICB", "DCI Public Protection (vacant)"), (ActionWords.Led(row), ActionWords.Owner(row)));
        row.OwnerName = "Asha Verma";
        Assert.Equal("DCI Public Protection (Asha Verma)", ActionWords.Owner(row));
    }
}
