using System.Net;
using AngleSharp.Html.Parser;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public class ActionPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Record = "/partnerships/haskermoor/actions/" + StandInActions.ActionId;
    private const string Update = Record + "/update";

    [Fact]
    public async Task Record_OfALateAction_ShowsTheOriginalDateAndEscapesWhatWasTyped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync(Record);
        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains("First agreed for 31 August 2020", text, StringComparison.Ordinal);
        Assert.Contains("days late", text, StringComparison.Ordinal);
        Assert.Contains("A rota of <b>three</b> officers.", text, StringComparison.Ordinal);
        Assert.Contains("Due date moved from 31 August 2020 to 30 September 2020", text, StringComparison.Ordinal);
        Assert.Contains("Westmarch Police", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WhileSomebodyElseUpdates_ShowsBothVersionsAndSavesOnTop()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(Update);
        platform.Actions.UpdateAsSomebodyElse("The rota is agreed.");
        (string, string)[] typed = [("Narrative", "Two officers trained."), ("Delivery", "InProgress"), ("Progress", "Good"), ("Reason", "By March.")];

        using var refused = await browser.PostAsync(form, Update, typed);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        var again = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Contains("The rota is agreed.", again.QuerySelector(".jtai-beside")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Two officers trained.", again.QuerySelector(".jtai-beside")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Two officers trained.", again.QuerySelector("textarea[name=Narrative]")!.TextContent.Trim());
        Assert.Contains("Somebody else changed this action", again.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);

        using var saved = await browser.PostAsync(again, Update, ("Narrative", "Two officers trained."), ("Reason", "By March."));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(Record, saved.Headers.Location?.OriginalString);
        Assert.Contains(platform.Actions.Taken, taken => taken is { Narrative: "Two officers trained.", Assessment.Progress: Jtai.Actions.V1.Progress.Good });
    }

    [Fact]
    public async Task Update_WithHalfAnAssessmentAndNoText_NamesBothAndKeepsWhatWasTyped()
    {
        const string ahead = "/partnerships/haskermoor/actions/" + StandInActions.AheadId + "/update";
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(ahead);
        Assert.Contains("Can the date still be met?", form.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var answer = await browser.PostAsync(form, ahead, ("Progress", "Little"), ("DifferenceForChildren", "They are seen sooner."));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        Assert.Contains("Say whether the date can still be met", page.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("They are seen sooner.", page.QuerySelector("textarea[name=DifferenceForChildren]")!.TextContent.Trim());
        Assert.True(page.QuerySelector("input[name=Progress][value=Little]")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task Update_SentAgainWithTheSameWords_GoesOnToTheActionAndIsSavedOnce()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(Update);
        (string, string)[] typed = [("Narrative", "Sent twice."), ("Delivery", "InProgress")];
        using var first = await browser.PostAsync(form, Update, typed);
        using var second = await browser.PostAsync(form, Update, typed);
        Assert.Equal((HttpStatusCode.Redirect, first.Headers.Location), (second.StatusCode, second.Headers.Location));
        Assert.Single(platform.Actions.Taken, taken => taken.Narrative == "Sent twice.");
    }

    [Fact]
    public async Task Update_SentAgainWithOtherWords_AsksAndSavesThemWithANewKey()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(Update);
        using var first = await browser.PostAsync(form, Update, ("Narrative", "The first words."), ("Delivery", "InProgress"));
        using var second = await browser.PostAsync(form, Update, ("Narrative", "The second words."), ("Delivery", "InProgress"));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        var asked = new HtmlParser().ParseDocument(await second.Content.ReadAsStringAsync());
        Assert.Contains("You saved this form at 6:22pm. Save what you have typed now as well?", asked.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("The second words.", asked.QuerySelector("textarea[name=Narrative]")!.TextContent.Trim());

        using var third = await browser.PostAsync(asked, Update, ("Narrative", "The second words."), ("Delivery", "InProgress"));
        Assert.Equal(HttpStatusCode.Redirect, third.StatusCode);
        Assert.Equal(["The first words.", "The second words."], platform.Actions.Taken.Select(taken => taken.Narrative).TakeLast(2));
    }

    [Fact]
    public async Task Update_OfAnActionThatHasBegun_OffersTheSameDeliveriesAndSaysWhyOneIsNoLongerPossible()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(Update);
        Assert.Equal(
            ["NotStarted", "InProgress", "AwaitingVerification", "Complete"], form.QuerySelectorAll("input[name=Delivery]").Select(input => input.GetAttribute("value")));
        using var answer = await browser.PostAsync(form, Update, ("Narrative", "Nothing yet."), ("Delivery", "NotStarted"));
        var again = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Work on this action has begun", again.QuerySelector(".govuk-error-message")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WithAHalfAssessmentAndNoWords_SaysBothAtOnce()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(Update);
        using var answer = await browser.PostAsync(form, Update, ("Narrative", " "), ("Progress", "Little"));
        var again = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            ["#Narrative", "#Reason"], again.QuerySelectorAll(".govuk-error-summary a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Update_AfterTheDueDate_AsksWhyAndUntilWhenAndNotWhetherTheDateCanBeMet()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(Update);
        Assert.Empty(form.QuerySelectorAll("input[name=DateAchievable]"));
        Assert.Contains("Why was the date not met, and when will the action be done?", form.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using var refused = await browser.PostAsync(form, Update, ("Narrative", "Posts are advertised."), ("Progress", "Little"));
        var again = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Say why the date was not met", again.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);

        using var saved = await browser.PostAsync(again, Update, ("Narrative", "Posts are advertised."), ("Reason", "Nobody applied; by March."));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains(platform.Actions.Taken, taken => taken is
        {
            Narrative: "Posts are advertised.",
            Assessment: { Progress: Jtai.Actions.V1.Progress.Little, DateAchievable: false, Reason: "Nobody applied; by March." },
        });
    }

    [Fact]
    public async Task AddAction_WithALongListOfFindings_ListsOneKindWithoutActionAndThoseThatAreChosen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Inspections.MoreFindings = 70;
        try
        {
            const string Add = "/partnerships/haskermoor/plan/plan/add-action";
            var page = await browser.OpenAsync(Add);
            // The one priority action has an action already.
            Assert.Equal(35, page.QuerySelectorAll("input[name=FindingIds]").Length);
            var answered = await browser.OpenAsync($"{Add}?kind=PriorityAction&answered=true&finding={StandInInspections.IdOfMore(2)}");
            Assert.Equal(
                [StandInInspections.FindingId, StandInInspections.IdOfMore(2)],
                answered.QuerySelectorAll("input[name=FindingIds]").Select(input => input.GetAttribute("value")));
            Assert.Equal("PriorityAction", answered.QuerySelector("select[name=kind] option[selected]")?.GetAttribute("value"));
        }
        finally
        {
            platform.Inspections.MoreFindings = 0;
        }
    }

    [Fact]
    public async Task AddAction_AndAnother_ComesBackToAnEmptyForm()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string Add = "/partnerships/haskermoor/plan/plan/add-action";
        var form = await browser.OpenAsync(Add);
        var police = Assert.Single(form.QuerySelectorAll("select[name=OwnerId] optgroup[label='Westmarch Police']"));
        Assert.Equal("agency:westmarch-police", police.GetAttribute("data-group"));
        Assert.Equal(["officer", "chief", "force-officer", "force-lead", $"post:{StandInPartners.PostId}"], police.QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
        platform.Answers.Answer = FormAnswer.Saved;
        try
        {
            using var answer = await browser.PostAsync(form, Add, ("Title", "One"), ("another", "true"));
            Assert.Equal(Add, answer.Headers.Location?.OriginalString);
            using var last = await browser.PostAsync(await browser.OpenAsync(Add), Add, ("Title", "Two"));
            Assert.Equal($"/partnerships/haskermoor/actions/{StandInActions.ActionId}", last.Headers.Location?.OriginalString);
        }
        finally
        {
            platform.Answers.Answer = FormAnswer.OfTheStandIn;
        }
    }

    [Fact]
    public async Task Update_OfAnActionThatOneMayNotUpdate_IsRefused()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        await browser.OpenAsync($"/partnerships/haskermoor/actions/{StandInActions.ClosedId}/update", HttpStatusCode.Forbidden);
        await browser.OpenAsync("/partnerships/haskermoor/actions/unknown", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task List_Narrowed_KeepsItsFiltersInEveryLinkAndRemovesEachByItself()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync("/partnerships/haskermoor/actions?words=rota&timeliness=Overdue&delivery=nonsense");
        var tags = page.QuerySelectorAll(".moj-filter__tag").Select(tag => tag.GetAttribute("href")!.Split('?')[1]);
        Assert.Equal(["timeliness=Overdue", "words=rota"], tags);
        Assert.Contains(page.QuerySelectorAll("main a"), link => link.GetAttribute("href")!.EndsWith("?words=rota&timeliness=Overdue&sort=ByDueDate", StringComparison.Ordinal));
        Assert.Contains("HSK-2026-A014", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_SearchedForTooManyWords_SaysSoBesideThemAndListsWithoutThem()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync("/partnerships/haskermoor/actions?words=a+b+c+d+e+f+g+h+i+j+k&timeliness=Overdue");

        var link = page.QuerySelector(".govuk-error-summary a")!;
        Assert.Equal(("#words", "Search for at most 10 words, in 200 characters or fewer."), (link.GetAttribute("href"), link.TextContent.Trim()));
        Assert.Equal("a b c d e f g h i j k", page.QuerySelector("#words")!.GetAttribute("value"));
        Assert.True(page.QuerySelector("details")!.HasAttribute("open"));
        Assert.Single(page.QuerySelectorAll(".moj-filter__tag"));
        Assert.Contains("HSK-2026-A014", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
    }
}
