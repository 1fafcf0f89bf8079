using System.Net.Http.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Access;
using Jtai.Events.V1;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jtai.Inspections.Tests;

/// <summary>
/// The real service on real PostgreSQL. Its partnerships come from a stand-in for Partners by the ordinary path of events;
/// each test takes a partnership of its own.
/// </summary>
public sealed class InspectionsHost : IAsyncLifetime
{
    private const int Partnerships = 60;
    private const string DaprToken = "token-of-the-test";
    private int taken;

    public TestTokens Tokens { get; private set; } = null!;
    public TestPublisher Partners { get; private set; } = null!;
    public TestDatabase Database { get; private set; } = null!;
    public WebApplicationFactory<InspectionsGrpc> Service { get; private set; } = null!;
    public V1.Inspections.InspectionsClient Client { get; private set; } = null!;

    /// <summary>An inspection with confirmed findings before its publication, for tests that only look.</summary>
    internal Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> Embargoed { get; }

    /// <summary>The same, published.</summary>
    internal Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> Published { get; }

    /// <summary>Two more before their publication, of two partnerships, which the sweep over every id may change.</summary>
    internal Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> Ours { get; }

    internal Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> Theirs { get; }

    public InspectionsHost()
    {
        Embargoed = new(() => NewPartnership().WithRecordAsync(publish: false));
        Published = new(() => NewPartnership().WithRecordAsync(publish: true));
        Ours = new(() => NewPartnership().WithRecordAsync(publish: false));
        Theirs = new(() => NewPartnership().WithRecordAsync(publish: false));
    }

    public async Task InitializeAsync()
    {
        Database = await TestPostgres.CreateMigratedDatabaseAsync("inspections", typeof(InspectionsGrpc).Assembly);
        Tokens = await TestTokens.StartAsync();
        Partners = await TestPublisher.StartAsync("partners", Tokens);
        for (var number = 1; number <= Partnerships; number++)
        {
            await PublishAsync(new TestPartnership(this, number));
        }

        Service = Start();
        Client = ClientOf(Service);
        await KnownAsync(Service);
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await Partners.DisposeAsync();
        await Tokens.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A partnership that no other test uses.</summary>
    internal TestPartnership NewPartnership() => new(this, Interlocked.Increment(ref taken));

    /// <summary>One more replica, on the same database or another.</summary>
    internal WebApplicationFactory<InspectionsGrpc> Start(Action<IServiceCollection>? services = null, TestDatabase? database = null) =>
        new WebApplicationFactory<InspectionsGrpc>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Test");
            builder.UseSetting("Services:PartnersHttp", Tokens.Address);
            builder.UseSetting("Services:Partners", Partners.Address);
            builder.UseSetting("Service:PrivateKey", TestKey.Pem);
            builder.UseSetting("APP_API_TOKEN", DaprToken);
            builder.UseSetting(DatabaseSettings.App, (database ?? Database).App);
            builder.UseSetting(DatabaseSettings.Relay, (database ?? Database).Relay);
            builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
            if (services is not null)
            {
                builder.ConfigureServices(services);
            }
        });

    internal static V1.Inspections.InspectionsClient ClientOf(WebApplicationFactory<InspectionsGrpc> service) => new(ChannelOf(service));

    internal static GrpcChannel ChannelOf(WebApplicationFactory<InspectionsGrpc> service) =>
        GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = service.Server.CreateHandler() });

    /// <summary>A call by this person, with a key of its own.</summary>
    internal Metadata By(Guid person, string tenantId, Capacity capacity = Capacity.PartnershipManager, string? key = null) => new()
    {
        { "authorization", $"Bearer {Tokens.ForPerson(person, tenantId, "haskermoor-council", capacity)}" },
        { "idempotency-key", key ?? Guid.NewGuid().ToString() },
    };

    /// <summary>Delivers a partnership's first state as Dapr does.</summary>
    internal async Task DeliverAsync(TestPartnership partnership)
    {
        var state = new Partnership { PartnershipId = partnership.TenantId, Code = partnership.Code, Version = 1 };
        var range = new EventRange
        {
            Publisher = "partners",
            TenantId = partnership.TenantId,
            Through = 1,
            Events =
            {
                new Event
                {
                    Sequence = 1,
                    Type = PartnershipChanged.Descriptor.FullName,
                    AggregateId = partnership.TenantId,
                    Version = 1,
                    RecordedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
                    State = new PartnershipChanged { Partnership = state }.ToByteString(),
                },
            },
        };
        using var dapr = Service.CreateClient();
        dapr.DefaultRequestHeaders.Add(ApiToken.Header, DaprToken);
        using var response = await dapr.PostAsJsonAsync("/events/partners", new { specversion = "1.0", data_base64 = range.ToByteString().ToBase64() });
        response.EnsureSuccessStatusCode();
    }

    private static async Task KnownAsync(WebApplicationFactory<InspectionsGrpc> service)
    {
        var partners = service.Services.GetRequiredKeyedService<Consumer>("partners");
        await Eventually.Async(() => Task.FromResult(partners.UnansweredFor < TimeSpan.MaxValue), "Partners' streams are applied");
    }

    private async Task PublishAsync(TestPartnership partnership)
    {
        var state = new Partnership { PartnershipId = partnership.TenantId, Name = partnership.TenantId, Code = partnership.Code, Version = 1 };
        await Partners.PublishAsync(partnership.TenantId, partnership.TenantId, 1, new PartnershipChanged { Partnership = state });
        foreach (var person in new[] { partnership.Manager, partnership.Reader, partnership.OtherManager })
        {
            await AppointAsync(partnership.TenantId, person, endsOn: "");
        }

        await AppointAsync(partnership.TenantId, partnership.Leaver, endsOn: "2024-01-31");
    }

    private Task AppointAsync(string tenantId, Guid person, string endsOn)
    {
        var appointment = new Appointment
        {
            AppointmentId = Guid.NewGuid().ToString(),
            TenantId = tenantId,
            PersonId = person.ToString(),
            AgencyId = "haskermoor-council",
            Capacity = Capacity.PartnershipManager,
            StartsOn = "2024-01-01",
            EndsOn = endsOn,
            Version = 1,
        };
        return Partners.PublishAsync(tenantId, appointment.AppointmentId, 1, new AppointmentChanged { Appointment = appointment });
    }
}

[CollectionDefinition(Name)]
public sealed class InspectionsService : ICollectionFixture<InspectionsHost>
{
    public const string Name = "inspections";
}
