using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Google.Protobuf.WellKnownTypes;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Tests.StandIns;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Tests;

/// <summary>Everybody lands where their Monday begins.</summary>
public sealed class FirstScreenTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Home = "/partnerships/haskermoor";
    private const string Returns = $"{Home}/statements/{StandInStatements.StatementId}/returns";

    [Theory]
    [InlineData("manager", Home)]
    [InlineData("officer", Home)]
    [InlineData("scrutineer", Home)]
    [InlineData("councillor", Home)]
    [InlineData("force-lead", "/across")]
    [InlineData("force-manager", "/agency/people")]
    public async Task Start_OfEachRole_IsOnePage(string person, string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        using var start = await browser.Client.GetAsync("/");
        Assert.Equal(address, start.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Manager_Landing_HasTheDeadlineThenWhoOwesThenDecisionsThenWhatIsLate()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Owe();
        var page = await browser.OpenAsync(Home);
        Assert.Equal(
            ["Deadlines", "Who owes what", "Your decisions, and what else waits for you", "Overdue or at risk", "How the plan stands"],
            Headings(page).Take(5));
        var rows = Table(page, "Who owes what");
        Assert.Equal(
            [
                ["Westmarch Police", "Their part of the statement of action", "12 October 2026", "3 November 2026, 7 days late", "twice, last on 9 November 2026"],
                ["Haskermoor Safeguarding Board", "Their part of the statement of action", "12 October 2026", "20 November 2026", "nobody leads for a group here: ask them yourself"],
                ["Moors ICB", "HSK-2026-A014: asked for a new date, and waits for you", "1 November 2026", "30 September 2026, 41 days late", ""],
            ],
            rows);
        Assert.Single(page.QuerySelectorAll($"form[action='{Returns}?handler=remind'] button"));
        Assert.Contains("Update", page.QuerySelector("main td a.govuk-button")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindAll_FromTheOverview_RemindsAndComesBackSayingWho()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Owe();
        platform.Statements.Prepared.Returns.Add(new AgencyReturn { ReturnId = Guid.NewGuid().ToString(), StatementId = StandInStatements.StatementId, From = new() { BodyId = "board" }, State = ReturnState.Asked, DueOn = "2026-11-20", Version = 1 });
        var overview = await browser.OpenAsync(Home);
        using var answer = await browser.PostAsync(overview, Returns + "?handler=remind", ("from", "overview"));
        Assert.Equal((HttpStatusCode.Redirect, Home), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Contains(platform.Statements.Acts, act => act is RemindReturnsRequest);
        var page = await browser.OpenAsync(Home);
        var said = page.QuerySelector(".govuk-notification-banner")!.TextContent;
        Assert.Contains("Westmarch Police is reminded.", said, StringComparison.Ordinal);
        Assert.Contains("ask them yourself", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindAll_WhereAllWereRemindedToday_SaysSoOnThePageOfReturns()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var owed = platform.Statements.Prepared.Returns.Single(part => part.ReturnId == StandInStatements.ReturnOfPolice);
        (owed.Reminders, owed.RemindedAt) = (1, Timestamp.FromDateTime(DateTime.UtcNow.AddDays(-1)));
        var returns = await browser.OpenAsync(Returns);
        Assert.Contains("once, on ", returns.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(returns.QuerySelectorAll("main form button"), button => button.TextContent.StartsWith("Remind all", StringComparison.Ordinal));
        using var answer = await browser.PostAsync(returns, Returns + "?handler=remind");
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Contains("was reminded today", page.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindAll_OfWhoeverIsNoManager_IsForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync($"{Home}/actions/{StandInActions.ActionId}/update");
        using var answer = await browser.PostAsync(page, Returns + "?handler=remind");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Scrutineer_Landing_HasWhatWaitsThenTheWorstInPlainEnglish()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "scrutineer");
        platform.Reporting.Besides = overview =>
        {
            overview.ChangedLately = 7;
            overview.StatementsUnsent.Add(new UnsentStatement { InspectionId = "b1", PlanId = "a1", DueOn = "2018-03-12", DueInWorkingDays = -2190 });
        };
        var page = await browser.OpenAsync(Home);
        Assert.Equal(["What waits for you", "What is going badly", "How the plan stands"], Headings(page).Take(3));
        Assert.Equal(
            [
                "The statement of action was due on 12 March 2018 and is not recorded as sent",
                "HSK-2026-A014 Answer every referral within a working day: 41 days overdue, led by Westmarch Police",
            ],
            page.QuerySelectorAll("main h2").Single(heading => heading.TextContent == "What is going badly").NextElementSibling!.QuerySelectorAll("li").Select(line => line.TextContent.Trim()));
        var changed = page.QuerySelectorAll("main a").Single(link => link.TextContent.StartsWith("7 actions have changed", StringComparison.Ordinal));
        Assert.Equal(Home + "/actions?sort=ByLastUpdate", changed.GetAttribute("href"));
        Assert.DoesNotContain("Who owes what", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_Landing_HasTheirOwnFirstEachWithItsOneButton()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync(Home);
        Assert.Equal("What waits for you", Headings(page)[0]);
        var table = page.QuerySelector("main table")!;
        Assert.Equal(
            [$"{Home}/actions/{StandInReporting.Late.ActionId}/update", $"{Home}/statements/{StandInReporting.StatementId}/returns/0198c0de-0000-7000-8000-0000000000c2", $"/partnerships/tarrowshire/statements/{StandInReporting.StatementId}/sign-offs"],
            table.QuerySelectorAll("a.govuk-button").Select(button => button.GetAttribute("href")!));
        Assert.Contains("All 26 things that wait", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Councillor_Landing_ReadsPublishedFactsAndWhatTheWordsMeanAndNothingOfThePlan()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "councillor");
        (platform.Statements.Public.SentOn, platform.Statements.Public.PublishedOn, platform.Statements.Public.PublishedUrl) =
            ("2026-11-24", "2026-12-01", "https://haskermoor.example/statement");
        platform.Inspections.ListsPublished = true;
        var page = await browser.OpenAsync(Home + "/published");
        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains("Sent on 24 November 2026, on time.", text, StringComparison.Ordinal);
        Assert.Equal("https://haskermoor.example/statement", page.QuerySelector("main a[rel=noreferrer]")?.GetAttribute("href"));
        Assert.Contains("The agencies’ one written answer", text, StringComparison.Ordinal);
        Assert.DoesNotContain("A014", text, StringComparison.Ordinal);
        (platform.Statements.Public.SentOn, platform.Statements.Public.PublishedOn, platform.Statements.Public.PublishedUrl) = ("", "", "javascript:alert(1)");
        Assert.Empty((await browser.OpenAsync(Home + "/published")).QuerySelectorAll("main a[rel=noreferrer]"));
        platform.Statements.Public.PublishedUrl = "";
    }

    [Fact]
    public async Task Published_OfAnInspectionThatIsNotPublished_ShowsNothingOfIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Inspections.Inspection.Phase = InspectionPhase.PrePublication;
        var page = await browser.OpenAsync(Home + "/published");
        platform.Inspections.Inspection.Phase = InspectionPhase.Published;
        Assert.DoesNotContain(platform.Inspections.Inspection.Theme, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForceLead_Landing_HasARowPerPartnershipThenOwnersThenThisWeeksAsks()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var page = await browser.OpenAsync("/across");
        Assert.Equal(["Ours overdue, by owner", "This week’s asks", "Progress by partnership"], Headings(page));
        Assert.Equal(
            [
                ["Asha Verma", "3", "41 days", "Haskermoor, Tarrowshire"],
                ["DCI Public Protection, a post that nobody holds", "1", "1 day", "Tarrowshire"],
                ["nobody is named", "1", "2 days", "Haskermoor"],
            ],
            Table(page, "Ours overdue, by owner"));
        // The lead works in none of them, and does nothing there but read what is shared.
        Assert.Empty(page.QuerySelectorAll("main td a.govuk-button"));
    }

    public void Dispose()
    {
        platform.Reporting.Besides = null;
        platform.Inspections.ListsPublished = false;
        platform.Statements.Reset();
    }

    private void Owe() => platform.Reporting.Besides = overview =>
    {
        overview.OwedTotal = 3;
        overview.Owed.Add([
            new Owed
            {
                Kind = WorkKind.AgencyReturn, ById = "westmarch-police", ByName = "Westmarch Police", StatementId = StandInStatements.StatementId, RecordId = StandInStatements.ReturnOfPolice,
                Since = "2026-10-12", DueOn = "2026-11-03", DaysOverdue = 7, Reminders = 2, RemindedAt = Timestamp.FromDateTimeOffset(new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero)),
            },
            new Owed
            {
                Kind = WorkKind.AgencyReturn, ById = "board", ByName = "Haskermoor Safeguarding Board", StatementId = StandInStatements.StatementId, RecordId = StandInStatements.ReturnOfIcb,
                Since = "2026-10-12", DueOn = "2026-11-20", OfBody = true,
            },
            new Owed
            {
                Kind = WorkKind.DateRequest, ById = "moors-icb", ByName = "Moors ICB", ActionId = StandInActions.ActionId, RecordId = StandInActions.RequestId, Reference = "HSK-2026-A014",
                Since = "2026-11-01", DueOn = "2026-09-30", DaysOverdue = 41,
            },
        ]);
    };

    private static List<string> Headings(IDocument page) => [.. page.QuerySelectorAll("main h2").Select(heading => heading.TextContent.Trim()).Where(text => text is not ("Success" or "Important"))];

    private static string[][] Table(IDocument page, string caption) =>
    [
        .. page.QuerySelectorAll("main table").Single(table => table.QuerySelector("caption")?.TextContent.Trim() == caption)
            .QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("th, td").Select(cell => cell.TextContent.Trim()).ToArray()),
    ];
}
