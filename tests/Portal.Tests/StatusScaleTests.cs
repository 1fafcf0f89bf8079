using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Tests;

/// <summary>A partnership's own scale of statuses: from the facts to its steps, and where it is shown.</summary>
public sealed class StatusScaleTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Home = "/partnerships/haskermoor";
    private const string Form = Home + "/settings/scale";

    private static readonly DateOnly Today = new(2026, 11, 10);

    [Fact]
    public void Case_OfEveryCombinationOfFacts_IsOneOfTheCasesAndEachComesAbout()
    {
        var found =
            from delivery in Enum.GetValues<Delivery>()
            from timeliness in Enum.GetValues<Timeliness>()
            from verdict in Enum.GetValues<AuditVerdict>()
            select StatusCases.Of(delivery, timeliness, verdict);
        Assert.Equal(StatusCases.All, found.Distinct().Order());
    }

    [Theory]
    [InlineData(Delivery.NotStarted, Timeliness.OnTime, AuditVerdict.Unspecified, StatusCase.NotStarted)]
    [InlineData(Delivery.InProgress, Timeliness.OnTime, AuditVerdict.Unspecified, StatusCase.InProgress)]
    [InlineData(Delivery.NotStarted, Timeliness.DueSoon, AuditVerdict.Unspecified, StatusCase.DueSoon)]
    [InlineData(Delivery.Returned, Timeliness.DueSoon, AuditVerdict.Unspecified, StatusCase.Returned)]
    [InlineData(Delivery.Returned, Timeliness.Overdue, AuditVerdict.Unspecified, StatusCase.Overdue)]
    [InlineData(Delivery.Returned, Timeliness.Paused, AuditVerdict.Unspecified, StatusCase.Paused)]
    [InlineData(Delivery.AwaitingVerification, Timeliness.OnTime, AuditVerdict.Unspecified, StatusCase.AwaitingVerification)]
    [InlineData(Delivery.InProgress, Timeliness.AtRisk, AuditVerdict.NotEmbedded, StatusCase.AtRisk)]
    [InlineData(Delivery.InProgress, Timeliness.Ongoing, AuditVerdict.Unspecified, StatusCase.Ongoing)]
    [InlineData(Delivery.Complete, Timeliness.Finished, AuditVerdict.Unspecified, StatusCase.Complete)]
    [InlineData(Delivery.Complete, Timeliness.Finished, AuditVerdict.PartlyEmbedded, StatusCase.Complete)]
    [InlineData(Delivery.Complete, Timeliness.Finished, AuditVerdict.Embedded, StatusCase.Embedded)]
    [InlineData(Delivery.ClosedWithoutCompletion, Timeliness.Finished, AuditVerdict.Unspecified, StatusCase.ClosedWithoutCompletion)]
    public void Case_OfFacts_IsTheOneThatSaysMost(Delivery delivery, Timeliness timeliness, AuditVerdict verdict, StatusCase expected) =>
        Assert.Equal(expected, StatusCases.Of(delivery, timeliness, verdict));

    [Theory]
    [InlineData("2026-11-09", 28, false, StatusCase.Overdue)]
    [InlineData("2026-12-20", 28, false, StatusCase.InProgress)]
    [InlineData("2026-12-20", 60, false, StatusCase.DueSoon)]
    [InlineData("2026-12-20", 28, true, StatusCase.AtRisk)]
    [InlineData("", 28, false, StatusCase.Ongoing)]
    public void Case_OfARecord_FollowsThePartnershipsDaysAndItsMilestones(string due, int soon, bool lateMilestone, StatusCase expected)
    {
        var action = new ActionProto { DueOn = due, Delivery = Delivery.InProgress, NextMilestoneDueOn = lateMilestone ? "2026-11-01" : "" };
        Assert.Equal(expected, ActionStanding.CaseOf(action, Today, soon));
    }

    [Theory]
    [InlineData("rag")]
    [InlineData("brag")]
    [InlineData("quadrants")]
    public void ReadyScale_OfEach_NamesEveryCaseOnceAndDefinesEveryStep(string key)
    {
        var scale = ReadyScales.All[key];
        Assert.Equal(StatusCases.All, scale.Steps.SelectMany(step => step.Cases).Order());
        Assert.All(scale.Steps, step => Assert.True(step.Word.Length is > 0 and <= 30 && step.Definition.Length is > 0 and <= 300 && step.Colour != default));
        Assert.Equal(scale.Steps.Count, scale.Steps.Select(step => step.Colour).Distinct().Count());
    }

    [Fact]
    public async Task Pages_OfAPartnershipWithoutAScale_ShowTheFactsAlone()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Assert.Null((await browser.OpenAsync(Home + "/actions")).QuerySelector("select[name=step]"));
        Assert.Null((await browser.OpenAsync(Home)).QuerySelector("#scale"));
        await browser.OpenAsync(Home + "?handler=scale", HttpStatusCode.NotFound);
        Assert.Contains("None: statuses are the facts in words", (await browser.OpenAsync(Home + "/settings")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_OfAPartnershipWithAScale_ShowItsStepsWithWhatTheyMean()
    {
        using var scaled = Scaled();
        using var browser = await BrowserOfOne.SignedInAsync(platform, "councillor");
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var red = ReadyScales.All["brag"].Steps[1].Definition;

        var list = await manager.OpenAsync(Home + "/actions");
        Assert.Contains("BRAG", list.QuerySelectorAll("main table thead th").Select(head => head.TextContent));
        Assert.Equal("Red", list.QuerySelectorAll("main table tbody tr:first-child .govuk-tag")[^1].TextContent);
        Assert.Contains(red, list.QuerySelector("main details:last-of-type")!.TextContent, StringComparison.Ordinal);

        var narrowed = await manager.OpenAsync(Home + "/actions?step=Red");
        Assert.Equal([StatusCase.AtRisk, StatusCase.Overdue], platform.Reporting.Listed.Last().StatusCases.Order());
        Assert.Contains("BRAG: Red", narrowed.QuerySelector(".moj-filter-tags")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Red", ((IHtmlSelectElement)narrowed.QuerySelector("select[name=step]")!).Value);
        // A step that the scale no longer has narrows nothing.
        await manager.OpenAsync(Home + "/actions?step=Puce");
        Assert.Empty(platform.Reporting.Listed.Last().StatusCases);

        var overview = await manager.OpenAsync(Home);
        var rows = overview.QuerySelectorAll("#scale + table tbody tr");
        Assert.Equal(["5", "5", "2", "12", "1"], rows.Select(row => row.QuerySelector("a")!.ChildNodes[0].TextContent));
        Assert.Contains(red, rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(Home + "/actions?step=Red", rows[1].QuerySelector("a")!.GetAttribute("href"));

        using var file = await manager.Client.GetAsync(Home + "?handler=scale");
        var csv = await file.Content.ReadAsStringAsync();
        Assert.Contains($"Red,\"{red}\",5,", csv, StringComparison.Ordinal);

        var record = await manager.OpenAsync($"{Home}/actions/{StandInReporting.Late.ActionId}");
        Assert.Contains(record.QuerySelectorAll("main .govuk-summary-list__key"), key => key.TextContent.Trim() == "BRAG");
        Assert.Contains("What BRAG means here", record.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var plan = await manager.OpenAsync(Home + "/plan/plan");
        Assert.Contains("BRAG", plan.QuerySelectorAll("main table thead th").Select(head => head.TextContent));
        Assert.Contains(red, plan.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        // Whoever asks what red means finds it on the partnership's page.
        Assert.Contains(red, (await browser.OpenAsync(Home + "/settings")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rag", "RAG")]
    [InlineData("brag", "BRAG")]
    [InlineData("quadrants", "Four quadrants")]
    public async Task Form_BegunWithAReadyScale_IsFilledAndSavedAsItStands(string start, string name)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync($"{Form}?start={start}");
        Assert.Equal(name, ((IHtmlInputElement)form.QuerySelector("#Name")!).Value);
        using var answer = await browser.PostAsync(form, Form, AsItStands(form));
        Assert.Equal(Home + "/settings", answer.Headers.Location?.OriginalString);
        var sent = platform.Settings.Acts.OfType<SaveStatusScaleRequest>().Last();
        Assert.Equal((7, ReadyScales.All[start]), (sent.ExpectedVersion, Ordered(sent.Scale)));
    }

    [Fact]
    public async Task Form_Previewed_ShowsTheTagsAndSavesNothing()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Form + "?start=brag");
        var before = platform.Settings.Acts.Count;
        using var answer = await browser.PostAsync(form, Form + "?handler=Preview", AsItStands(form, ("Steps[1].Word", "Crimson"), ("Places[0]", "0")));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var shown = page.QuerySelectorAll("main table tbody tr").Select(row => row.QuerySelectorAll("td")[1].TextContent.Trim()).ToList();
        Assert.Equal(("no step yet", "Crimson"), (shown[0], shown[4]));
        Assert.Equal("Crimson", ((IHtmlInputElement)page.QuerySelector("[name='Steps[1].Word']")!).Value);
        Assert.Equal(before, platform.Settings.Acts.Count);
    }

    [Fact]
    public async Task Form_WithoutADefinition_SaysSoBesideIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Form + "?start=rag");
        using var answer = await browser.PostAsync(form, Form, AsItStands(form, ("Steps[2].Definition", "")));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var target = page.QuerySelector(".govuk-error-summary__list a")!.GetAttribute("href")![1..];
        Assert.Equal("Steps[2].Definition", page.GetElementById(target)!.GetAttribute("name"));
    }

    [Fact]
    public async Task Form_WithUseNoScale_TakesItAway()
    {
        using var scaled = Scaled();
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Form);
        using var answer = await browser.PostAsync(form, Form + "?handler=None", AsItStands(form));
        Assert.Equal(Home + "/settings", answer.Headers.Location?.OriginalString);
        Assert.Null(platform.Settings.Acts.OfType<SaveStatusScaleRequest>().Last().Scale);
    }

    [Fact]
    public async Task Form_OfAnybodyElse_IsForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "councillor");
        await browser.OpenAsync(Form, HttpStatusCode.Forbidden);
    }

    private Scales Scaled() => new(platform.Settings);

    private static StatusScale Ordered(StatusScale scale)
    {
        foreach (var step in scale.Steps)
        {
            StatusCase[] cases = [.. step.Cases];
            step.Cases.Clear();
            step.Cases.Add(ReadyScales.All.Values.SelectMany(ready => ready.Steps).First(ready => ready.Cases.Order().SequenceEqual(cases.Order())).Cases);
        }

        return scale;
    }

    private static (string, string)[] AsItStands(IHtmlDocument form, params (string Name, string Value)[] filled) =>
    [
        .. filled,
        .. form.QuerySelectorAll("main form textarea").Select(box => (Name: box.GetAttribute("name")!, Value: box.TextContent.Trim()))
            .Concat(form.QuerySelectorAll("main form select").Cast<IHtmlSelectElement>().Select(list => (Name: list.Name!, Value: list.Value!)))
            .Where(box => filled.All(one => one.Name != box.Name)),
    ];

    /// <summary>BRAG for as long as it is not disposed of.</summary>
    private sealed class Scales : IDisposable
    {
        private readonly StandInSettings settings;

        public Scales(StandInSettings settings)
        {
            this.settings = settings;
            settings.Settings.Scale = ReadyScales.All["brag"].Clone();
        }

        public void Dispose() => settings.Settings.Scale = null;
    }
}
