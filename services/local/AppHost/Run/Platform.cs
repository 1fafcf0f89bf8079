using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Jtai.Store;
using Jtai.Streams;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Jtai.Local;

/// <summary>Everything that a cluster holds, on one machine: started in order, stopped in reverse.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly List<ServiceProcess> running = [];
    private readonly Action<string> log;
    private PrivatePostgres? postgres;
    private DaprSidecar? dapr;
    private IdentityProvider? identity;
    private Mailbox? mailbox;
    private PrivateClamd? clamd;
    private TraceViewer? viewer;
    private TracerProvider? sidecarSpans;

    private Platform(RunAddresses addresses, Secrets secrets, Action<string> log) =>
        (Addresses, Secrets, this.log) = (addresses, secrets, log);

    public RunAddresses Addresses { get; }

    public Secrets Secrets { get; }

    public GatewayClient Gateway { get; private set; } = null!;

    public IdentityProvider Identity => identity!;

    public PrivatePostgres Postgres => postgres!;

    public Mailbox Mailbox => mailbox!;

    /// <summary>Where traces are shown; null where they are not.</summary>
    public TraceViewer? Traces => viewer;

    /// <summary>Completes when something that should run does not: the database, or a service that ends too often.</summary>
    public Task<string> Broken { get; private set; } = null!;

    /// <param name="options">Ports and data directory.</param>
    /// <param name="repositoryRoot">Where the built services are.</param>
    /// <param name="seeding">Gives the services a clock that can be set.</param>
    /// <param name="progress">Takes a line for each part that is up.</param>
    /// <param name="log">Takes the lines of the services.</param>
    /// <param name="ct">Gives up; what was started is stopped.</param>
    public static async Task<Platform> StartAsync(
        RunOptions options, string repositoryRoot, bool seeding, Action<string> progress, Action<string> log, CancellationToken ct)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var secrets = Secrets.ReadOrMake(options.DataDirectory, Processes.Clients, options.Port + 2 ?? LoopbackPort.Free());
        var addresses = new RunAddresses(options.Port, secrets.IdentityPort, options.DataDirectory, options.Replicas);
        await addresses.EnsurePublicPortsAreFreeAsync(ct);
        var platform = new Platform(addresses, secrets, log);
        try
        {
            await platform.StartAsync(options, new Processes(addresses, platform.Secrets, repositoryRoot, seeding), repositoryRoot, progress, ct);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops what a killed run left running on these data, and deletes all of them.</summary>
    public static async Task DeleteDataAsync(string dataDirectory)
    {
        await DeleteDatabaseAsync(dataDirectory);
        await PrivateClamd.DeleteAsync(Path.Combine(dataDirectory, "clamd"));
        if (Directory.Exists(dataDirectory))
        {
            Directory.Delete(dataDirectory, recursive: true);
        }
    }

    /// <summary>Stops what a killed run left running on this database, and deletes it; keys and settings of the directory stay.</summary>
    public static Task DeleteDatabaseAsync(string dataDirectory) => PrivatePostgres.DeleteAsync(Path.Combine(dataDirectory, "postgres"));

    public async ValueTask DisposeAsync()
    {
        // The gateway first, the services it leads to next, the database last.
        foreach (var group in running.AsEnumerable().Reverse().GroupBy(process => !IsService(process)))
        {
            await Task.WhenAll(group.Select(process => process.DisposeAsync().AsTask()));
        }

        Gateway?.Dispose();
        sidecarSpans?.Dispose();
        foreach (var part in (IAsyncDisposable?[])[dapr, identity, mailbox, clamd, viewer, postgres])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private async Task StartAsync(RunOptions options, Processes processes, string repositoryRoot, Action<string> progress, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        postgres = await PrivatePostgres.StartAsync(Path.Combine(Addresses.DataDirectory, "postgres"), cancellation: ct);
        Say("PostgreSQL");
        var databases = await MigrateAsync(processes, ct);
        Say("databases");
        if (options.Traces)
        {
            viewer = await TraceViewer.StartAsync(repositoryRoot, Path.Combine(Addresses.DataDirectory, "traces"), log, ct);
            Say("trace viewer");
        }

        var telemetry = viewer?.Telemetry ?? options.Telemetry;
        identity = await StartIdentityAsync(ct);
        sidecarSpans = SidecarSpans(telemetry);
        dapr = await StartDaprAsync(ct);
        mailbox = await StartMailboxAsync(ct);
        Say("sign-in, mailbox and delivery");
        // The main job by itself puts no files in.
        if (PrivateClamd.IsInstalled && options.CheckLetter is null)
        {
            clamd = await PrivateClamd.StartAsync(Path.Combine(Addresses.DataDirectory, "clamd"), ct);
            Say("virus scanner");
        }

        foreach (var name in Processes.Services)
        {
            StartAll(name, processes.SettingsOf(name, databases[name], dapr, mailbox, clamd));
        }

        if (options.CheckLetter is null)
        {
            var portal = processes.SettingsOf("portal");
            if (viewer is not null)
            {
                portal["Traces__Address"] = viewer.AddressOfTrace;
            }

            StartAll("portal", portal);
        }

        var gateway = processes.SettingsOf("gateway");
        if (options.RequestsPerSecond is { } quota)
        {
            gateway["Quota__RequestsPerSecond"] = quota.ToString(CultureInfo.InvariantCulture);
        }

        Start("gateway", gateway);
        Broken = BrokenAsync();
        await UntilReadyAsync(ct);
        Say("services");
        Gateway = new GatewayClient(
            new Uri(Addresses.Grpc("gateway")), Processes.OwnClient, Secrets.ClientKeys[Processes.OwnClient],
            new DemoSignIn(Addresses.Identity, Addresses.Identity, PortalClient()));

        void StartAll(string service, IReadOnlyDictionary<string, string> settings)
        {
            foreach (var replica in Addresses.ReplicasOf(service))
            {
                Start(service, new Dictionary<string, string>(settings)
                {
                    ["Listen__Http"] = $"127.0.0.1:{Addresses.HttpPort(replica)}", ["Listen__Grpc"] = $"127.0.0.1:{Addresses.GrpcPort(replica)}",
                }, replica);
            }
        }

        void Start(string service, IReadOnlyDictionary<string, string> settings, string? replica = null) =>
            running.Add(new ServiceProcess(
                replica ?? service, processes.AssemblyOf(service), new Dictionary<string, string>([.. settings, .. telemetry]), log));

        void Say(string what) => progress($"{clock.ElapsedMilliseconds,6} ms  {what}");
    }

    private async Task<IReadOnlyDictionary<string, ServiceDatabase>> MigrateAsync(Processes processes, CancellationToken ct)
    {
        var superuser = postgres!.SuperuserConnectionString("postgres");
        var passwords = new RolePasswords(Secrets.DatabasePassword, Secrets.DatabasePassword, Secrets.DatabasePassword);
        var databases = new Dictionary<string, ServiceDatabase>();
        foreach (var service in Processes.Services)
        {
            databases[service] = await DatabaseSetup.ProvisionAsync(superuser, service, passwords, ct);
            await Migrations.RunAsync(databases[service].Owner, Assembly.LoadFrom(processes.AssemblyOf(service)));
        }

        NpgsqlConnection.ClearAllPools();
        return databases;
    }

    private Task<IdentityProvider> StartIdentityAsync(CancellationToken ct) => IdentityProvider.StartAsync(
        new IdentityOptions
        {
            Port = Addresses.IdentityPort,
            DataDirectory = Path.Combine(Addresses.DataDirectory, "identity"),
            Clients = [PortalClient()],
            People = DemoPeople.Read(Addresses.DataDirectory),
            PeopleToken = Secrets.AppApiToken,
            Logging = LoggerFactory.Create(logging => logging.AddProvider(new LineLogger("identity", log))),
        },
        ct);

    private Task<Mailbox> StartMailboxAsync(CancellationToken ct) => Mailbox.StartAsync(
        new MailboxOptions { Logging = LoggerFactory.Create(logging => logging.AddProvider(new LineLogger("mailbox", log))) }, ct);

    private IdentityClient PortalClient() => new(RunAddresses.PortalClientId)
    {
        Secret = Secrets.PortalClientSecret,
        RedirectUris = [$"{Addresses.Portal}/sign-in/callback", DemoSignIn.CallbackAddress],
    };

    private Task<DaprSidecar> StartDaprAsync(CancellationToken ct) => DaprSidecar.StartAsync(
        new DaprSidecarOptions
        {
            Apps =
            [
                .. Processes.Services.Select(name => new DaprApp(
                    name, 0, 0, new Uri(Addresses.Http(name)), Secrets.DaprApiToken, Secrets.AppApiToken)
                {
                    OtherReplicas = [.. Addresses.ReplicasOf(name).Skip(1).Select(replica => new Uri(Addresses.Http(replica)))],
                }),
            ],
            Logging = LoggerFactory.Create(logging => logging.AddProvider(new LineLogger("dapr", log))),
        },
        ct);

    /// <summary>The stand-in for the sidecars runs in this process; its spans go where those of the services go.</summary>
    private static TracerProvider? SidecarSpans(IReadOnlyDictionary<string, string> telemetry) => telemetry.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
        ? Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(telemetry!).Build()))
            .ConfigureResource(resource => resource.AddService("dapr", serviceNamespace: "jtai"))
            .AddSource(DaprSidecar.SpansName)
            .AddOtlpExporter()
            .Build()
        : null;

    private static bool IsService(ServiceProcess process) => Processes.Services.Contains(process.Name.Split('-')[0]);

    private async Task<string> BrokenAsync()
    {
        var watched = running.Select(process => process.Ended.ContinueWith(
            _ => $"{process.Name} could not be kept running.", TaskScheduler.Default)).ToList();
        watched.Add(postgres!.Exited.ContinueWith(_ => "PostgreSQL ended.", TaskScheduler.Default));
        return await await Task.WhenAny(watched);
    }

    private async Task UntilReadyAsync(CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var clock = Stopwatch.StartNew();
        foreach (var process in running)
        {
            var path = IsService(process) ? "health/ready" : "health/live";
            while (!await AnswersAsync(http, $"{Addresses.Http(process.Name)}/{path}", ct))
            {
                if (process.Ended.IsCompleted || clock.Elapsed > StartLimit)
                {
                    throw new InvalidOperationException($"{process.Name} did not start. Its last lines above say why.");
                }

                await Task.Delay(50, ct);
            }
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string address, CancellationToken ct)
    {
        try
        {
            return (await http.GetAsync(address, ct)).IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
