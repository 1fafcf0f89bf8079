using Jtai.Events.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The running service with its database, and what stands in for its neighbours.</summary>
public sealed record Platform(
    TestTokens Tokens, TestPublisher Partners, TestPublisher Inspections, TestDatabase Database, ActionsProcess Service) : IAsyncDisposable
{
    private static readonly Lazy<Task<Platform>> Running = new(async () =>
    {
        var platform = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => platform.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        return platform;
    });

    private TestPooler? Pooler { get; init; }

    /// <summary>One for all tests: each makes partnerships of its own.</summary>
    public static Task<Platform> SharedAsync() => Running.Value;

    /// <param name="pooled">With a pooler in transaction mode before the database.</param>
    public static async Task<Platform> StartAsync(bool pooled = false)
    {
        var tokens = await TestTokens.StartAsync();
        var partners = await TestPublisher.StartAsync("partners", tokens);
        var inspections = await TestPublisher.StartAsync("inspections", tokens);
        var database = await TestPostgres.CreateMigratedDatabaseAsync("actions", typeof(ActionsGrpc).Assembly);
        var pooler = pooled ? await TestPooler.StartAsync(database) : null;
        var service = await ActionsProcess.StartAsync(database, tokens, partners, inspections, pooler: pooler);
        return new Platform(tokens, partners, inspections, database, service) { Pooler = pooler };
    }

    /// <summary>The events of one stream, pulled as Reporting does; fails where a sequence is missing.</summary>
    public async Task<IReadOnlyList<Event>> PullAsync(string tenantId, Func<IReadOnlyList<Event>, bool> until)
    {
        var feed = new EventFeed.EventFeedClient(Service.Channel);
        var headers = new Grpc.Core.Metadata { { "authorization", $"Bearer {Tokens.ForService("reporting")}" } };
        var events = new List<Event>();
        for (var deadline = DateTime.UtcNow.AddSeconds(20); ;)
        {
            var after = events.Count == 0 ? 0 : events[^1].Sequence;
            var range = await feed.ListEventsAsync(new ListEventsRequest { TenantId = tenantId, After = after }, headers);
            Assert.Equal(range.Events.Select((_, index) => after + index + 1), range.Events.Select(@event => @event.Sequence));
            events.AddRange(range.Events);
            if (range.Events.Count == 0)
            {
                if (until(events) || DateTime.UtcNow > deadline)
                {
                    return events;
                }

                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        if (Pooler is not null)
        {
            await Pooler.DisposeAsync();
        }

        await Inspections.DisposeAsync();
        await Partners.DisposeAsync();
        await Tokens.DisposeAsync();
        await Database.DisposeAsync();
    }
}
