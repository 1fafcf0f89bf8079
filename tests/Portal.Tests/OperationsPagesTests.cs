using System.Net;
using Jtai.Operating.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;

namespace Jtai.Portal.Tests;

/// <summary>What whoever runs the platform sees of it, and can do.</summary>
public sealed class OperationsPagesTests : IClassFixture<PlatformOfStandIns>
{
    private const string Health = "/operations";
    private const string Quarantine = Health + "/quarantine";

    private readonly PlatformOfStandIns platform;

    public OperationsPagesTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        platform.Operations.Away = null;
        platform.Operations.Quarantined.Clear();
        platform.Operations.Jobs.Clear();
        platform.Operations.Asked.Clear();
    }

    [Fact]
    public async Task Start_OfAnOperator_IsTheHealthOfThePlatform()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        using var start = await browser.Client.GetAsync("/");
        Assert.Equal(Health, start.Headers.Location?.OriginalString);
        var page = await browser.OpenAsync(Health);
        Assert.Equal("Everything works.", page.QuerySelector(".govuk-body-l")!.TextContent);
        Assert.Equal(["Partners", "Inspections", "Actions", "Reporting", "Gateway", "Portal"], page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody th").Select(part => part.TextContent.Trim()));
        Assert.Equal(["Health", "Quarantine", "Jobs", "Traces", "Keys", "Tenants", "Invitations", "Successors", "Activity", "Runbook"], page.QuerySelectorAll("header nav a").Select(link => link.TextContent.Trim()));
    }

    [Fact]
    public async Task Successors_OfAMerger_AreSentWithTheirSidesAndListed()
    {
        const string Path = "/operations/successors";
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var form = await browser.OpenAsync(Path);
        Assert.Contains("The order of 2022", form.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        using var answer = await browser.PostAsync(
            form, Path, ("Kind", "Merged"), ("From[0]", "agency:westmarch-police"), ("From[1]", "agency:moors-hospitals"), ("From[2]", ""), ("From[3]", ""),
            ("To[0]", "agency:moors-icb"), ("To[1]", ""), ("To[2]", ""), ("To[3]", ""), ("On.Day", "1"), ("On.Month", "4"), ("On.Year", "2027"), ("Note", "The order of 2026"));
        Assert.Equal(Path, answer.Headers.Location?.OriginalString);
        Assert.Equal(
            new SuccessorLink { Kind = SuccessorKind.Merged, FromIds = { "westmarch-police", "moors-hospitals" }, ToIds = { "moors-icb" }, TakesEffectOn = "2027-04-01", Note = "The order of 2026" },
            platform.Partners.Links.Last());
        var remove = $"{Path}/{StandInPartners.LinkId}/remove";
        using var removed = await browser.PostAsync(await browser.OpenAsync(remove), remove);
        Assert.Equal(Path, removed.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Succession_OfAPartnership_IsRegisteredListedAndItsDayMovedWhileItIsToCome()
    {
        const string Path = "/operations/successions";
        var (succession, day) = (platform.Partners.Succession, platform.Partners.Succession.TakesEffectOn);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var form = await browser.OpenAsync(Path);
        Assert.Contains("East Moor Partnership and West Moor Partnership", form.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        // Its day is over.
        Assert.Null(form.QuerySelector("main table a"));
        using var answer = await browser.PostAsync(
            form, Path, ("FromPartnershipId", "haskermoor"), ("To[0].PartnershipId", "haskermoor"), ("To[0].CouncilAgencyId", ""), ("To[1].PartnershipId", ""), ("To[1].CouncilAgencyId", ""),
            ("To[2].PartnershipId", ""), ("To[3].PartnershipId", ""), ("TakesEffectOn.Day", "1"), ("TakesEffectOn.Month", "4"), ("TakesEffectOn.Year", "2027"), ("Order", "The order of 2026"));
        Assert.Equal(Path, answer.Headers.Location?.OriginalString);
        Assert.Equal(
            new RegisterSuccessionRequest { FromPartnershipId = "haskermoor", To = { new Successor { PartnershipId = "haskermoor" } }, TakesEffectOn = "2027-04-01", Order = "The order of 2026" },
            platform.Partners.SuccessionActs.Last());
        succession.TakesEffectOn = "2099-04-01";
        try
        {
            var move = (await browser.OpenAsync(Path)).QuerySelector("main table a")!.GetAttribute("href")!;
            using var moved = await browser.PostAsync(await browser.OpenAsync(move), move, ("TakesEffectOn.Year", "2100"));
            Assert.Equal(Path, moved.Headers.Location?.OriginalString);
            Assert.Equal(
                new MoveSuccessionDayRequest { SuccessionId = StandInPartners.SuccessionId, ExpectedVersion = 1, TakesEffectOn = "2100-04-01" }, platform.Partners.SuccessionActs.Last());
        }
        finally
        {
            succession.TakesEffectOn = day;
        }
    }

    [Fact]
    public async Task Successors_OfAnAgencyByABody_AreRefusedBesideTheField()
    {
        const string Path = "/operations/successors";
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        using var answer = await browser.PostAsync(await browser.OpenAsync(Path), Path, ("Kind", "Renamed"), ("From[0]", "agency:westmarch-police"), ("To[0]", "body:executive"));
        Assert.Contains("Choose agencies alone", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Health)]
    [InlineData(Quarantine)]
    [InlineData(Quarantine + "/event?part=actions&tenant=haskermoor")]
    [InlineData(Health + "/jobs")]
    [InlineData(Health + "/trace")]
    [InlineData(Health + "/trust")]
    [InlineData(Health + "/tenants")]
    [InlineData(Health + "/tenants/new")]
    [InlineData(Health + "/tenants/haskermoor")]
    [InlineData(Health + "/tenants/haskermoor/suspend")]
    [InlineData(Health + "/tenants/haskermoor/close")]
    [InlineData(Health + "/tenants/haskermoor/recover")]
    [InlineData(Health + "/tenants/haskermoor/recovery/refuse")]
    [InlineData(Health + "/workspaces/new")]
    [InlineData(Health + "/agencies/new")]
    [InlineData(Health + "/invitations")]
    [InlineData(Health + "/rebuild")]
    [InlineData(Health + "/runbook")]
    public async Task AnyPage_OfAnybodyElse_IsRefused(string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        await browser.OpenAsync(address, HttpStatusCode.Forbidden);
        using var @operator = await BrowserOfOne.SignedInAsync(platform, "operator");
        await @operator.OpenAsync(address);
    }

    [Fact]
    public async Task Health_PartAwayAndEventsInQuarantine_SaysEachAndLeadsToItsPartOfTheRunbook()
    {
        (platform.Operations.Away, var one) = ("reporting", StandInOperations.Event());
        platform.Operations.Quarantined.Add(one);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Health);
        Assert.Equal("2 parts need a look.", page.QuerySelector(".govuk-body-l")!.TextContent);
        var rows = page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr");
        Assert.Contains("1 event of Partners in quarantine", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("Cannot be reached", rows[3].TextContent, StringComparison.Ordinal);
        var runbook = await browser.OpenAsync(Health + "/runbook");
        var anchors = page.QuerySelectorAll("table")[0].QuerySelectorAll("a").Select(link => link.GetAttribute("href")!.Split('#')[1]).ToList();
        Assert.Equal(["quarantine", "unreachable", "gateway"], anchors);
        Assert.All(anchors, anchor => Assert.NotNull(runbook.GetElementById(anchor)));
    }

    [Fact]
    public void Standing_OfEveryTrouble_IsSaidWithAnAnchorOfItsOwn()
    {
        var now = DateTimeOffset.UtcNow;
        var health = new GetHealthReply
        {
            Part = "actions", Migrations = new() { Pending = { "202612010000_more" } },
            Outbox = new() { Unnumbered = 3, OldestAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(now.AddMinutes(-2)) },
            Consumers =
            {
                new ConsumerState { Publisher = "partners", Quarantined = 2, Rebuilding = 1, Behind = 9, PassedOver = { new PassedOver { TenantId = "northshire", Events = 7 } } },
            },
            Jobs = { new JobState { Kind = "letter", BrokenOff = 1 } },
        };
        Assert.Equal(["migrations", "outbox", "heads", "full-quarantine", "quarantine", "jobs", "rebuild"], OperationsWords.Of(health, now).Select(one => one.Anchor));
        health.Consumers[0] = new() { Publisher = "partners", UnconfirmedForMs = 44_000 };
        (health.Outbox, health.Migrations) = (new(), new());
        health.Jobs.Clear();
        Assert.Equal([""], OperationsWords.Of(health, now).Select(one => one.Anchor));
        health.Consumers[0].UnconfirmedForMs = 46_000;
        Assert.Equal(["heads"], OperationsWords.Of(health, now).Select(one => one.Anchor));
    }

    [Fact]
    public async Task TryAgain_OfAnEventInQuarantine_IsAskedOfItsPart()
    {
        platform.Operations.Quarantined.Add(StandInOperations.Event());
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var list = await browser.OpenAsync(Quarantine);
        var form = await browser.OpenAsync(list.QuerySelector("tbody a")!.GetAttribute("href")!);
        using var answer = await browser.PostAsync(form, form.QuerySelector("form[action*='handler=Replay']")!.GetAttribute("action")!);
        Assert.Equal(Quarantine, answer.Headers.Location?.OriginalString);
        Assert.Equal("actions", Assert.Single(platform.Operations.Asked).Part);
        Assert.Contains("another is asked for", (await browser.OpenAsync(Quarantine)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GiveUp_OfAnEventInQuarantine_NeedsAReason()
    {
        platform.Operations.Quarantined.Add(StandInOperations.Event());
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var list = await browser.OpenAsync(Quarantine);
        var form = await browser.OpenAsync(list.QuerySelector("tbody a")!.GetAttribute("href")!);
        var action = form.QuerySelector("form[action*='handler=Discard']")!.GetAttribute("action")!;
        using var without = await browser.PostAsync(form, action, ("Reason", ""));
        Assert.Contains("Choose why the event is discarded", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(platform.Operations.Quarantined);
        using var answer = await browser.PostAsync(form, action, ("Reason", "NotNeeded"));
        Assert.Equal(Quarantine, answer.Headers.Location?.OriginalString);
        Assert.Equal(DiscardReason.NotNeeded, Assert.IsType<DiscardQuarantinedRequest>(Assert.Single(platform.Operations.Asked).Request).Reason);
    }

    [Fact]
    public async Task GiveUp_OfAnEventThatHasLeftQuarantine_SaysSo()
    {
        platform.Operations.Quarantined.Add(StandInOperations.Event());
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var list = await browser.OpenAsync(Quarantine);
        var form = await browser.OpenAsync(list.QuerySelector("tbody a")!.GetAttribute("href")!);
        platform.Operations.Quarantined.Clear();
        using var answer = await browser.PostAsync(form, form.QuerySelector("form[action*='handler=Discard']")!.GetAttribute("action")!, ("Reason", "Rebuilt"));
        Assert.Contains("It has left quarantine meanwhile.", (await browser.OpenAsync(answer.Headers.Location!.OriginalString)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DoItNow_OfAJobLaidAside_WakesIt()
    {
        platform.Operations.Jobs.Add(StandInOperations.Job());
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Health + "/jobs");
        Assert.Contains("Postponed", page.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        using var answer = await browser.PostAsync(page, Health + "/jobs");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        page = await browser.OpenAsync(Health + "/jobs");
        Assert.Contains("Waiting", page.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("tbody form"));
    }

    [Theory]
    [InlineData("haskermoor", true)]
    [InlineData("nobody", false)]
    public async Task MakeAgain_OfATenantsCopies_IsAskedOrSaysThatThereAreNone(string tenant, bool done)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var form = await browser.OpenAsync(Health + "/rebuild");
        using var answer = await browser.PostAsync(form, Health + "/rebuild", ("Part", "actions"), ("Publisher", "partners"), ("Tenant", tenant));
        Assert.Equal(done ? HttpStatusCode.Redirect : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(done ? 1 : 0, platform.Operations.Asked.Count);
        if (!done)
        {
            Assert.Contains("keeps nothing of Partners for this tenant", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(StandInOperations.TraceId)]
    [InlineData(" 4BF92F3577B34DA6A3CE929D0E0E4736 ")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    public async Task Trace_OfAReferenceThatSomebodyQuotes_LeadsToTheViewerAndSaysWhatItDid(string reference)
    {
        platform.Operations.Away = "inspections";
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync($"{Health}/trace?reference={Uri.EscapeDataString(reference)}");
        Assert.Equal($"https://traces.example/trace/{StandInOperations.TraceId}", page.QuerySelector("main a[rel=noreferrer]")!.GetAttribute("href"));
        Assert.Equal(
            ["Actions", "/jtai.actions.v1.Actions/UpdateProgress", $"ActionChanged {StandInActions.ActionId}, version 3", "haskermoor, entry 71", StandInOperations.Act().Subject],
            page.QuerySelectorAll("tbody td").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("Inspections cannot be reached", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4bf92f35", "Enter the reference as the error page shows it")]
    [InlineData("00000000000000000000000000000000", "Enter the reference as the error page shows it")]
    [InlineData("0123456789abcdef0123456789abcdef", "No entry of an audit log has this trace.")]
    public async Task Trace_OfAReferenceThatIsNone_OrChangedNothing_SaysSo(string reference, string said)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        Assert.Contains(said, (await browser.OpenAsync($"{Health}/trace?reference={reference}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_ThroughTheGateway_SaysItsVersionStartAndRefusals()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        browser.Client.DefaultRequestHeaders.Add("jtai-gateway", "1.2.3+gate;1793862000;7;");
        var row = (await browser.OpenAsync(Health)).QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr")[4];
        Assert.Equal(["1.2.3+gate", "5 November 2026 at 7am"], row.QuerySelectorAll("td").Skip(1).Select(cell => cell.TextContent.Trim()));
        Assert.Contains("7 requests refused by quota since it started", row.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("/runbook#quota", row.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trust_OfThePlatform_NamesKeysTheirDatesAndWhichAreOld()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Health + "/trust");
        var tables = page.QuerySelectorAll("table");
        Assert.Equal(["https://sign-in.example", "jtai-portal", "10 November 2026 at 7am", "a1, b2"], Cells(tables[0]));
        var clients = tables[1].QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("th, td").Select(cell => cell.TextContent.Trim()).ToArray()).ToList();
        Assert.Equal(["Works in northshire as SystemUser", "Calls other services", "Calls other services. Signs people in"], clients.Select(client => client[1]));
        Assert.StartsWith("Older than a year", clients[0][3], StringComparison.Ordinal);
        Assert.StartsWith("Not known", clients[1][3], StringComparison.Ordinal);
        Assert.DoesNotContain("year", clients[2][3], StringComparison.Ordinal);
        Assert.Equal(["now", "Signs now", "later", "Published for later"], Cells(tables[2]));
        Assert.Contains("Newest key of", tables[3].TextContent, StringComparison.Ordinal);

        static IEnumerable<string> Cells(AngleSharp.Dom.IElement table) => table.QuerySelectorAll("tbody th, tbody td").Select(cell => cell.TextContent.Trim());
    }

    [Fact]
    public void Standing_OfKeysAndCertificates_IsSaidInTime()
    {
        var now = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal("Older than a year", OperationsWords.AgeOfKey(new DateOnly(2025, 11, 30), new DateOnly(2026, 11, 30)).Text);
        Assert.Equal("1 December 2025", OperationsWords.AgeOfKey(new DateOnly(2025, 12, 1), new DateOnly(2026, 11, 30)).Text);
        Assert.Equal("Has ended", OperationsWords.EndOfCertificate(now, now).Text);
        Assert.Equal("Ends soon", OperationsWords.EndOfCertificate(now.AddDays(13), now).Text);
        Assert.Equal("green", OperationsWords.EndOfCertificate(now.AddDays(15), now).Colour);
        Assert.Equal("None", OperationsWords.EndOfCertificate(null, now).Text);
    }

    [Fact]
    public async Task Tenants_OfThePlatform_AreListedWithPeopleAndLastChange()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Health + "/tenants");
        Assert.Equal(
            ["Haskermoor Safeguarding Children Partnership", "haskermoor", "Open", "14", "1", "24 November 2026 at 9am"],
            page.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("th, td").Take(6).Select(cell => cell.TextContent.Trim()));
    }
}
