using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jtai.Local;
using Jtai.Store;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Charts.Tests;

/// <summary>
/// The six processes, each told what its Deployment in <c>region</c> tells it and nothing else, after the migrations that the
/// Jobs make. Only addresses, ports, paths of mounts and TLS to the database are those of this machine.
/// </summary>
public partial class RunningPlatform : IAsyncLifetime, IDisposable
{
    private const string Beside = "beside: ";
    private const string Scanner = "scanner:3310";

    private readonly string environment;
    private readonly string directory = Directory.CreateTempSubdirectory("jtai-charts-run-").FullName;
    private readonly Dictionary<string, TiedProcess> running = [];
    private readonly ConcurrentQueue<string> log = new();
    private readonly Dictionary<(string Host, int Port), int> ports = [];
    private MadeSecrets secrets = null!;
    private PrivatePostgres postgres = null!;
    private DaprSidecar dapr = null!;
    private string scanner = Scanner;
    private HttpClient http = null!;

    public RunningPlatform()
        : this("region")
    {
    }

    private protected RunningPlatform(string environment) => this.environment = environment;

    internal Manifests Manifests { get; private set; } = null!;

    /// <summary>Lines of all processes.</summary>
    public IReadOnlyCollection<string> Log => log;

    /// <summary>Lines of the six, up to now; not of what a test starts beside them.</summary>
    public IEnumerable<string> LogOfTheStarted => log.Where(line => !line.StartsWith(Beside, StringComparison.Ordinal));

    public static IReadOnlyList<string> Processes { get; } = ["gateway", "portal", "partners", "inspections", "actions", "reporting"];

    /// <summary>The settings that a process has asked for so far, as <c>Services:Partners</c>.</summary>
    public IReadOnlySet<string> SettingsReadBy(string process) =>
        File.ReadLines(ReadBy(process)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The topic that the processes name for what they would not take.</summary>
    public string DeadLetters { get; private set; } = "";

    /// <summary>What a process says that it subscribes to.</summary>
    public async Task<IReadOnlyList<(string PubSub, string Topic)>> SubscriptionsOf(string process)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(process, "dapr/subscribe"));
        request.Headers.Add("dapr-api-token", secrets["app-api-token/token"]);
        using var response = await http.SendAsync(request);
        var subscriptions = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonArray>();
        DeadLetters = subscriptions!.Select(one => one!["deadLetterTopic"]!.Text()).Distinct().Single();
        return [.. subscriptions!.Select(one => (one!["pubsubname"]!.Text(), one["topic"]!.Text()))];
    }

    /// <summary>Starts one more of a process, with a variable of its manifest left out.</summary>
    /// <returns>Its exit code and its lines.</returns>
    public async Task<(int ExitCode, IReadOnlyList<string> Lines)> StartWithoutAsync(string process, string variable)
    {
        var planted = Manifests.With(all => all.One("Deployment", process)["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray()
            .RemoveAll(one => one!["name"]!.Text() == variable));
        var before = log.Count;
        using var started = await StartAsync(planted.Pods.Single(pod => pod.Name == process), new Dictionary<string, string>());
        try
        {
            return (await started.Exited.WaitAsync(TimeSpan.FromSeconds(30)), [.. log.Skip(before)]);
        }
        finally
        {
            await started.StopAsync(TimeSpan.FromSeconds(1), Signal.Kill);
        }
    }

    public async Task InitializeAsync()
    {
        Manifests = await Rendered.Of(environment);
        secrets = new MadeSecrets(Manifests);
        http = new HttpClient(TrustingTheAuthority()) { Timeout = TimeSpan.FromSeconds(2) };
        foreach (var place in Deployments().SelectMany(pod => pod.Ports.Select(port => (pod.Name, port.Number))).Append(("verify", 8083)))
        {
            int free;
            do
            {
                free = LoopbackPort.Free();
            }
            while (ports.ContainsValue(free));
            ports[place] = free;
        }

        if (Manifests.Find("Deployment", "scanner") is not null)
        {
            scanner = await ClamdUnderTest.AddressAsync();
        }

        postgres = await PrivatePostgres.StartAsync(Path.Combine(directory, "postgres"), durable: false);
        await Task.WhenAll(Manifests.Of("Database").Select(MigrateAsync));
        dapr = await DaprSidecar.StartAsync(new DaprSidecarOptions
        {
            Apps =
            [
                .. Deployments().Where(pod => pod.Annotations.ContainsKey("dapr.io/app-id")).Select(pod => new DaprApp(
                    pod.Annotations["dapr.io/app-id"]!.Text(), 0, 0, AddressOf(pod.Name, ""),
                    secrets[pod.Annotations["dapr.io/api-token-secret"] + "/token"], secrets[pod.Annotations["dapr.io/app-token-secret"] + "/token"])),
            ],
        });
        foreach (var pod in Deployments())
        {
            running.Add(pod.Name, await StartAsync(pod, More(pod)));
        }

        foreach (var pod in Deployments())
        {
            await UntilReadyAsync(pod);
        }
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(running.Values.Select(process => process.StopAsync(TimeSpan.FromSeconds(15), Signal.Terminate, Signal.Kill)));
        // Of what did not start, nothing is there.
        foreach (var part in (IAsyncDisposable?[])[dapr, postgres])
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        Dispose();
        await PrivatePostgres.DeleteAsync(Path.Combine(directory, "postgres"));
        Directory.Delete(directory, recursive: true);
    }

    public void Dispose()
    {
        http?.Dispose();
        secrets?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The environment of a container, by name, with Secrets and references to variables before it filled in.</summary>
    internal Dictionary<string, string> EnvironmentOf(JsonNode container)
    {
        var environment = new Dictionary<string, string>();
        foreach (var variable in container.List("env"))
        {
            var value = variable["valueFrom"]?["secretKeyRef"] is { } secret
                ? secrets[$"{secret["name"]}/{secret["key"]}"]
                : Reference().Replace(variable["value"]!.Text(), match => environment[match.Groups[1].Value]);
            environment.Add(variable["name"]!.Text(), value);
        }

        return environment;
    }

    private protected IEnumerable<Pod> Deployments() => Manifests.Pods.Where(pod => Processes.Contains(pod.Name));

    private protected string Secret(string key) => secrets[key];

    private protected TiedProcess ProcessOf(string process) => running[process];

    /// <summary>The folder that stands for one of a pod's mounts is there.</summary>
    private protected virtual void Mounted(string folder)
    {
    }

    /// <summary>What a process is told beside its manifest: whom to tell of the settings that it asks for.</summary>
    private protected virtual IReadOnlyDictionary<string, string> More(Pod pod) => SettingsRecorder.Settings(ReadBy(pod.Name));

    /// <summary>How a process is started: from the ordinary build.</summary>
    private protected virtual ProcessStartInfo Command(string process, IEnumerable<string> arguments)
    {
        var assembly = AssemblyOf(process);
        return new ProcessStartInfo("setpriv", ["--pdeathsig", "TERM", "dotnet", assembly, .. arguments]) { WorkingDirectory = Path.GetDirectoryName(assembly)! };
    }

    private string ReadBy(string process) => Path.Combine(directory, process + ".settings");

    private protected Uri AddressOf(string process, string path, int port = 8080) =>
        new($"{(Manifests.Find("Certificate", process) is null ? "http" : "https")}://127.0.0.1:{ports[(process, port)]}/{path}");

    private protected SocketsHttpHandler TrustingTheAuthority()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(secrets.Authority);
        return new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
    }

    private async Task MigrateAsync(JsonObject database)
    {
        var name = database["spec"]!["name"]!.Text();
        await DatabaseSetup.ProvisionAsync(postgres.SuperuserConnectionString("postgres"), name, new RolePasswords(
            secrets[$"{name}-owner-database/password"], secrets[$"{name}-app-database/password"], secrets[$"{name}-relay-database/password"]));
        using var migration = await StartAsync(Manifests.Pods.Single(pod => pod.Name == name + "-migration"), new Dictionary<string, string>());
        Assert.True(await migration.Exited == 0, string.Join('\n', log));
    }

    private async Task<TiedProcess> StartAsync(Pod pod, IReadOnlyDictionary<string, string> more)
    {
        var container = pod.Containers.Single();
        var process = pod.Name.Replace("-migration", "", StringComparison.Ordinal);
        var start = Command(process, container["args"]?.AsArray().Select(one => one!.Text()) ?? []);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        foreach (var (name, value) in EnvironmentOf(container))
        {
            start.Environment[name] = OnThisMachine(pod, value);
        }

        if (pod.Annotations["dapr.io/app-id"] is { } app)
        {
            // As Dapr's injector does.
            start.Environment["DAPR_GRPC_PORT"] = $"{new Uri(dapr.GrpcEndpointOf(app.Text())).Port}";
        }

        foreach (var (name, value) in more)
        {
            start.Environment[name] = value;
        }

        var label = running.Count == Processes.Count ? Beside : "";
        return await TiedProcess.StartAsync(start, line => log.Enqueue($"{label}{pod.Name}: {line}"));
    }

    private protected string OnThisMachine(Pod pod, string value)
    {
        if (value.StartsWith("Host=", StringComparison.Ordinal))
        {
            return new NpgsqlConnectionStringBuilder(value)
            {
                Host = "127.0.0.1", Port = postgres.Port, SslMode = SslMode.Disable, RootCertificate = null,
            }.ConnectionString;
        }

        value = Listening().Replace(value, match => $"127.0.0.1:{ports[(pod.Name, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))]}");
        value = value == Scanner ? scanner : OnThisMachine(value);
        foreach (var mount in pod.Containers.Single().List("volumeMounts").Where(mount => value.StartsWith(mount["mountPath"]!.Text(), StringComparison.Ordinal)))
        {
            value = OnThisMachine(pod, mount) + value[mount["mountPath"]!.Text().Length..];
        }

        return value;
    }

    private protected string OnThisMachine(string value) => Address().Replace(value, match =>
        ports.TryGetValue((match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)), out var port)
            ? $"{match.Groups[0].Value.Split(':')[0]}://127.0.0.1:{port}"
            : match.Value);

    private protected string OnThisMachine(Pod pod, JsonObject mount)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, pod.Name, mount["name"]!.Text())).FullName;
        var secret = pod.Template["spec"].List("volumes").Single(volume => volume["name"]!.Text() == mount["name"]!.Text())["secret"];
        foreach (var item in secret.List("items"))
        {
            File.WriteAllText(Path.Combine(folder, item["path"]!.Text()), secrets[$"{secret!["secretName"]}/{item["key"]}"]);
        }

        Mounted(folder);
        return folder;
    }

    private protected virtual async Task UntilReadyAsync(Pod pod)
    {
        var path = pod.Containers.Single()["readinessProbe"]!["httpGet"]?["path"]?.Text().TrimStart('/') ?? "health/ready";
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                using var response = await http.GetAsync(AddressOf(pod.Name, path));
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                // Not up yet.
            }

            if (clock.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new InvalidOperationException($"{pod.Name} does not become ready:\n{string.Join('\n', log)}");
            }
        }
    }

    private static string AssemblyOf(string process)
    {
        var project = char.ToUpperInvariant(process[0]) + process[1..];
        var output = Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "Charts.Tests"), AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, process == "gateway" ? "gateway" : $"services/{project}", output, $"Jtai.{project}.dll");
    }

    [GeneratedRegex(@"\$\((\w+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^0\.0\.0\.0:(\d+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();

    [GeneratedRegex(@"https?://([a-z-]+):(\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}

/// <summary>One run for all tests that need it.</summary>
[CollectionDefinition(nameof(RunningPlatform))]
public sealed class RunningPlatformCollection : ICollectionFixture<RunningPlatform>;
