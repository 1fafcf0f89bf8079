using System.Collections.Concurrent;
using System.Security.Cryptography;
using Jtai.Testing;

namespace Jtai.Gateway.Tests;

/// <summary>Replicas of Actions on one database, each on a loopback address of its own and all on one port, as pods are.</summary>
public sealed class Replicas : IAsyncLifetime
{
    private const string Route = "/jtai.actions.v1.Actions/ListActionPlans";
    private static readonly string FilesMasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly Dictionary<string, PlatformProcess> running = [];
    private readonly ConcurrentBag<IAsyncDisposable> parts = [];
    private TestPublisher neighbour = null!;
    private TestDatabase database = null!;
    private int starts;

    public TestTokens Tokens { get; private set; } = null!;

    public OtlpCollector Collector { get; private set; } = null!;

    public int GrpcPort { get; } = PlatformProcess.FreePort();

    private int HttpPort { get; } = PlatformProcess.FreePort();

    /// <summary>Settings that every process of the platform needs.</summary>
    public Dictionary<string, string> Settings => new(Collector.Settings)
    {
        ["Services__PartnersHttp"] = Tokens.Address,
        ["Services__Partners"] = neighbour.Address,
        ["Services__Inspections"] = neighbour.Address,
        ["Services__Reporting"] = neighbour.Address,
        ["Services__Portal"] = neighbour.Address,
    };

    public async Task InitializeAsync()
    {
        Tokens = Keep(await TestTokens.StartAsync());
        Collector = Keep(await OtlpCollector.StartAsync());
        neighbour = Keep(await TestPublisher.StartAsync("partners", Tokens));
        database = Keep(await TestPostgres.CreateMigratedDatabaseAsync("actions", typeof(Actions.ActionsGrpc).Assembly));
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in running.Values)
        {
            await replica.DisposeAsync();
        }

        foreach (var part in parts)
        {
            await part.DisposeAsync();
        }
    }

    /// <returns>The name under which <see cref="Served"/> counts what it served.</returns>
    public async Task<string> StartAsync(string address, params IReadOnlyList<KeyValuePair<string, string>> more)
    {
        var name = $"{address}#{++starts}";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var settings = new Dictionary<string, string>(Settings)
        {
            ["ConnectionStrings__App"] = database.App,
            ["ConnectionStrings__Relay"] = database.Relay,
            ["Service__PrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
            ["APP_API_TOKEN"] = "token-of-dapr-in-tests",
            ["Files__MasterKeys__Current"] = FilesMasterKey,
            ["Files__WithoutScanner"] = "accept-unscanned-files",
            ["Listen__Grpc"] = $"{address}:{GrpcPort}",
            ["Listen__Http"] = $"{address}:{HttpPort}",
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"replica={name}",
        };
        foreach (var (setting, value) in more)
        {
            settings[setting] = value;
        }

        var replica = PlatformProcess.Start(typeof(Actions.ActionsGrpc).Assembly, settings);
        running[address] = replica;
        await replica.UntilAsync($"{(settings.ContainsKey("Listen__CertificateFile") ? "https" : "http")}://{address}:{HttpPort}/health/ready");
        return name;
    }

    public async Task StopAllAsync()
    {
        foreach (var address in running.Keys.ToList())
        {
            await KillAsync(address);
        }
    }

    public async Task KillAsync(string address)
    {
        if (running.Remove(address, out var replica))
        {
            await replica.DisposeAsync();
        }
    }

    /// <summary>How many calls each replica has told the collector of.</summary>
    public IReadOnlyDictionary<string, int> Served() => Collector.Spans
        .Where(span => span.Service == "actions" && span.Attributes.GetValueOrDefault("http.route") == Route)
        .CountBy(span => span.Resource["replica"]).ToDictionary();

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        parts.Add(part);
        return part;
    }
}
