using System.Net.Http.Json;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Events.V1;
using Jtai.Store;
using Jtai.Streams;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Jtai.Testing;

/// <summary>
/// A real service on loopback ports and real PostgreSQL, and stand-ins for its neighbours as far as it knows them: their events
/// and their tokens. Each test takes partnerships of its own.
/// </summary>
/// <param name="service">Its name, e.g. <c>actions</c>.</param>
/// <param name="program">Its assembly.</param>
public abstract class ServiceHost(string service, Assembly program) : IAsyncLifetime, IAsyncDisposable
{
    private const string DaprToken = "token-of-dapr-in-tests";
    private static readonly string[] Publishers = ["Partners", "Inspections", "Actions", "Reporting"];

    // Only shown to the stand-in for Partners, which accepts any.
    private static readonly string PrivateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();

    private static readonly string FilesMasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly Dictionary<string, TestPublisher> publishers = [];

    public TestClock Clock { get; } = new();
    public TestTokens Tokens { get; private set; } = null!;
    public TestDatabase Database { get; private set; } = null!;
    public TestPublisher Partners => publishers["Partners"];
    public TestPublisher Inspections => publishers["Inspections"];
    public TestPublisher Actions => publishers["Actions"];
    public TestPublisher Reporting => publishers["Reporting"];

    /// <summary>The replica that the publishers deliver to.</summary>
    public Replica Service { get; private set; } = null!;

    /// <summary>A host for one test alone.</summary>
    public static async Task<THost> StartAsync<THost>()
        where THost : ServiceHost, new()
    {
        var host = new THost();
        await host.InitializeAsync();
        return host;
    }

    public virtual async Task InitializeAsync()
    {
        Database = await TestPostgres.CreateMigratedDatabaseAsync(service, program);
        Tokens = await TestTokens.StartAsync();
        foreach (var name in Publishers)
        {
            publishers[name] = await TestPublisher.StartAsync(name.ToLowerInvariant(), Tokens);
        }

        Service = await StartServiceAsync();
        Service.Http.DefaultRequestHeaders.Add(ApiToken.Header, DaprToken);
        var wanted = await Service.Http.GetFromJsonAsync<JsonArray>("/dapr/subscribe");
        foreach (var publisher in publishers.Values.Where(publisher => wanted!.Any(one => (string)one!["route"]! == publisher.Route)))
        {
            publisher.DeliverTo(Service);
        }
    }

    public virtual async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        foreach (var publisher in publishers.Values)
        {
            await publisher.DisposeAsync();
        }

        await Tokens.DisposeAsync();
        await Database.DisposeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// The built service as one more replica, in a process of its own. As with every further one, nothing is delivered to it: it
    /// pulls.
    /// </summary>
    public async Task<(Replica Replica, PlatformProcess Process)> StartProcessAsync()
    {
        var (grpc, http) = ($"127.0.0.1:{PlatformProcess.FreePort()}", $"127.0.0.1:{PlatformProcess.FreePort()}");
        var settings = new Dictionary<string, string>(Settings(Database)) { ["Listen:Grpc"] = grpc, ["Listen:Http"] = http };
        var process = PlatformProcess.Start(
            program, settings.ToDictionary(one => one.Key.Replace(":", "__", StringComparison.Ordinal), one => one.Value));
        await process.UntilAsync($"http://{http}/health/ready");
        return (new Replica($"http://{grpc}", $"http://{http}", process, null), process);
    }

    /// <summary>The events of one of the service's streams, pulled until they are as asked; fails where a sequence is missing.</summary>
    /// <param name="tenantId">Whose stream.</param>
    /// <param name="by">A service that may pull, e.g. <c>reporting</c>.</param>
    /// <param name="until">Of all events so far.</param>
    public async Task<IReadOnlyList<Event>> PullAsync(string tenantId, string by, Func<IReadOnlyList<Event>, bool> until)
    {
        var feed = new EventFeed.EventFeedClient(Service.Channel);
        var headers = TestTokens.Bearer(Tokens.ForService(by));
        var events = new List<Event>();
        await Eventually.SoAsync(
            async () =>
            {
                var range = await feed.ListEventsAsync(new ListEventsRequest { TenantId = tenantId, After = events.Count }, headers);
                Assert.Equal(range.Events.Select((_, index) => events.Count + index + 1L), range.Events.Select(one => one.Sequence));
                events.AddRange(range.Events);
                return range.Events.Count == 0 && until(events);
            },
            $"the stream of {tenantId} is as asked");
        return events;
    }

    /// <summary>The first replica.</summary>
    protected abstract Task<Replica> StartServiceAsync();

    protected virtual Dictionary<string, string> Settings(TestDatabase database)
    {
        var settings = new Dictionary<string, string>
        {
            [DatabaseSettings.App] = database.App,
            [DatabaseSettings.Relay] = database.Relay,
            ["Services:PartnersHttp"] = Tokens.Address,
            ["Service:PrivateKey"] = PrivateKey,
            ["APP_API_TOKEN"] = DaprToken,
            ["Listen:Grpc"] = "127.0.0.1:0",
            ["Listen:Http"] = "127.0.0.1:0",
            ["Files:MasterKeys:Current"] = FilesMasterKey,
            ["Files:WithoutScanner"] = "accept-unscanned-files",
        };
        foreach (var (name, publisher) in publishers)
        {
            settings[$"Services:{name}"] = publisher.Address;
        }

        return settings;
    }
}

/// <inheritdoc cref="ServiceHost"/>
/// <typeparam name="TService">Any type of its assembly.</typeparam>
public abstract class ServiceHost<TService>(string service) : ServiceHost(service, typeof(TService).Assembly)
    where TService : class
{
    /// <summary>One more replica in this process; it pulls, since nothing is delivered to it.</summary>
    /// <param name="configure">Further changes to its services.</param>
    /// <param name="database">Another than the first replica's.</param>
    public async Task<Replica> StartReplicaAsync(Action<IServiceCollection>? configure = null, TestDatabase? database = null)
    {
        var factory = new WebApplicationFactory<TService>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Test");
            foreach (var (name, value) in Settings(database ?? Database))
            {
                host.UseSetting(name, value);
            }

            host.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
            host.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                configure?.Invoke(services);
            });
        });
        factory.UseKestrel();
        factory.StartServer();
        var addresses = factory.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        var consumers = factory.Services.GetServices<IHostedService>().OfType<Consumer>().ToList();
        await Eventually.SoAsync(
            () => Task.FromResult(consumers.All(consumer => consumer.UnansweredFor < TimeSpan.MaxValue)), "the streams are applied");
        var (http, grpc) = (addresses[0], addresses[1]);
        return new Replica(grpc, http, factory, factory.Services);
    }

    protected override Task<Replica> StartServiceAsync() => StartReplicaAsync();
}
