using AngleSharp.Html.Dom;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>The golden thread, from findings to actions and back, with its gaps in words.</summary>
public sealed class GoldenThreadTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Thread = "/partnerships/haskermoor/plan/plan/thread";

    [Fact]
    public async Task Thread_OfAPlan_GoesBothWaysSaysItsGapsAndSetsStrengthsApart()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Inspections.Others.Add(FindingOf(71, FindingKind.Improvement));
        platform.Inspections.Others.Add(FindingOf(72, FindingKind.Strength));
        platform.Actions.Others.Add(StandInActions.Another(71, action => action.FindingIds.Clear()));
        var page = await browser.OpenAsync(Thread);

        Assert.Equal(["HSK-2026-F03", "HSK-2026-F71"], Column(page, 0, 1));
        Assert.Equal(["No response yet", "No response yet. No action, and no reason why"], Column(page, 0, 6));
        Assert.Contains("HSK-2026-A014", Column(page, 0, 4).First(), StringComparison.Ordinal);
        Assert.Equal(["HSK-2026-A014", "HSK-2026-A71"], Column(page, 1, 1));
        Assert.Equal(["HSK-2026-F03", "none"], Column(page, 1, 3));
        Assert.StartsWith("It answers no finding any more", Column(page, 1, 5).Last(), StringComparison.Ordinal);
        Assert.Equal(["HSK-2026-F72"], Column(page, 2, 1));
    }

    [Fact]
    public async Task Thread_OnceTheStatementIsSent_SaysWhatCameAfterIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Actions.Others.Add(StandInActions.Another(71, action => action.AddedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero))));
        Assert.Equal(["not sent yet", "not sent yet"], Column(await browser.OpenAsync(Thread), 1, 4));
        platform.Actions.Plan.StatementSentOn = "2026-11-24";
        Assert.Equal(["sent on 24 November 2026", "added since it was sent"], Column(await browser.OpenAsync(Thread), 1, 4));
    }

    [Fact]
    public async Task Thread_WithAReasonInPlaceOfAnAction_HoldsThere()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var finding = FindingOf(71, FindingKind.Improvement);
        platform.Inspections.Others.Add(finding);
        platform.Actions.Parts.Responses.Add(new FindingResponse
        {
            FindingId = finding.FindingId, PlanId = "plan", Position = FindingPosition.Accepted, NoActionBecause = "It was done in May.", Version = 1,
        });
        var page = await browser.OpenAsync(Thread);
        Assert.Equal("none", Column(page, 0, 6).Last());
        Assert.Contains("No action, because: It was done in May.", Column(page, 0, 3).Last(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Column(IHtmlDocument page, int table, int column) =>
        page.QuerySelectorAll("main table")[table].QuerySelectorAll($"tbody tr > :nth-child({column})")
            .Select(cell => string.Join(' ', (cell.QuerySelector("[class*=cards__value], .jtai-card-value")?.TextContent ?? cell.TextContent).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static Finding FindingOf(int number, FindingKind kind) => new()
    {
        FindingId = $"0198c0de-0000-7000-8000-{number + 8000:d12}", InspectionId = StandInInspections.InspectionId, Reference = $"HSK-2026-F{number}", Kind = kind,
        Text = "Something was found.", Paragraph = 2, Page = 3,
    };

    public void Dispose()
    {
        platform.Inspections.Others.Clear();
        platform.Actions.Others.Clear();
        platform.Actions.Parts.Responses.Clear();
        platform.Actions.Plan.StatementSentOn = "";
    }
}
