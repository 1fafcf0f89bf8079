using System.Net;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Tests;

public class OverviewTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    [Fact]
    public async Task Overview_OfAPlan_SaysHowItStandsAndOpensTheListsBehindItsNumbers()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor");
        Assert.Equal("Position at 10 November 2026 at 2:05pm", page.QuerySelector(".jtai-position")?.TextContent);
        Assert.Equal(
            "The plan is behind: 3 of 24 actions are overdue, the longest by 41 days. 2 of 24 actions are at risk. 5 are complete.",
            page.QuerySelector(".jtai-lead")?.TextContent);
        Assert.Equal(
            ["timeliness=Overdue", "timeliness=AtRisk", "only=DueSoon", "only=WithoutUpdate"],
            page.QuerySelectorAll(".jtai-figures a").Select(link => link.GetAttribute("href")!.Split('?')[1]));
        Assert.Equal(["3", "2", "6", "0"], page.QuerySelectorAll(".jtai-figures__value").Select(value => value.TextContent));
        var text = page.Body!.TextContent;
        Assert.Contains("41 days late", text, StringComparison.Ordinal);
        Assert.Contains("first agreed for 31 August 2026", text, StringComparison.Ordinal);
        Assert.Contains("Thursday 26 November 2026, 12 working days left", text, StringComparison.Ordinal);
        Assert.Contains("1 action was closed without completion", text, StringComparison.Ordinal);
        Assert.Equal(
            ["10 November 2026 at 2:05pm", "Due date moved", "HSK-2026-A014 Answer every referral within a working day", "Ada Moss"],
            page.QuerySelectorAll("main table")[^1].QuerySelectorAll("tbody td").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("Haskermoor Safeguarding Children Partnership", page.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("has to do", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_OfAnAgencyLead_BeginsWithTheirAgencysActions()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-officer");
        var page = await browser.OpenAsync("/partnerships/haskermoor");
        Assert.Equal("What Westmarch Police has to do", page.QuerySelector("main h2")?.TextContent);
        Assert.Equal(
            $"/partnerships/haskermoor/actions/{StandInReporting.Late.ActionId}/update",
            page.QuerySelector("main td a.govuk-button")?.GetAttribute("href"));
    }

    [Theory]
    [InlineData("a@9", true)]
    [InlineData("a@8", false)]
    [InlineData("nonsense", false)]
    public async Task Overview_AfterAWrite_SaysWhetherItIsUpdating(string atLeast, bool updating)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor?at_least=" + atLeast);
        Assert.Equal(updating, page.QuerySelector(".govuk-notification-banner") is not null);
    }

    [Fact]
    public async Task Figures_AsCsv_AreThoseOfThePage()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.Client.GetAsync("/partnerships/haskermoor?handler=figures");
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("\"Westmarch Police\",3,2,0,0,0,0,5,\"10 November 2026 at 2:05pm\"", lines[1]);
        Assert.StartsWith("\"'=Moors \"\"ICB\"\"\",", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("\"All\",3,2,10,4,5,1,25,", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manager", "plan/a1/statement-sent", "")]
    [InlineData("officer", "plan/a1", "Where your agency takes part, ")]
    public async Task Overview_WithAStatementPassedAndUnsent_SaysSoFirstAndLeadsToWhereItIsRecorded(string person, string path, string where)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        platform.Reporting.Besides = overview =>
        {
            (overview.WithoutOwner, overview.WithoutUpdate) = (1, 7);
            overview.StatementsUnsent.Clear();
            overview.StatementsUnsent.Add(new UnsentStatement { InspectionId = "b1", PlanId = "a1", DueOn = "2018-03-12", DueInWorkingDays = -2190 });
            overview.StatementsUnsent.Add(new UnsentStatement { InspectionId = "b2", DueOn = "2026-11-24", DueInWorkingDays = 10 });
        };
        var page = await browser.OpenAsync("/partnerships/haskermoor");
        platform.Reporting.Besides = null;
        Assert.Equal(
            $"The plan is behind: the statement of action was due on 12 March 2018 and is not recorded as sent. {where}3 of 24 actions are overdue, the longest by 41 days. {where}2 of 24 actions are at risk. 5 are complete.",
            page.QuerySelector(".jtai-lead")?.TextContent);
        Assert.Equal(
            [
                ("The statement of action was due on 12 March 2018 and is not recorded as sent", path),
                ("The statement of action is due on Tuesday 24 November 2026, 10 working days left, and is not recorded as sent", "inspections/b2"),
                ("1 open action has no owner", "actions?only=WithoutOwner"),
                ("7 open actions have had no update in the last 90 days", "actions?only=WithoutUpdate"),
                ("3 of 24 actions are overdue, the longest by 41 days", "actions?timeliness=Overdue"),
                ("2 of 24 actions are at risk", "actions?timeliness=AtRisk"),
            ],
            page.QuerySelectorAll(".jtai-lead + ul a").Select(link => (link.TextContent, link.GetAttribute("href")!["/partnerships/haskermoor/".Length..])));
        Assert.Contains("Monday 12 March 2018, not sent, 3,165 days late", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_OfAnAgencyWhoseActionsAreAllFinished_SaysThatTheyAre()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        var page = await browser.OpenAsync("/partnerships/haskermoor");
        Assert.Contains("All 5 actions that Moors ICB leads here are finished.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("no open actions", page.Body.TextContent, StringComparison.Ordinal);
    }

    public static TheoryData<Overview, bool, string> Sentences => new()
    {
        { new() { Counts = new() }, true, "The plan has no actions yet." },
        { new() { Counts = new() { Actions = 3, Complete = 3 } }, true, "All 3 actions are complete." },
        { new() { Counts = new() { Actions = 2, ClosedWithoutCompletion = 2 } }, true, "All 2 actions were closed without completion." },
        { new() { Counts = new() { Actions = 4, Complete = 2 } }, true, "The plan is on course: none of 4 actions is overdue. 2 are complete." },
        { new() { Counts = new() { Actions = 4, AtRisk = 1, Complete = 2 } }, true, "The plan needs attention: 1 of 4 actions is at risk. 2 are complete." },
        { new() { Counts = new() { Actions = 4 }, WithoutOwner = 1 }, true, "The plan needs attention: 1 open action has no owner. None is complete yet." },
        {
            new() { Counts = new() { Actions = 4, Overdue = 1, AtRisk = 1 }, WithoutUpdate = 4, Exceptions = { new ActionRow { DaysOverdue = 1 } } }, true,
            "The plan needs attention: 4 open actions have had no update in the last 90 days. 1 of 4 actions is overdue, by 1 day. 1 of 4 actions is at risk. None is complete yet."
        },
        { new() { Counts = new() { Actions = 4, Overdue = 1, ClosedWithoutCompletion = 1 }, Exceptions = { new ActionRow { DaysOverdue = 1 } } }, true, "The plan is behind: 1 of 3 actions is overdue, by 1 day. None is complete yet." },
        {
            new() { Counts = new() { Actions = 6, Overdue = 4 }, Exceptions = { new ActionRow { DaysOverdue = 41 } } }, false,
            "Your agency's part of the plan is behind: 4 of 6 actions are overdue, the longest by 41 days. None is complete yet."
        },
        { Unsent(new(), "2026-11-09", -1), true, "The plan is behind: the statement of action was due on 9 November 2026 and is not recorded as sent. It has no actions yet." },
        { Unsent(new() { Actions = 3, Complete = 3 }, "2026-11-09", -1), false, "The plan is behind: the statement of action was due on 9 November 2026 and is not recorded as sent. All 3 actions are complete." },
        { Unsent(new() { Actions = 3 }, "2026-11-10", 0), true, "The plan needs attention: the statement of action is due on Tuesday 10 November 2026, due today, and is not recorded as sent. None is complete yet." },
        { Unsent(new() { Actions = 3 }, "2026-11-25", 11), true, "The plan is on course: none of 3 actions is overdue. None is complete yet." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_OfEachState_SaysTheWorstFirst(Overview overview, bool wholePlan, string words) =>
        Assert.Equal(words, PlanSentence.Of(overview.Counts, Trouble.Of(overview, new DateOnly(2026, 11, 10)), wholePlan));

    private static Overview Unsent(Counts counts, string dueOn, int workingDays) => new()
    {
        Counts = counts, StatementsUnsent = { new UnsentStatement { InspectionId = "i", PlanId = "p", DueOn = dueOn, DueInWorkingDays = workingDays } },
    };
}
