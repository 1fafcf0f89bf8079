using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Tests;

/// <summary>How far it is proven, on the overview, in the golden thread, in lists and in what waits for whom.</summary>
public sealed class ProofPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Home = "/partnerships/haskermoor";

    [Fact]
    public async Task Overview_OfAPlan_SaysHowFarItIsProvenAndOpensTheLists()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        platform.Reporting.Besides = overview => overview.Proven = new()
        {
            SelfAssured = 2, Confirmed = 3, Embedded = 4, PartlyEmbedded = 5, NotEmbedded = 6, EvidenceItems = 7, OpenChallenges = 8, StrengthsSlippingOrLost = 9,
        };
        var page = await browser.OpenAsync(Home);

        Assert.Equal(
            [
                "4 actions wait for one; 3 confirmed", "2 actions are self-assured", "4 found embedded, 5 partly; 6 found not embedded",
                "7 items of evidence of open plans; actions claimed or complete without any", "9 found slipping or lost", "8 open",
            ],
            Rows(page).Select(row => Words(row)));
        Assert.Equal(
            [
                Home + "/actions?only=WaitsForCheck", Home + "/actions?only=SelfAssured", Home + "/actions?only=NotEmbedded", Home + "/actions?only=WithoutEvidence",
                Home + "/strengths", Home + "/challenges",
            ],
            Rows(page).SelectMany(row => row.QuerySelectorAll("a")).Select(link => link.GetAttribute("href")));

        // Of a service that does not know it yet.
        platform.Reporting.Besides = null;
        Assert.Contains("0 actions are self-assured", (await browser.OpenAsync(Home)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thread_OfAPlan_GoesOnToWhatProvesItAndSaysWhatIsMissing()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Assert.DoesNotContain("From actions to what proves them", (await browser.OpenAsync(Home + "/plan/plan/thread")).Body!.TextContent, StringComparison.Ordinal);

        platform.Actions.Others.Add(StandInActions.Another(71, action => (action.Delivery, action.Completion) = (Delivery.Complete, new() { On = "2026-11-02" })));
        var second = platform.Actions.Others[0].ActionId;
        platform.Assurance.Proven.Add(new()
        {
            Actions =
            {
                new ProvenSoFar { ActionId = StandInActions.ActionId, CheckCompulsory = true, Gaps = { ProofGap.NoEvidence, ProofGap.NoVoice } },
                // Not among those that the person sees.
                new ProvenSoFar { ActionId = "0198c0de-0000-7000-8000-0000000000ff" },
            },
            NextPageToken = "next one",
        });
        platform.Assurance.Proven.Add(new()
        {
            Actions =
            {
                new ProvenSoFar
                {
                    ActionId = second, EvidenceItems = 2, Measures = 2, MeasuresWithReading = 1, Voices = 1, LastVerdict = AuditVerdict.PartlyEmbedded, LastAuditOn = "2026-11-09",
                },
            },
        });
        var page = await browser.OpenAsync(Home + "/plan/plan/thread");
        Assert.Equal(
            ["HSK-2026-F03", "none", "compulsory once it is claimed as done", "none", "no measure", "none",
                "No evidence, and no reason why there can be none. Children were not heard on it, and nobody says why"],
            page.QuerySelectorAll("#proof tbody tr").Single().QuerySelectorAll("td").Select(cell => Words(cell)));
        var next = page.QuerySelector("#proof p a")!;
        Assert.Equal(("More of these actions", Home + "/plan/plan/thread?proof=next%20one#proof"), (next.TextContent.Trim(), next.GetAttribute("href")));

        page = await browser.OpenAsync(Home + "/plan/plan/thread?proof=next%20one");
        Assert.Equal(
            ["2 items", "confirmed on 2 November 2026", "partly embedded, 9 November 2026", "1 of 2 measures with a reading", "1 record", "none"],
            page.QuerySelectorAll("#proof tbody tr").Single().QuerySelectorAll("td").Skip(1).Select(cell => Words(cell)));
        Assert.Equal(["The first of these actions"], page.QuerySelectorAll("#proof p a").Select(link => link.TextContent.Trim()));
    }

    public static TheoryData<WorkItem, string, string> Items => new()
    {
        { Item(WorkKind.SecondCheck, WorkReason.ToCheck), "Second check", "/actions/a/check" },
        { Item(WorkKind.SecondCheck, WorkReason.YouAsked), "Second check", "/actions/a" },
        { Item(WorkKind.Evidence, WorkReason.FileToMend), "Evidence", "/evidence/r" },
        { Item(WorkKind.Audit, WorkReason.Overdue), "Audit", "/audits/r" },
        { Item(WorkKind.ImpactMeasure, WorkReason.Overdue), "Measure of impact", "/impact/r" },
        { Item(WorkKind.Strength, WorkReason.DueSoon), "Strength to sustain", "/strengths" },
        { Item(WorkKind.Challenge, WorkReason.ToAnswer), "Challenge", "/challenges/r" },
    };

    [Theory]
    [MemberData(nameof(Items))]
    public void Work_OfEachKind_HasItsWordsAndPlace(WorkItem item, string words, string address)
    {
        Assert.Equal((words, Home + address), (WorkWords.Of(item.Kind), WorkAddresses.Of(item)));
        Assert.NotEmpty(WorkWords.Why(item));
    }

    [Fact]
    public void Words_OfEveryGapAndNarrowing_AreThere()
    {
        Assert.All(Enum.GetValues<ProofGap>().Where(gap => gap != default), gap => Assert.NotEmpty(ProofWords.Of(gap)));
        Assert.All(NarrowingWords.All, only => Assert.NotEmpty(NarrowingWords.Of(only)));
    }

    [Fact]
    public void Words_OfWhatIsProven_NameItAndNothingElse()
    {
        Assert.Equal("", ProofWords.Of(new ActionRow()));
        Assert.Equal("self-assured, found not embedded, 1 item of evidence", ProofWords.Of(new ActionRow { SelfAssured = true, Verdict = AuditVerdict.NotEmbedded, EvidenceItems = 1 }));
        Assert.Equal("confirmed by a second check", ProofWords.Of(new ActionRow { Confirmed = true, Verdict = AuditVerdict.NotApplicable }));
    }

    [Theory]
    [InlineData(SharingLevel.Headlines, 0, 0, 0, "not shared")]
    [InlineData(SharingLevel.OwnActions, 0, 0, 0, "nothing")]
    [InlineData(SharingLevel.OwnActions, 2, 1, 1, "2 second checks, 1 challenge to answer, 1 file of evidence to mend")]
    public void Words_OfWhatWaitsForUs_AreByLevel(SharingLevel level, int checks, int challenges, int evidence, string words)
    {
        var row = new SharedPartnership { Level = level, ChecksWaitForUs = checks, ChallengesWaitForUs = challenges, EvidenceWaitsForUs = evidence };
        Assert.Equal(words, Journeys.Across.IndexModel.WaitsForUs(row));
        row.Statements.Add(new StatementStanding { SignOffWaitsForUs = true });
        Assert.Equal(level == SharingLevel.Headlines ? words : words == "nothing" ? "our sign-off" : "our sign-off; " + words, Journeys.Across.IndexModel.WaitsForUs(row));
    }

    public void Dispose()
    {
        platform.Actions.Others.Clear();
        platform.Assurance.Proven.Clear();
        platform.Reporting.Besides = null;
    }

    private static IEnumerable<IElement> Rows(IHtmlDocument page) =>
        page.QuerySelector("#proven")!.NextElementSibling!.QuerySelectorAll(".govuk-summary-list__value");

    private static string Words(IElement cell) =>
        string.Join(' ', (cell.QuerySelector("[class*=cards__value], .jtai-card-value")?.TextContent ?? cell.TextContent).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static WorkItem Item(WorkKind kind, WorkReason reason) =>
        new() { Kind = kind, Because = { reason }, PartnershipId = "haskermoor", ActionId = "a", RecordId = "r", DaysOverdue = 2 };
}
