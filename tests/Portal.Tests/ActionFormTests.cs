using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Adding and describing actions: light to fill in, and nothing that was typed is lost.</summary>
public sealed class ActionFormTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Add = "/partnerships/haskermoor/plan/plan/add-action";
    private const string Describe = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}/describe";

    [Fact]
    public async Task AddAction_Opened_FoldsAwayWhatCanWaitAndShowsItWhereItIsWrong()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Add);
        var more = form.QuerySelectorAll("details").Single(details => details.TextContent.Contains("More about this action", StringComparison.Ordinal));
        Assert.False(more.HasAttribute("open"));
        Assert.All(
            ["OutcomeSought", "SuccessMeasure", "ThemeId", "JointLeads", "SupportingAgencyIds", "ResourcesKind", "QuickWin", "BeganBeforePublication", "AnsweringBodyId", "Links[0].Reference"],
            name => Assert.NotNull(more.QuerySelector($"[name='{name}']")));
        Assert.All(["Title", "Description", "Lead", "OwnerId", "DueOn.Day", "NextReviewOn.Day"], name => Assert.Null(more.QuerySelector($"[name='{name}']")));

        var wrong = await PostAsync(
            browser, form, Add, ("Title", "A hub"), ("ResourcesKind", "Costed"), ("ResourcesOneOffPounds", "a lot"), ("Links[0].Words", "see there"));
        Assert.Equal(
            ["#ResourcesOneOffPounds", "#Links_0__Reference"],
            wrong.QuerySelectorAll(".govuk-error-summary a").Select(link => link.GetAttribute("href")));
        Assert.True(wrong.QuerySelector("#ResourcesOneOffPounds")!.Closest("details")!.HasAttribute("open"));
        Assert.Equal(("a lot", "see there"), (Value(wrong, "ResourcesOneOffPounds"), Value(wrong, "Links[0].Words")));
    }

    [Fact]
    public async Task AddAction_AndAnother_SaysWhichWasAddedAndKeepsLeadAndTheme()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.PostAsync(
            await browser.OpenAsync(Add), Add,
            ("Title", "A hub"), ("Lead", "agency:moors-icb"), ("ThemeId", StandInActions.ThemeId), ("OwnerId", $"post:{StandInPartners.PostId}"), ("JointLeads", "body:executive"),
            ("ResourcesKind", "Costed"), ("ResourcesOneOffPounds", "£20,000"), ("QuickWin", "true"), ("another", "true"));
        Assert.Equal($"{Add}?lead=agency%3Amoors-icb&theme={StandInActions.ThemeId}", answer.Headers.Location?.OriginalString);
        var sent = platform.Actions.Acts.OfType<AddActionRequest>().Last();
        Assert.Equal(("", StandInPartners.PostId, 20_000L, true), (sent.OwnerId, sent.OwnerPostId, sent.Resources.OneOffPounds, sent.QuickWin));
        Assert.Equal("executive", sent.JointLeads.Single().BodyId);
        Assert.Empty(sent.Links);

        var next = await browser.OpenAsync(answer.Headers.Location!.OriginalString);
        Assert.Contains($"Action {platform.Actions.Others.Last().Reference} added", next.QuerySelector(".govuk-notification-banner")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("agency:moors-icb", StandInActions.ThemeId, ""), (Chosen(next, "Lead"), Chosen(next, "ThemeId"), Value(next, "Title")));
        platform.Actions.Others.Clear();
    }

    [Fact]
    public async Task Findings_ChosenByKindAndWords_LoseNothingThatWasTypedAndSaveNothing()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Inspections.MoreFindings = 70;
        try
        {
            var acts = platform.Actions.Acts.Count;
            var form = await browser.OpenAsync(Add);
            // Enter in a field saves, and does not filter.
            Assert.Equal("", form.QuerySelectorAll("main form[method=post] button")[0].GetAttribute("name") ?? "");
            var filtered = await PostAsync(
                browser, form, Add,
                ("Title", "A hub"), ("Description", "Typed."), ("OwnerId", "officer"), ("FindingIds", StandInInspections.IdOfMore(2)), ("QuickWin", "true"),
                ("kind", "Unspecified"), ("finding-words", "f107 finding"), ("filter", "true"));
            Assert.Equal(
                [StandInInspections.IdOfMore(2), StandInInspections.IdOfMore(7)],
                filtered.QuerySelectorAll("input[name=FindingIds]").Select(input => input.GetAttribute("value")));
            Assert.True(((IHtmlInputElement)filtered.QuerySelector($"input[value='{StandInInspections.IdOfMore(2)}']")!).IsChecked);
            Assert.Equal(("A hub", "officer", "f107 finding"), (Value(filtered, "Title"), Chosen(filtered, "OwnerId"), Value(filtered, "finding-words")));
            Assert.True(filtered.QuerySelector("#QuickWin")!.HasAttribute("checked"));
            Assert.Empty(filtered.QuerySelectorAll(".govuk-error-summary"));
            Assert.Equal(acts, platform.Actions.Acts.Count);
        }
        finally
        {
            platform.Inspections.MoreFindings = 0;
        }
    }

    [Fact]
    public async Task Describe_WithEverythingSaid_FillsTheFormAndSendsItAgain()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        (string, string)[] typed =
        [
            ("OutcomeSought", "Children are seen sooner."), ("ResourcesKind", "NotKnownYet"), ("ResourcesReviewOn.Day", "3"), ("ResourcesReviewOn.Month", "3"), ("ResourcesReviewOn.Year", "2027"),
            ("Links[0].Kind", "Ilacs"), ("Links[0].Reference", "ILACS 2025, 4"), ("JointLeads", "agency:moors-icb"), ("AnsweringBodyId", "executive"), ("OwnerId", $"post:{StandInPartners.PostId}"),
            ("BeganBeforePublication", "true"),
        ];
        using var saved = await browser.PostAsync(
            await browser.OpenAsync(Describe), Describe, [.. typed, ("Title", "Answer every referral within a working day"), ("Description", "A rota."), ("ThemeId", StandInActions.ThemeId)]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var form = await browser.OpenAsync(Describe);
        Assert.True(form.QuerySelector("#OutcomeSought")!.Closest("details")!.HasAttribute("open"));
        Assert.Equal(("ILACS 2025, 4", "3", $"post:{StandInPartners.PostId}", "executive"), (Value(form, "Links[0].Reference"), Value(form, "ResourcesReviewOn.Day"), Chosen(form, "OwnerId"), Chosen(form, "AnsweringBodyId")));
        Assert.NotNull(form.QuerySelector("[name='Links[1].Reference']"));
        Assert.Equal(["agency:moors-icb"], form.QuerySelectorAll("input[name=JointLeads]").Where(input => input.HasAttribute("checked")).Select(input => input.GetAttribute("value")));
        Assert.Equal("Identification of risk", ((IHtmlSelectElement)form.QuerySelector("select[name=ThemeId]")!).SelectedOptions.Single().Text);
    }

    [Fact]
    public async Task AddAction_ToAPlanWithoutThemesOrASecondBody_AsksForNeither()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var (themes, bodies) = (platform.Actions.Parts.Themes.ToList(), platform.Actions.Plan.CollatingBodyIds.ToList());
        platform.Actions.Parts.Themes.Clear();
        platform.Actions.Plan.CollatingBodyIds.Clear();
        var form = await browser.OpenAsync(Add);
        var plan = await browser.OpenAsync("/partnerships/haskermoor/plan/plan");
        platform.Actions.Parts.Themes.Add(themes);
        platform.Actions.Plan.CollatingBodyIds.Add(bodies);
        Assert.Empty(form.QuerySelectorAll("[name=ThemeId], [name=Theme], [name=AnsweringBodyId]"));
        Assert.DoesNotContain(plan.QuerySelectorAll("main a"), link => link.GetAttribute("href")!.EndsWith("/themes", StringComparison.Ordinal));
    }

    private static string? Value(IHtmlDocument page, string name) => ((IHtmlInputElement)page.QuerySelector($"main form[method=post] input[name='{name}']")!).Value;

    private static string? Chosen(IHtmlDocument page, string name) => ((IHtmlSelectElement)page.QuerySelector($"select[name={name}]")!).Value;

    private static async Task<IHtmlDocument> PostAsync(BrowserOfOne browser, IHtmlDocument form, string address, params (string, string)[] typed)
    {
        using var answer = await browser.PostAsync(form, address, typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
