using System.Diagnostics;
using System.Security.Cryptography;
using Dapper;
using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Jtai.Reporting.Tests;

/// <summary>
/// The real service on loopback ports and real PostgreSQL, and the three publishers that it reads. Each test takes
/// partnerships and agencies of its own.
/// </summary>
public sealed class ReportingHost : IAsyncLifetime
{
    private const string ApiToken = "token-of-dapr-in-tests";

    // The key is only used against the tests' own exchange of assertions.
    private static readonly string PrivateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();

    public TestClock Clock { get; } = new();
    public TestTokens Tokens { get; private set; } = null!;
    public TestPublisher Partners { get; private set; } = null!;
    public TestPublisher Inspections { get; private set; } = null!;
    public TestPublisher Actions { get; private set; } = null!;
    public TestDatabase Database { get; private set; } = null!;
    public Replica Service { get; private set; } = null!;
    public V1.Reporting.ReportingClient Client => Service.Client;

    public async Task InitializeAsync()
    {
        Database = await TestPostgres.CreateMigratedDatabaseAsync("reporting", typeof(ReportingGrpc).Assembly);
        Tokens = await TestTokens.StartAsync();
        Partners = await TestPublisher.StartAsync("partners", Tokens);
        Inspections = await TestPublisher.StartAsync("inspections", Tokens);
        Actions = await TestPublisher.StartAsync("actions", Tokens);
        Service = await StartAsync();
        Partners.DeliverTo(Service.HttpAddress, ApiToken);
        Inspections.DeliverTo(Service.HttpAddress, ApiToken);
        Actions.DeliverTo(Service.HttpAddress, ApiToken);
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await Actions.DisposeAsync();
        await Inspections.DisposeAsync();
        await Partners.DisposeAsync();
        await Tokens.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>One more replica on the same database; it pulls, and nothing is delivered to it.</summary>
    public async Task<Replica> StartAsync()
    {
        var factory = new WebApplicationFactory<ReportingGrpc>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Test");
            foreach (var (name, value) in Settings())
            {
                host.UseSetting(name, value);
            }

            host.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
            host.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        });
        factory.UseKestrel();
        factory.StartServer();
        var replica = new Replica(factory);
        await EventuallyAsync(
            () => Task.FromResult(replica.Consumers.All(consumer => consumer.UnansweredFor < TimeSpan.MaxValue)), "the streams are applied");
        return replica;
    }

    /// <summary>What everybody's rows say, as a superuser sees them.</summary>
    public async Task<IReadOnlyList<T>> EverythingAsync<T>(string sql, object? args = null)
    {
        await using var connection = new NpgsqlConnection(Database.Everything);
        return (await connection.QueryAsync<T>(sql, args)).AsList();
    }

    public static async Task EventuallyAsync(Func<Task<bool>> holds, string what)
    {
        for (var waited = Stopwatch.StartNew(); !await holds();)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), $"Waited a minute in vain: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>
    /// Tells of an action's next version a little later than a call begins that waits for it. On a busy machine the message
    /// may take longer than the call is patient, hence more than once.
    /// </summary>
    /// <param name="there">Whose action.</param>
    /// <param name="call">Waits for the version; true where it came.</param>
    public async Task<bool> WaitsForAsync(TestPartnership there, Func<Jtai.Actions.V1.Action, V1.AtLeast, Task<bool>> call)
    {
        var action = await there.AddAsync("title 1");
        for (var version = 2; version <= 6; version++)
        {
            action.Title = $"title {version}";
            action.Version = version;
            var range = Actions.Add(there.TenantId, action.ActionId, version, new ActionChanged { Action = action.Clone(), Kind = ActionChangeKind.DescribedAnew });
            var came = call(action, new() { AggregateId = action.ActionId, Version = version });
            await Task.Delay(50);
            await Actions.DeliverAsync(range);
            if (await came)
            {
                return true;
            }
        }

        return false;
    }

    private Dictionary<string, string> Settings() => new()
    {
        [DatabaseSettings.App] = Database.App,
        [DatabaseSettings.Relay] = Database.Relay,
        ["Services:PartnersHttp"] = Tokens.Address,
        ["Services:Partners"] = Partners.Address,
        ["Services:Inspections"] = Inspections.Address,
        ["Services:Actions"] = Actions.Address,
        ["Service:PrivateKey"] = PrivateKey,
        ["APP_API_TOKEN"] = ApiToken,
        ["Listen:Grpc"] = "127.0.0.1:0",
        ["Listen:Http"] = "127.0.0.1:0",
    };
}

/// <summary>One running process of the service, as far as callers can tell.</summary>
public sealed class Replica : IAsyncDisposable
{
    private readonly WebApplicationFactory<ReportingGrpc> factory;

    internal Replica(WebApplicationFactory<ReportingGrpc> factory)
    {
        this.factory = factory;
        var addresses = Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        (Channel, HttpAddress) = (GrpcChannel.ForAddress(addresses[0]), addresses[1]);
        Client = new V1.Reporting.ReportingClient(Channel);
    }

    public IServiceProvider Services => factory.Services;
    public GrpcChannel Channel { get; }
    public string HttpAddress { get; }
    public V1.Reporting.ReportingClient Client { get; }

    internal IEnumerable<Consumer> Consumers =>
        ((string[])["partners", "inspections", "actions"]).Select(name => Services.GetRequiredKeyedService<Consumer>(name));

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await factory.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ReportingService : ICollectionFixture<ReportingHost>
{
    public const string Name = "reporting";
}
