using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Events.V1;
using Jtai.Partners.V1;
using Jtai.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Jtai.Testing;

/// <summary>
/// Another service, as far as its streams go: a real gRPC feed for pulling, and deliveries by HTTP as Dapr makes them. It
/// also exchanges a service's assertion for a token and knows people's addresses, as Partners does.
/// </summary>
public sealed class TestPublisher : IAsyncDisposable
{
    private readonly string name;
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, List<Event>> streams = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new();
    private readonly ConcurrentDictionary<string, bool> failing = new();
    private readonly ConcurrentDictionary<string, TimeSpan> unnumbered = new();
    private readonly ConcurrentDictionary<(string TenantId, string PersonId), Contact> contacts = new();
    private Replica? subscriber;

    private TestPublisher(string name, WebApplication app) => (this.name, this.app) = (name, app);

    /// <summary>For the setting <c>Services:…</c>.</summary>
    public string Address => app.Urls.Single();

    /// <summary>Where a service takes its messages.</summary>
    internal string Route => $"/events/{name}";

    /// <param name="name">As a publisher, e.g. <c>partners</c>.</param>
    /// <param name="tokens">Issues what a service asks for.</param>
    public static async Task<TestPublisher> StartAsync(string name, TestTokens tokens)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(tokens);
        TestPublisher? publisher = null;
        builder.Services.AddSingleton(_ => publisher!);
        publisher = new TestPublisher(name, builder.Build());
        publisher.app.MapGrpcService<Feed>();
        publisher.app.MapGrpcService<Exchange>();
        publisher.app.MapGrpcService<Contacts>();
        await publisher.app.StartAsync();
        return publisher;
    }

    /// <summary>
    /// From now on delivers to this replica, and to no other: as Dapr does, which gives a message to one replica of a service. The
    /// host's affair, since whatever a test of its own registered would be missed by all others once that test has ended.
    /// </summary>
    internal void DeliverTo(Replica replica) =>
        subscriber = subscriber is null ? replica : throw new InvalidOperationException("A service has this publisher's messages already.");

    /// <summary>Adds an aggregate's state to a stream; returns when the service has applied it.</summary>
    public Task PublishAsync(string tenantId, string aggregateId, long version, IMessage state) =>
        InTurnAsync(tenantId, () => Add(tenantId, aggregateId, version, state));

    /// <summary>Adds an aggregate's tombstone to a stream; returns when the service has applied it.</summary>
    /// <param name="empty">An empty message of the aggregate's state.</param>
    public Task EraseAsync(string tenantId, string aggregateId, long version, IMessage empty) =>
        InTurnAsync(tenantId, () => Add(tenantId, aggregateId, version, empty, erased: true));

    /// <summary>Adds an aggregate's state to a stream, and leaves it to the test whether and when it is delivered.</summary>
    public EventRange Add(string tenantId, string aggregateId, long version, IMessage state, bool erased = false)
    {
        var stream = streams.GetOrAdd(tenantId, _ => []);
        lock (stream)
        {
            stream.Add(new Event
            {
                Sequence = stream.Count + 1,
                Type = state.Descriptor.FullName,
                AggregateId = aggregateId,
                Version = version,
                RecordedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
                State = state.ToByteString(),
                Erased = erased,
            });
            return Range(tenantId, stream, stream.Count - 1);
        }
    }

    /// <summary>Restores a stream from an older copy, in which it had so many events.</summary>
    public void Restore(string tenantId, int events)
    {
        var stream = streams[tenantId];
        lock (stream)
        {
            stream.RemoveRange(events, stream.Count - events);
        }
    }

    /// <summary>From now on the publisher has a change of this tenant that has waited so long for its number.</summary>
    public void CannotNumber(string tenantId, TimeSpan waited) => unnumbered[tenantId] = waited;

    /// <summary>From now on one stream's events cannot be pulled.</summary>
    public void Fail(string tenantId) => failing.TryAdd(tenantId, true);

    /// <summary>Sequence of a stream's newest event; 0 where it has none.</summary>
    public long HeadOf(string tenantId) => streams.TryGetValue(tenantId, out var stream) ? stream.Count : 0;

    /// <summary>True while addresses cannot be asked for.</summary>
    public bool ContactsFail { get; set; }

    /// <summary>The partnership that is suspended; null for none.</summary>
    public string? Suspended { get; set; }

    /// <summary>From now on this is the address of a person who is appointed in the partnership, and what they want to be told of.</summary>
    public void AppointWithAddress(string tenantId, Contact contact) => contacts[(tenantId, contact.PersonId)] = contact;

    /// <summary>From now on the person is appointed in the partnership no more.</summary>
    public void EndAppointment(string tenantId, string personId) => contacts.TryRemove((tenantId, personId), out _);

    /// <summary>Delivers a range, perhaps once more; returns when the service has taken it.</summary>
    public async Task DeliverAsync(EventRange range)
    {
        using var response = await (subscriber ?? throw new InvalidOperationException($"Nobody subscribes to {name}.")).Http.PostAsJsonAsync(
            Route, new { specversion = "1.0", data_base64 = range.ToByteString().ToBase64() });
        response.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    // Tests share the streams of the platform and of agencies: what is delivered before its forerunner is taken, and applied only later.
    private async Task InTurnAsync(string tenantId, Func<EventRange> add)
    {
        var turn = turns.GetOrAdd(tenantId, _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            await DeliverAsync(add());
        }
        finally
        {
            turn.Release();
        }
    }

    private EventRange Range(string tenantId, List<Event> stream, long after)
    {
        var events = stream.Skip((int)after).Take(100).ToList();
        return new EventRange
        {
            Publisher = name, TenantId = tenantId, After = after, AfterMark = MarkAt(stream, after), Through = after + events.Count, Events = { events },
        };
    }

    private static string MarkAt(List<Event> stream, long sequence) =>
        sequence > 0 && sequence <= stream.Count ? Checkpoint.MarkOf(stream[(int)sequence - 1]) : "";

    private sealed class Feed(TestPublisher publisher) : EventFeed.EventFeedBase
    {
        public override Task<ListHeadsReply> ListHeads(ListHeadsRequest request, ServerCallContext context) =>
            Task.FromResult(new ListHeadsReply
            {
                Heads =
                {
                    publisher.streams.Select(stream => new StreamHead
                    {
                        TenantId = stream.Key,
                        Sequence = stream.Value.Count,
                        Mark = MarkAt(stream.Value, stream.Value.Count),
                        UnnumberedForMs = (long)publisher.unnumbered.GetValueOrDefault(stream.Key).TotalMilliseconds,
                    }),
                },
            });

        public override Task<EventRange> ListEvents(ListEventsRequest request, ServerCallContext context)
        {
            if (publisher.failing.ContainsKey(request.TenantId))
            {
                throw new RpcException(new Status(StatusCode.Internal, "This stream fails."));
            }

            var stream = publisher.streams.GetValueOrDefault(request.TenantId) ?? [];
            lock (stream)
            {
                return Task.FromResult(publisher.Range(request.TenantId, stream, request.After));
            }
        }
    }

    private sealed class Contacts(TestPublisher publisher) : Partners.V1.Settings.SettingsBase
    {
        public override Task<ListContactsReply> ListContacts(ListContactsRequest request, ServerCallContext context) => publisher.ContactsFail ? throw new RpcException(new Status(StatusCode.Internal, "No addresses.")) : Task.FromResult(publisher.Suspended == request.PartnershipId ? new ListContactsReply { Suspended = true } : new ListContactsReply
        {
            Contacts = { request.PersonIds.Select(person => publisher.contacts.GetValueOrDefault((request.PartnershipId, person))).OfType<Contact>() },
        });
    }

    private sealed class Exchange(TestTokens tokens) : Partners.V1.Partners.PartnersBase
    {
        public override Task<IssueTokenReply> IssueClientToken(IssueClientTokenRequest request, ServerCallContext context)
        {
            var client = new JsonWebTokenHandler().ReadJsonWebToken(request.ClientAssertion).Subject;
            return Task.FromResult(new IssueTokenReply
            {
                AccessToken = tokens.Mint(new() { [TokenClaims.Subject] = client }),
                ExpiresAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMinutes(30)),
            });
        }
    }
}
