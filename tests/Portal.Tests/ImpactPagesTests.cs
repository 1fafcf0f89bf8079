using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Journeys.Assurance.Impact;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;

namespace Jtai.Portal.Tests;

/// <summary>Measures of impact: listed, drawn, read, and agreed.</summary>
public sealed class ImpactPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Measures = "/partnerships/haskermoor/impact";
    private const string Measure = $"{Measures}/{StandInAssurance.MeasureId}";
    private const string Plan = "/partnerships/haskermoor/plan/plan/measure";

    private static readonly ImpactMeasure From20To70 = new()
    {
        Unit = "%", Direction = MeasureDirection.UpIsBetter, Baseline = "20", BaselineOn = "2026-01-31", Target = "70", TargetOn = "2027-03-01",
    };

    private static DateOnly Today => new(2026, 11, 10);

    [Theory]
    [InlineData("40.5", "41% of the way from 20% to 70%; by 1 March 2027", "On the way")]
    [InlineData("69.99", "99% of the way from 20% to 70%; by 1 March 2027", "On the way")]
    [InlineData("20", "0% of the way from 20% to 70%; by 1 March 2027", "On the way")]
    [InlineData("19.9", "further away than at the start, from 20% to 70%; by 1 March 2027", "Further away")]
    [InlineData("70", "the target of 70% is reached; it was to be by 1 March 2027", "Target reached")]
    [InlineData(null, "from 20% to 70%; by 1 March 2027", "No reading yet")]
    public void Towards_TheTarget_IsSaidInWords(string? reading, string words, string standing)
    {
        var measure = new ImpactMeasure(From20To70) { LastReading = reading is null ? null : new() { Value = reading } };
        Assert.Equal((words, standing), (ImpactWords.Towards(measure), ImpactWords.Standing(measure, Today).Text));
    }

    [Fact]
    public void Towards_WhereLessIsBetterOrNothingIsExpectedOrWanted_IsSaidSo()
    {
        var less = new ImpactMeasure(From20To70) { Direction = MeasureDirection.DownIsBetter, Baseline = "70", Target = "20", LastReading = new() { Value = "60" } };
        Assert.Equal("20% of the way from 70% to 20%; by 1 March 2027", ImpactWords.Towards(less));
        Assert.Equal("Target reached", ImpactWords.Standing(new(less) { LastReading = new() { Value = "19" } }, Today).Text);
        var later = new ImpactMeasure(From20To70) { NotExpectedBefore = "2026-12-01" };
        Assert.Equal(("Not expected yet", "No change is expected before 1 December 2026."), (ImpactWords.Standing(later, Today).Text, ImpactWords.Expected(later, Today)));
        Assert.Equal("to 70%; by 1 March 2027", ImpactWords.Towards(new(From20To70) { Baseline = "", LastReading = new() { Value = "3" } }));
        var context = new ImpactMeasure { Unit = "children", Direction = MeasureDirection.Context, LastReading = new() { Value = "12" } };
        Assert.Equal(("A figure for context, without a target", "For context"), (ImpactWords.Towards(context), ImpactWords.Standing(context, Today).Text));
    }

    [Fact]
    public void Chart_OfReadings_GoesFromTheStartToTheNewestAndIsSaidInWords()
    {
        var chart = new ReadingsChart(From20To70, [new() { On = "2026-09-30", Value = "40.5" }, new() { On = "2026-06-30", Value = "31" }]);
        Assert.Equal(("70,176 408.4,142.6 616,113.7", "24"), (chart.Line, chart.TargetY));
        Assert.Equal("20% on 31 January 2026, 31% on 30 June 2026, 40.5% on 30 September 2026. Target: 70%.", chart.InWords());
        Assert.False(new ReadingsChart(new() { Unit = "days" }, [new() { On = "2026-09-30", Value = "3" }]).IsWorthDrawing);
        // Of readings that are all the same, the line stands in the middle.
        Assert.Equal("70,100 616,100", new ReadingsChart(new() { Unit = "days" }, [new() { On = "2026-09-30", Value = "3" }, new() { On = "2026-06-30", Value = "3" }]).Line);
    }

    [Fact]
    public async Task Measure_OnItsPage_HasItsChartItsTableAndWhoHasToAgreeItAgain()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var row = (await browser.OpenAsync(Measures)).QuerySelector("main tbody tr")!;
        Assert.Contains("41% of the way from 20% to 70%; by 1 March 2027", row.TextContent, StringComparison.Ordinal);
        var main = (await browser.OpenAsync(row.QuerySelector("a")!.GetAttribute("href")!)).QuerySelector("main")!;
        Assert.Equal(3, main.QuerySelectorAll("svg circle").Length);
        Assert.Contains("40.5% on 30 September 2026", main.QuerySelector("svg desc")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, main.QuerySelectorAll("table tbody tr").Count(line => line.TextContent.Contains("Returns", StringComparison.Ordinal)));
        Assert.Contains("Changed since it was agreed on 1 November 2026", main.TextContent, StringComparison.Ordinal);
        var history = main.QuerySelector(".moj-timeline")!.TextContent;
        Assert.Contains("The agreement of 1 November 2026 is void", history, StringComparison.Ordinal);
        Assert.Contains("30 September 2026: 41%, now 40.5%", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_WithoutActions_AsksForThemKeepsWhatWasTypedAndThenSaves()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        (string, string)[] typed =
        [
            ("What", "Children seen"), ("Unit", "%"), ("Direction", "UpIsBetter"), ("CountsPeople", "False"), ("Target", "1,200 %"),
            ("TargetOn.Day", "3"), ("TargetOn.Month", "3"), ("TargetOn.Year", "2027"),
        ];
        using var empty = await browser.PostAsync(await browser.OpenAsync(Plan), Plan, typed);
        var again = new HtmlParser().ParseDocument(await empty.Content.ReadAsStringAsync());
        Assert.Equal("#Chosen", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("Children seen", again.QuerySelector("[name=What]")!.GetAttribute("value"));

        using var answer = await browser.PostAsync(again, Plan, [.. typed, ("Chosen", $"{StandInActions.ActionId}:3")]);
        Assert.Equal(Measure, answer.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<SaveImpactMeasureRequest>().Last();
        Assert.Equal(("1200", "2027-03-03", "", StandInActions.ActionId), (sent.Target, sent.TargetOn, sent.BaselineOn, sent.ActionIds.Single()));
        var change = await browser.OpenAsync($"{Plan}/{StandInAssurance.MeasureId}");
        Assert.Equal("Children seen within a working day", change.QuerySelector("[name=What]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Reading_OfAMeasureThatChanged_SaysSoAndKeepsWhatWasTyped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        const string address = Measure + "/reading";
        using var stale = await browser.PostAsync(await browser.OpenAsync(address), address, ("Version", "7"), ("Value", " 42 "), ("Source", "Survey"));
        var again = new HtmlParser().ParseDocument(await stale.Content.ReadAsStringAsync());
        Assert.Contains("Somebody else changed this measure", again.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Survey", again.QuerySelector("[name=Source]")!.GetAttribute("value"));
        using var answer = await browser.PostAsync(again, address, ("Value", " 42 "), ("Source", "Survey"));
        Assert.Equal(Measure, answer.Headers.Location?.OriginalString);
        Assert.Equal(("42", 5L), (platform.Assurance.Acts.OfType<RecordImpactReadingRequest>().Last().Value, platform.Assurance.Acts.OfType<RecordImpactReadingRequest>().Last().ExpectedVersion));
    }

    [Fact]
    public async Task SoWhat_SaidAndAgreed_IsSentWithWhoAgrees()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var said = await browser.PostAsync(
            await browser.OpenAsync(Measure + "/so-what"), Measure + "/so-what", ("SoWhat", "Children wait less."), ("AgreedBy", "officer"));
        Assert.Equal(Measure, said.Headers.Location?.OriginalString);
        Assert.Equal("officer", platform.Assurance.Acts.OfType<SaySoWhatRequest>().Last().AgreedBy);
        using var agreed = await browser.PostAsync(await browser.OpenAsync(Measure + "/agree"), Measure + "/agree");
        Assert.Equal(Measure, agreed.Headers.Location?.OriginalString);
        Assert.Equal(5, platform.Assurance.Acts.OfType<AgreeSoWhatRequest>().Last().ExpectedVersion);
        using var withdrawn = await browser.PostAsync(await browser.OpenAsync(Measure + "/withdraw"), Measure + "/withdraw", ("Reason", "Counted twice."));
        Assert.Equal("Counted twice.", platform.Assurance.Acts.OfType<WithdrawImpactMeasureRequest>().Last().Reason);
    }
}
