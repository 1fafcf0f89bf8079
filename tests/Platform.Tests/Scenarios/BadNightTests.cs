using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.Playwright;
using Npgsql;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>
/// An operator's bad night, on the pages that they have for it: a relay that stands still, an event that cannot be applied, a quarantine
/// that is full, a person who quotes the reference of an error, and a partnership that has lost its manager. Work goes on, nothing is lost, and nothing that the partnership wrote comes
/// to the operator's eyes.
/// </summary>
[Collection(nameof(OnePlatform))]
public sealed class BadNightTests(RunningPlatform platform, Chromium chromium) : IAsyncLifetime
{
    private const string Partnership = "nightwater";
    private const string Council = "nightwater-council";
    private const string Officer = "nightwater-officer";
    private const string Canary = "Lanterns along the quay";

    private readonly Scenario scenario = new(platform, Partnership, "Nightwater");
    private readonly DateOnly today = TimeProvider.System.Today();
    private string planId = "";
    private string findingId = "";
    private Window window = null!;

    public async Task InitializeAsync()
    {
        await platform.EnsureRunningAsync();
        window = await chromium.OpenAsync(platform.Origin, 1280);
    }

    public async Task DisposeAsync() => await window.DisposeAsync();

    [Fact]
    public async Task Operator_ThroughABadNight_FindsEachTroubleMendsItAndSeesNoContent()
    {
        await PlanAsync();
        await Visitor.SignInAsync(window, "Isolde Tarn");
        await RelayStandsStillAsync();
        await EventCannotBeAppliedAsync();
        await QuarantineIsFullAsync();
        await PersonQuotesAReferenceAsync();
        await ManagerIsLostAsync();
    }

    private async Task RelayStandsStillAsync()
    {
        await using (var relay = await OpenAsync("Actions", "relay"))
        {
            await using var hold = new NpgsqlCommand($"select pg_advisory_lock({Relay.Lock})", relay);
            await hold.ExecuteNonQueryAsync();
            await AddActionAsync("while the relay stands still");
            await HealthSaysAsync("Changes are not published (outbox)");
            Assert.Equal(0, await ListedAsync("while the relay stands still"));
            await window.CheckAsync("night-1-relay");
            await ReadWhatToDoAsync("outbox", "goes on by itself once it can");
        }

        await ListsAsync("while the relay stands still");
        await HealthIsGoodAsync();
    }

    private async Task EventCannotBeAppliedAsync()
    {
        await ShutAsync();
        await AddActionAsync("while it cannot be applied");
        // Nobody else waits for it.
        await MoveOnAsync();
        await HealthSaysAsync("1 event of Actions in quarantine");
        await ReadWhatToDoAsync("quarantine", "have the event tried again");

        await TryAgainAsync();
        await SaysAsync("/operations/quarantine", "4 tries");
        await window.CheckAsync("night-2-quarantine");

        await OpenUpAsync();
        await TryAgainAsync();
        await SaysAsync("/operations/quarantine", "Nothing is in quarantine.");
        await ListsAsync("while it cannot be applied");
        await HealthIsGoodAsync();
    }

    private async Task QuarantineIsFullAsync()
    {
        await ShutAsync();
        await AddActionAsync("the first of too many");
        await HealthSaysAsync("1 event of Actions in quarantine");
        await using (var reporting = await OpenAsync("Reporting", "owner"))
        {
            await using var fill = new NpgsqlCommand(
                """
                insert into quarantine (tenant_id, publisher, type, aggregate_id, version, event, failure, quarantined_at)
                select tenant_id, publisher, type, 'filled ' || number, 1, event, failure, quarantined_at
                from quarantine, generate_series(2, 1000) as numbers (number) where tenant_id = 'nightwater'
                """,
                reporting);
            Assert.Equal(999, await fill.ExecuteNonQueryAsync());
        }

        await AddActionAsync("one too many");
        await HealthSaysAsync("Quarantine is full: copies of Actions are not whole");
        await window.CheckAsync("night-3-full");
        await MoveOnAsync();
        await ReadWhatToDoAsync("full-quarantine", "made again");

        await OpenUpAsync();
        await window.Page.GotoAsync("/operations/rebuild");
        await window.Page.GetByLabel("Which part keeps the copies?").SelectOptionAsync("Reporting");
        await window.Page.GetByLabel("Whose records are they copies of?").SelectOptionAsync("Actions");
        await window.Page.GetByLabel("Tenant").FillAsync(Partnership);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Rebuild them" }).ClickAsync();
        await ListsAsync("one too many");
        await ListsAsync("the first of too many");
        await HealthIsGoodAsync();
        Assert.Equal(4, (await (await scenario.ReportingAsync(scenario.ManagerSubject)).ListActionsAsync(new())).Total);
    }

    /// <summary>Half of what the manager asked for is done when it fails: the operator reads which half.</summary>
    private async Task PersonQuotesAReferenceAsync()
    {
        var partners = new Partners.V1.Partners.PartnersClient((await scenario.AsAsync(scenario.ManagerSubject)).In(Partnership));
        var post = await partners.RegisterPostAsync(new() { AgencyId = Council, Title = $"{Canary}, keeper" });
        await partners.FillPostAsync(new() { PostId = post.PostId, HolderId = scenario.PersonId(Officer), ExpectedVersion = post.Version });
        await using var manager = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(manager, "Idris Vane");
        await OpenHandOverAsync(manager);
        await Assertions.Expect(manager.Page.Locator("main")).ToContainTextAsync($"The post {Canary}, keeper");

        await InAsync("Partners", "revoke update on appointment from partners_app");
        string reference;
        try
        {
            await HandOverAsync(manager);
            await Visitor.HeadingIsAsync(manager, "Sorry, there is a problem with the service");
            await manager.CheckAsync("night-4-error");
            reference = await manager.Page.Locator("main .jtai-reference").InnerTextAsync();
        }
        finally
        {
            await InAsync("Partners", "grant update on appointment to partners_app");
        }

        await window.Page.GotoAsync("/operations");
        await Visitor.FollowAsync(window, "Traces");
        await window.Page.GetByLabel("Reference").FillAsync($" {reference} ");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Find the trace" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync($"Trace {reference}");
        var act = window.Page.Locator("main tbody tr");
        await Assertions.Expect(act).ToHaveCountAsync(1);
        foreach (var words in new[] { "FillPost", $"PostChanged {post.PostId}, version 3", $"{Partnership}, entry", scenario.PersonId(scenario.ManagerSubject) })
        {
            await Assertions.Expect(act).ToContainTextAsync(words);
        }

        await NoContentAsync();
        await window.CheckAsync("night-4-trace");
        // What broke stands in the log, under the same reference.
        Assert.Contains(platform.Run.Output, line => line.Contains(reference, StringComparison.Ordinal) && line.Contains(PostgresErrorCodes.InsufficientPrivilege, StringComparison.Ordinal));
        Assert.DoesNotContain(platform.Run.Output, line => line.Contains(Canary, StringComparison.OrdinalIgnoreCase));

        // It goes on from where it stood still.
        await OpenHandOverAsync(manager);
        await Assertions.Expect(manager.Page.Locator("main")).Not.ToContainTextAsync(Canary);
        await HandOverAsync(manager);
        await Assertions.Expect(manager.Page.Locator("main")).ToContainTextAsync("Handed over to Idris Vane");
        await HealthIsGoodAsync();
    }

    private static async Task OpenHandOverAsync(Window manager)
    {
        await Visitor.FollowAsync(manager, "People");
        await Visitor.FollowAsync(manager, "Sorrel Finch");
        await Visitor.FollowAsync(manager, "Hand over all that is theirs");
    }

    private static async Task HandOverAsync(Window manager)
    {
        var list = manager.Page.GetByLabel("To whom?");
        await list.SelectOptionAsync(new SelectOptionValue { Label = (await list.Locator("option").AllInnerTextsAsync()).Single(option => option.Contains("Idris Vane", StringComparison.Ordinal)) });
        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "Hand it over" }).ClickAsync();
    }

    private async Task ManagerIsLostAsync()
    {
        await using (var owner = await OpenAsync("Partners", "owner"))
        {
            await using var leave = new NpgsqlCommand(
                """
                update appointment set starts_on = current_date - 9, ends_on = current_date - 1 where tenant_id = 'nightwater';
                update workplace set starts_on = current_date - 9, ends_on = current_date - 1 where workplace_id = 'nightwater'
                """,
                owner);
            await leave.ExecuteNonQueryAsync();
        }

        var page = window.Page;
        await page.GotoAsync($"/operations/tenants/{Partnership}");
        await Visitor.FollowAsync(window, "Propose a manager");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Maren Quist");
        await page.GetByLabel("Job title").FillAsync("Partnership manager");
        await page.GetByLabel("Agency", new() { Exact = true }).SelectOptionAsync("Nightwater Council");
        await page.GetByLabel("Work email").FillAsync("maren.quist@nightwater.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Propose them" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "Nightwater Safeguarding Children Partnership");
        await window.CheckAsync("night-5-recovery");

        // One key opens nothing.
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm this manager" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("takes effect after two whole working days");

        await using var another = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(another, "Caspian Lowe");
        await another.Page.GotoAsync($"/operations/tenants/{Partnership}");
        await another.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm this manager" }).ClickAsync();
        await Assertions.Expect(another.Page.Locator("body")).ToContainTextAsync("takes effect after two whole working days");
        await Assertions.Expect(another.Page.Locator("main")).ToContainTextAsync("Maren Quist");
        await another.CheckAsync("night-6-confirmed");
    }

    private async Task PlanAsync()
    {
        await scenario.ProvisionAsync(
            "NWT",
            [
                (Council, "Nightwater Council", "Council", AgencyKind.Council),
                ("quayside-police", "Quayside Police", "Police", AgencyKind.PoliceForce),
                ("quayside-icb", "NHS Quayside Integrated Care Board", "ICB", AgencyKind.IntegratedCareBoard),
            ],
            []);
        await scenario.AppointAsync(
            (scenario.ManagerSubject, "Idris Vane", "Partnership manager", Council, Capacity.PartnershipManager),
            (Officer, "Sorrel Finch", "Partnership officer", Council, Capacity.Contributor));
        var letter = new ScenarioLetter("Nightwater", "children at risk of exploitation", today.AddDays(-64), WorkingDays.After(today, 20))
        {
            PrincipalAuthority = "the chair of the Nightwater Safeguarding Children Partnership",
            Improvements = ["The response to children who go missing at night."],
            Strengths = ["Detached youth workers are trusted."],
            Narrative = ["Partners meet often and act on what they hear."],
        };
        var (inspectionId, _) = await scenario.PublishAsync("Children at risk of exploitation", letter.Write(), today.AddDays(-60));
        findingId = Assert.Single(await scenario.FindingsAsync(inspectionId, FindingKind.Improvement)).FindingId;
        var actions = await scenario.ActionsAsync(scenario.ManagerSubject);
        planId = (await Until.KnownAsync(async () => await actions.MakeActionPlanAsync(new() { InspectionId = inspectionId, Title = "Out after dark" }))).PlanId;
    }

    private async Task AddActionAsync(string when)
    {
        var actions = await scenario.ActionsAsync(scenario.ManagerSubject);
        await Until.KnownAsync(async () => await actions.AddActionAsync(new()
        {
            PlanId = planId, Title = TitleOf(when), Description = "Youth workers walk the quay on three nights a week and note whom they meet.", FindingIds = { findingId },
            Lead = new Lead { AgencyId = Council }, OutcomeSought = "Children are met by somebody whom they trust.",
            SuccessMeasure = "On 9 of 10 nights two workers were out.", DueOn = today.AddDays(120).ToIso(),
        }));
    }

    private static string TitleOf(string when) => $"{Canary}, {when}";

    private async Task<int> ListedAsync(string when) =>
        (await (await scenario.ReportingAsync(scenario.ManagerSubject)).ListActionsAsync(new())).Actions.Count(action => action.Title == TitleOf(when));

    private Task ListsAsync(string when) => Eventually.SoAsync(async () => await ListedAsync(when) == 1, $"the list shows the action of {when}");

    // Another partnership's changes of the same minute arrive as ever.
    private async Task MoveOnAsync()
    {
        var actions = new Actions.V1.Actions.ActionsClient((await platform.SignInAsync("tarrowshire-manager")).In("tarrowshire"));
        var plan = (await actions.ListActionPlansAsync(new())).Plans[0];
        var before = await AppliedAsync();
        await actions.SaveThemeAsync(new() { PlanId = plan.PlanId, Name = $"Night {Guid.NewGuid():N}" });
        await Eventually.SoAsync(async () => await AppliedAsync() > before, "the other partnership's change is applied");

        async Task<long> AppliedAsync()
        {
            await using var owner = await OpenAsync("Reporting", "owner");
            await using var applied = new NpgsqlCommand("select max(seq) from checkpoint where tenant_id = 'tarrowshire' and publisher like 'actions%'", owner);
            return (long)(await applied.ExecuteScalarAsync())!;
        }
    }

    private Task ShutAsync() => InAsync("Reporting", "alter table listed_action add constraint shut check (tenant_id <> 'nightwater') not valid");

    private Task OpenUpAsync() => InAsync("Reporting", "alter table listed_action drop constraint shut");

    private async Task InAsync(string service, string sql)
    {
        await using var owner = await OpenAsync(service, "owner");
        await using var command = new NpgsqlCommand(sql, owner);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync(string service, string role)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(platform.SettingOf(service, "ConnectionStrings__App"))
        {
            Username = $"{service.ToLowerInvariant()}_{role}", Password = platform.Secrets.DatabasePassword, Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private async Task TryAgainAsync()
    {
        await window.Page.GotoAsync("/operations/quarantine");
        await window.Page.Locator("main tbody").GetByRole(AriaRole.Link).First.ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Try it again" }).ClickAsync();
    }

    private Task HealthSaysAsync(string words) => SaysAsync("/operations", words);

    private async Task HealthIsGoodAsync()
    {
        await SaysAsync("/operations", "Everything works.");
        await window.Page.GotoAsync("/operations/quarantine");
        await NoContentAsync();
    }

    private async Task SaysAsync(string address, string words)
    {
        await Eventually.SoAsync(
            async () =>
            {
                await window.Page.GotoAsync(address);
                await NoContentAsync();
                return (await window.Page.Locator("main").InnerTextAsync()).Contains(words, StringComparison.Ordinal);
            },
            $"{address} says: {words}");
    }

    private async Task NoContentAsync() => Assert.DoesNotContain(Canary, await window.Page.ContentAsync(), StringComparison.OrdinalIgnoreCase);

    private async Task ReadWhatToDoAsync(string anchor, string advice)
    {
        await window.Page.GotoAsync("/operations");
        await window.Page.Locator($"main a[href$='#{anchor}']").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync(advice);
    }
}
