using System.Net;
using Google.Protobuf.WellKnownTypes;
using Jtai.Inspections.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Before publication whatever shows something of an inspection says so above everything else; who opened it is told to its list.</summary>
public class EmbargoMarkingTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Inspection = "/partnerships/haskermoor/inspections/" + StandInInspections.InspectionId;
    private const string Sensitive = "OFFICIAL-SENSITIVE: not to be shared before publication.";

    // Of the partnership and of no inspection, or of published ones alone.
    // Settings and people are the partnership's, whatever it is inspected for.
    private static readonly string[] OfThePartnership = ["partnerships/{partnership}/settings", "partnerships/{partnership}/people"];

    private static readonly string[] OfNoInspection =
    [
        "partnerships/{partnership}/your-role", "partnerships/{partnership}/standing", "partnerships/{partnership}/published", "partnerships/{partnership}/inspections/record", "partnerships/{partnership}/sharing",
        "partnerships/{partnership}/sharing/offer", "partnerships/{partnership}/sharing/{grant:guid}/withdraw",
        "partnerships/{partnership}/deputies", "partnerships/{partnership}/deputies/for/{id}", "partnerships/{partnership}/deputies/{id}/end",
        "partnerships/{partnership}/activity/seals",
    ];

    // Looked at as the person whose it is.
    private static readonly string[] OfOthersThanTheManager =
        [
            "partnerships/{partnership}/statements/{id}/sign-offs/sign", "partnerships/{partnership}/checks/record",
            "partnerships/{partnership}/plan/{id}/challenge", "partnerships/{partnership}/standing/refuse",
        ];

    [Fact]
    public async Task Pages_OfAnInspectionThatIsNotPublished_AreAllMarkedAndLoseItWithPublication()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        Embargo();
        var addresses = PageRoutes.Of(platform.Portal.Services)
            .Where(route => route.RawText!.TrimStart('/').StartsWith("partnerships/", StringComparison.Ordinal) && !OfThePartnership.Any(of => route.RawText.TrimStart('/').StartsWith(of, StringComparison.Ordinal))
                && !OfNoInspection.Concat(OfOthersThanTheManager).Contains(route.RawText.TrimStart('/')))
            .Select(route => PageRoutes.Address(route) + (route.RawText!.EndsWith("plan/make", StringComparison.Ordinal) ? "?inspection=" + StandInInspections.InspectionId : ""))
            .ToList();
        Assert.InRange(addresses.Count, 25, 150);

        Assert.Equal("", string.Join('\n', await WithoutAsync(addresses)));
        platform.Inspections.Inspection.Phase = InspectionPhase.Published;
        Assert.Equal(await ShownAsync(addresses), await WithoutAsync(addresses));

        async Task<List<string>> WithoutAsync(List<string> of) => [.. (await MarkingsAsync(manager, of)).Where(page => page.Marking is null).Select(page => page.Address)];

        async Task<List<string>> ShownAsync(List<string> of) => [.. (await MarkingsAsync(manager, of)).Select(page => page.Address)];
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("2026-11-26", true)]
    public async Task Overview_WithoutAnAction_IsMarkedForADeadline(string statementDueOn, bool marked)
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        Embargo();
        (platform.Inspections.Inspection.StatementDueOn, platform.Actions.Plan.Actions) = (statementDueOn, 0);

        var page = await manager.OpenAsync("/partnerships/haskermoor");

        (platform.Inspections.Inspection.StatementDueOn, platform.Actions.Plan.Actions) = ("", 1);
        Assert.Equal(marked, page.QuerySelector(".jtai-marking") is not null);
    }

    [Theory]
    [InlineData(1, "Only the 1 named reader may see this.")]
    [InlineData(3, "Only the 3 named readers may see this.")]
    public async Task Marking_OfAPageOfTheInspection_CountsItsReadersAndComesFirst(int readers, string sentence)
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        Embargo([.. Enumerable.Range(1, readers).Select(number => $"reader {number}")]);

        var page = await manager.OpenAsync(Inspection);

        Assert.Equal($"{Sensitive} {sentence}", page.QuerySelector("main")!.FirstElementChild!.TextContent);
        Assert.Contains("jtai-marked", page.Body!.ClassList);
    }

    [Fact]
    public async Task Figures_ThatCountActionsOfAnUnpublishedInspection_AreMarkedInNameAndRows()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        Embargo();

        using var marked = await manager.Client.GetAsync("/partnerships/haskermoor?handler=figures");
        var rows = (await marked.Content.ReadAsStringAsync()).Trim('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        platform.Inspections.Inspection.Phase = InspectionPhase.Published;
        using var open = await manager.Client.GetAsync("/partnerships/haskermoor?handler=figures");

        Assert.StartsWith("OFFICIAL-SENSITIVE-haskermoor-progress-", marked.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        Assert.EndsWith(",Marking", rows[0], StringComparison.Ordinal);
        Assert.All(rows[1..], row => Assert.Contains(Sensitive, row, StringComparison.Ordinal));
        Assert.StartsWith("haskermoor-progress-", open.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        Assert.DoesNotContain("Marking", await open.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InspectionPhase.PrePublication, "has not opened it")]
    [InlineData(InspectionPhase.Published, "did not open it before publication")]
    public async Task NamedList_ForAPersonOnIt_SaysWhoOpenedItAndWhen(InspectionPhase phase, string notOpened)
    {
        using var officer = await BrowserOfOne.SignedInAsync(platform, "officer");
        Embargo("officer", "councillor");
        platform.Inspections.Inspection.Phase = phase;

        var list = (await officer.OpenAsync(Inspection)).QuerySelector("main")!.TextContent;

        Assert.Matches("Opened by .+ on 3 July 2026 at 2:02pm, last on 5 July 2026 at 10am", list);
        Assert.Contains(notOpened, list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamedList_ForAPersonWhoIsNotOnIt_IsNotThere()
    {
        using var councillor = await BrowserOfOne.SignedInAsync(platform, "councillor");
        Embargo("officer");
        platform.Inspections.Inspection.Phase = InspectionPhase.Published;

        Assert.DoesNotContain("Opened by", (await councillor.OpenAsync(Inspection)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    private void Embargo(params string[] readers)
    {
        var inspections = platform.Inspections;
        (inspections.Inspection.Phase, inspections.Inspection.LetterSha256) = (InspectionPhase.PrePublication, "00ff");
        inspections.Inspection.ReaderIds.Clear();
        inspections.Inspection.ReaderIds.Add(readers.Length > 0 ? readers : ["manager", "officer"]);
        inspections.Openings.Openings.Clear();
        inspections.Openings.Openings.Add(new Opening { PersonId = "officer", FirstAt = At(3, 13, 2), LastAt = At(5, 9, 0) });
    }

    private static Timestamp At(int day, int hour, int minute) => Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 7, day, hour, minute, 0, TimeSpan.Zero));

    // What leads on to another page is looked at there.
    private static async Task<List<(string Address, string? Marking)>> MarkingsAsync(BrowserOfOne browser, IEnumerable<string> addresses)
    {
        var pages = new List<(string, string?)>();
        foreach (var address in addresses)
        {
            using var answer = await browser.Client.GetAsync(address);
            if (answer.StatusCode == HttpStatusCode.Redirect)
            {
                continue;
            }

            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.IsSuccessStatusCode, $"{address} answers {answer.StatusCode}");
            pages.Add((address, page.QuerySelector(".jtai-marking")?.TextContent is { } text && text.StartsWith(Sensitive, StringComparison.Ordinal) ? text : null));
        }

        return pages;
    }
}
