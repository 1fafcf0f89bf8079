using System.Diagnostics;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Local;
using Jtai.Partners.V1;
using Npgsql;

namespace Jtai.Bench;

/// <summary>The platform on free ports with one partnership, a plan of actions, and a force that leads them all.</summary>
internal sealed class BenchRegion : IAsyncDisposable
{
    public const string Force = "bench-police";
    public const string Partnership = "bench-one";
    public const int Actions = 64;

    private readonly string data;
    private readonly Platform platform;
    private readonly List<DemoPerson> people = [];
    private string finding = "";

    private BenchRegion(string data, Platform platform) => (this.data, this.platform) = (data, platform);

    /// <summary>Calls of the partnership manager, within the partnership, through the gateway.</summary>
    public CallInvoker Manager { get; private set; } = null!;

    public string ManagerId { get; private set; } = "";

    public string PlanId { get; private set; } = "";

    /// <summary>What a browser opens, where it was started with the portal.</summary>
    public Uri Portal => new(platform.Addresses.Portal);

    /// <summary>Calls of the officer, within the partnership, through the gateway.</summary>
    public CallInvoker Officer { get; private set; } = null!;

    /// <summary>Calls of the force's cross-partnership lead, through the gateway.</summary>
    public CallInvoker Across { get; private set; } = null!;

    /// <summary>The same person's calls for the force itself.</summary>
    private CallInvoker ForForce { get; set; } = null!;

    /// <summary>Each action's id and its version now.</summary>
    public (string Id, long Version)[] ActionVersions { get; } = new (string, long)[Actions];

    public string PgBench => Path.Combine(platform.Postgres.BinaryDirectory, "pgbench");

    /// <summary>Copies a service's database under another name, with its roles' rights.</summary>
    public async Task CopyAsync(string service, string name)
    {
        await ExecuteAsync("postgres", $"create database {name}");
        var superuser = new NpgsqlConnectionStringBuilder(Superuser(service));
        var start = new ProcessStartInfo("sh",
        [
            "-c", "set -e; \"$0/pg_dump\" -h 127.0.0.1 -p \"$1\" -U \"$2\" \"$3\" | \"$0/psql\" -qX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p \"$1\" -U \"$2\" \"$4\" > /dev/null",
            platform.Postgres.BinaryDirectory, $"{superuser.Port}", superuser.Username!, service, name,
        ]);
        start.Environment["PGPASSWORD"] = superuser.Password;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The database {service} could not be copied.");
        }
    }

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until the read model across partnerships has all that was written.</summary>
    public async Task SettleAsync()
    {
        await using var actions = NpgsqlDataSource.Create(Superuser("actions"));
        await using var reporting = NpgsqlDataSource.Create(Superuser("reporting"));
        while (await IsBehindAsync())
        {
            await Task.Delay(100);
        }

        async Task<bool> IsBehindAsync()
        {
            await using var written = actions.CreateCommand(
                "select (select count(*) from outbox where seq is null), (select seq from stream_head where tenant_id = $1)");
            written.Parameters.Add(new() { Value = Partnership });
            await using var row = await written.ExecuteReaderAsync();
            await row.ReadAsync();
            // Whatever this release calls its checkpoint: of a new database there is one.
            await using var applied = reporting.CreateCommand("select max(seq) from checkpoint where tenant_id = $1 and publisher like 'actions/%'");
            applied.Parameters.Add(new() { Value = Partnership });
            return row.GetInt64(0) > 0 || row.GetInt64(1) != (long?)await applied.ExecuteScalarAsync();
        }
    }

    public string Superuser(string database) => platform.Postgres.SuperuserConnectionString(database);

    public string Connection(string service) => new NpgsqlConnectionStringBuilder(Superuser(service))
    {
        Username = $"{service}_app", Password = platform.Secrets.DatabasePassword,
    }.ConnectionString;

    /// <param name="root">The repository.</param>
    /// <param name="withPortal">Starts the portal too, which calls do not need.</param>
    /// <param name="requestsPerSecond">What the gateway lets through of one tenant; without a bound unless given.</param>
    public static async Task<BenchRegion> StartAsync(string root, bool withPortal = false, int requestsPerSecond = 1_000_000)
    {
        var data = Path.Combine(Path.GetTempPath(), $"jtai-bench-{Guid.NewGuid():N}");
        var options = new RunOptions(null, data, true, withPortal ? null : "none", null) { RequestsPerSecond = requestsPerSecond };
        var platform = await Platform.StartAsync(options, root, false, _ => { }, Console.Error.WriteLine, CancellationToken.None);
        var region = new BenchRegion(data, platform);
        await region.FillAsync();
        return region;
    }

    /// <summary>The force looks across the border, at evidence too.</summary>
    public async Task ShareEvidenceAsync()
    {
        var ends = DateTime.UtcNow.AddMonths(6);
        var offered = await new Partners.V1.Partners.PartnersClient(Manager).OfferSharingGrantAsync(new OfferSharingGrantRequest
        {
            AgencyId = Force, Capacities = { Capacity.CrossPartnershipLead }, Level = SharingLevel.Evidence, AgreementReference = "Bench",
            ReviewOn = $"{ends:yyyy-MM-dd}", EndsOn = $"{ends:yyyy-MM-dd}",
        });
        await new Partners.V1.Partners.PartnersClient(ForForce).AgreeSharingGrantAsync(new AgreeSharingGrantRequest
        {
            PartnershipId = Partnership, GrantId = offered.GrantId, ExpectedVersion = offered.Version,
        });
        await Until.KnownAsync(async () => await new Reporting.V1.Reporting.ReportingClient(Across).ListSharedEvidenceAsync(new() { PartnershipId = Partnership }));
    }

    public Task<ActionReply> AddActionAsync(int number) => Until.KnownAsync(async () => await new Actions.V1.Actions.ActionsClient(Manager).AddActionAsync(new AddActionRequest
    {
        PlanId = PlanId, Title = $"Action {number}", Description = "Train every team, and check 20 records a month.", FindingIds = { finding },
        Lead = new Lead { AgencyId = Force }, OutcomeSought = "Sooner help.", SuccessMeasure = "18 of 20 records.", DueOn = $"{DateTime.UtcNow.AddDays(60):yyyy-MM-dd}",
    }));

    /// <summary>One progress update of one action; each action belongs to one client at a time.</summary>
    public async Task UpdateAsync(int action)
    {
        var (id, version) = ActionVersions[action];
        var reply = await new Actions.V1.Actions.ActionsClient(Officer).UpdateProgressAsync(new UpdateProgressRequest
        {
            ActionId = id, ExpectedVersion = version, Narrative = "Sessions took place in two more teams, and the third has a date.",
            Delivery = Delivery.InProgress, Assessment = new StatusAssessment { Progress = Progress.Good, DateAchievable = true },
        });
        ActionVersions[action] = (id, reply.Version);
    }

    public async ValueTask DisposeAsync()
    {
        await platform.DisposeAsync();
        await PrivatePostgres.DeleteAsync(Path.Combine(data, "postgres"));
        Directory.Delete(data, recursive: true);
    }

    /// <summary>Another partnership, with nothing in it. Calls of its manager, through the gateway.</summary>
    public async Task<CallInvoker> AnotherPartnershipAsync(string partnershipId, string code)
    {
        var register = new Partners.V1.Partners.PartnersClient(platform.Gateway.AsOperator());
        var made = await register.ProvisionPartnershipAsync(new ProvisionPartnershipRequest { PartnershipId = partnershipId, Name = "Another Partnership", Code = code, Area = "Another" });
        await register.AddPartnerAgencyAsync(new AddPartnerAgencyRequest { PartnershipId = partnershipId, AgencyId = Force, SafeguardingPartner = true, ExpectedVersion = made.Version });
        return (await PersonAsync(register, $"manager of {partnershipId}", (partnershipId, Capacity.PartnershipManager))).In(partnershipId);
    }

    private async Task FillAsync()
    {
        var register = new Partners.V1.Partners.PartnersClient(platform.Gateway.AsOperator());
        await register.RegisterAgencyAsync(new RegisterAgencyRequest { AgencyId = Force, Name = "Bench Police", ShortName = "Police", Kind = AgencyKind.PoliceForce });
        var partnership = await register.ProvisionPartnershipAsync(new ProvisionPartnershipRequest
        {
            PartnershipId = Partnership, Name = "Bench Partnership", Code = "BEN", Area = "Bench",
        });
        await register.AddPartnerAgencyAsync(new AddPartnerAgencyRequest
        {
            PartnershipId = Partnership, AgencyId = Force, SafeguardingPartner = true, ExpectedVersion = partnership.Version,
        });
        var manager = await PersonAsync(register, "manager", (Partnership, Capacity.PartnershipManager));
        var officer = await PersonAsync(
            register, "officer", (Partnership, Capacity.AgencyLead), new Partners.V1.Partners.PartnersClient(manager.In(Partnership)));
        var lead = await PersonAsync(register, "lead", ($"agency:{Force}", Capacity.CrossPartnershipLead));
        Officer = officer.In(Partnership);
        (Across, ForForce) = (lead.Across(), lead.In($"agency:{Force}"));
        (Manager, ManagerId) = (manager.In(Partnership), manager.Session.Person.PersonId);
        await PlanAsync(Manager);
    }

    private async Task<SignedInPerson> PersonAsync(
        Partners.V1.Partners.PartnersClient register, string subject, (string Tenant, Capacity Capacity) appointment,
        Partners.V1.Partners.PartnersClient? manager = null)
    {
        var person = await register.RegisterPersonAsync(new RegisterPersonRequest
        {
            Name = $"Bench {subject}", JobTitle = "Officer", AgencyId = Force, Email = $"{subject.Replace(' ', '-')}@bench.example", Issuer = platform.Gateway.Issuer, Subject = subject,
        });
        await (manager ?? register).AppointAsync(new AppointRequest { TenantId = appointment.Tenant, PersonId = person.PersonId, Capacity = appointment.Capacity });
        people.Add(new DemoPerson(subject, $"Bench {subject}", "Officer", Force, "", ""));
        platform.Identity.SetPeople([.. people]);
        return await platform.Gateway.SignInAsync(subject);
    }

    private async Task PlanAsync(CallInvoker manager)
    {
        var inspections = new Inspections.V1.Inspections.InspectionsClient(manager);
        var actions = new Actions.V1.Actions.ActionsClient(manager);
        var inspection = await Until.KnownAsync(async () => await inspections.RecordInspectionAsync(
            new RecordInspectionRequest { Theme = "Bench", Phase = InspectionPhase.PrePublication }));
        var letter = DemoLetter.Write(DemoHaskermoor.Partnership, DemoHaskermoor.Partnership.Inspections[0], DateOnly.FromDateTime(DateTime.UtcNow));
        var import = await inspections.ImportLetterAsync(new ImportLetterRequest
        {
            InspectionId = inspection.InspectionId, FileName = "letter.txt", Content = Google.Protobuf.ByteString.CopyFromUtf8(letter),
        });
        await Until.Async("the letter is read", TimeSpan.FromSeconds(30), async () =>
            await inspections.GetLetterImportAsync(new GetLetterImportRequest { ImportId = import.ImportId }) is { State: LetterImportState.ReadyForReview } ready ? ready : null);
        var confirmed = await inspections.ConfirmFindingsAsync(new ConfirmFindingsRequest { ImportId = import.ImportId, BelongsHere = true });
        await inspections.PublishInspectionAsync(new PublishInspectionRequest
        {
            InspectionId = inspection.InspectionId, PublishedOn = $"{DateTime.UtcNow:yyyy-MM-dd}", PublishedUrl = "https://reports.example.org/bench",
            ExpectedVersion = confirmed.InspectionVersion,
        });
        var plan = await Until.KnownAsync(async () => await actions.MakeActionPlanAsync(new MakeActionPlanRequest { InspectionId = inspection.InspectionId }));
        PlanId = plan.PlanId;
        finding = confirmed.FindingIds[0];
        for (var at = 0; at < Actions; at++)
        {
            var added = await AddActionAsync(at);
            ActionVersions[at] = (added.ActionId, added.Version);
        }
    }
}
