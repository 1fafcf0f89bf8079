using Dapper;
using Grpc.Core;
using Jtai.Data.Tests.Sample;
using Jtai.Events.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Jtai.Data.Tests;

/// <summary>Numbers without gaps, whoever commits late; ranges without gaps, whatever compaction removed.</summary>
public sealed class StreamTests : IAsyncLifetime
{
    private static readonly Metadata Reader = new() { { "test-subject", "service:reader" } };

    private TestDatabase database = null!;

    public async Task InitializeAsync() =>
        database = await TestPostgres.CreateMigratedDatabaseAsync("stream", typeof(StreamTests).Assembly);

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Number_LateCommittersRolledBackWritersAndThreeRelays_LeavesNoGapAndNoInversion()
    {
        await InsertAsync("insert into note select tenant, 'n' || n, 0, '' from unnest(array['northshire', 'southshire']) tenant, generate_series(0, 4) n");
        using var writing = new CancellationTokenSource();
        var relays = Enumerable.Range(0, 3).Select(_ => Task.Run(() => RelayUntilAsync(writing.Token))).ToArray();
        var committed = (await Task.WhenAll(Enumerable.Range(0, 10).Select(seed => WriteAsync(new Random(seed), 40)))).Sum();
        await Task.Delay(200);
        await writing.CancelAsync();
        var numbered = (await Task.WhenAll(relays)).SelectMany(ranges => ranges).ToArray();

        await using var everything = new NpgsqlConnection(database.Everything);
        var rows = (await everything.QueryAsync<(string Tenant, string Id, long Version, long? Seq)>(
            "select tenant_id, aggregate_id, version, seq from outbox order by tenant_id, seq")).AsList();
        Assert.Equal(committed, rows.Count);
        foreach (var stream in rows.GroupBy(row => row.Tenant))
        {
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(seq => (long?)seq), stream.Select(row => row.Seq));
            Assert.Equal(stream.Count(), await everything.ExecuteScalarAsync<long>("select seq from stream_head where tenant_id = @Key", new { stream.Key }));
            foreach (var aggregate in stream.GroupBy(row => row.Id))
            {
                Assert.Equal(Enumerable.Range(1, aggregate.Count()).Select(version => (long)version), aggregate.Select(row => row.Version));
            }

            var after = 0L;
            foreach (var range in numbered.Where(range => range.TenantId == stream.Key).OrderBy(range => range.After))
            {
                Assert.Equal(after, range.After);
                after = range.Through;
            }
        }
    }

    [Fact]
    public async Task List_LongStream_ComesInContiguousRangesOfAtMostHundred()
    {
        await InsertEventsAsync(aggregates: 250, versions: 1, bytes: 10);
        await using var host = await SampleHost.StartAsync(database);
        var ranges = await WholeStreamAsync(host, 250);

        Assert.Equal([(0, 100, 100), (100, 200, 100), (200, 250, 50)], ranges.Select(range => ((int)range.After, (int)range.Through, range.Events.Count)));
    }

    [Fact]
    public async Task List_LargeStates_ComesInRangesOfAtMost200KilobytesOrOneEvent()
    {
        await InsertEventsAsync(aggregates: 30, versions: 1, bytes: 30_000);
        await using var host = await SampleHost.StartAsync(database);
        var ranges = await WholeStreamAsync(host, 30);

        Assert.All(ranges, range => Assert.InRange(range.CalculateSize(), 1, 200_000));
        Assert.Equal(30, ranges.Sum(range => range.Events.Count));
    }

    [Fact]
    public async Task Compact_SupersededStates_KeepsTheNewestForEverAndTheRangesContiguous()
    {
        await InsertEventsAsync(aggregates: 40, versions: 6, bytes: 10);
        await using var host = await SampleHost.StartAsync(database);
        await WholeStreamAsync(host, 240);
        var upkeep = Upkeep(host);

        Assert.Equal(0, await upkeep.CompactAsync(DateTimeOffset.UtcNow.AddDays(-7), default));
        Assert.Equal(200, await upkeep.CompactAsync(DateTimeOffset.UtcNow.AddDays(1), default));

        var ranges = await WholeStreamAsync(host, 240);
        var events = ranges.SelectMany(range => range.Events).ToArray();
        Assert.Equal(40, events.Length);
        Assert.All(events, @event => Assert.Equal(6, @event.Version));
    }

    [Fact]
    public async Task Compact_ReasonsGivenToTheGuard_AreKeptForThirteenMonths()
    {
        await InsertEventsAsync(aggregates: 4, versions: 1, bytes: 10);
        await using var host = await SampleHost.StartAsync(database);
        await WholeStreamAsync(host, 4);
        // The third is not old enough, and the last is where consumers stand.
        await InsertAsync(
            """
            update outbox set type = 'jtai.partners.v1.GuardReasonGiven', recorded_at = now() - case when seq = 3 then interval '12 months' else interval '14 months' end
            where seq > 1
            """);

        Assert.Equal(1, await Upkeep(host).CompactAsync(DateTimeOffset.UtcNow.AddDays(-7), default));

        Assert.Equal([1, 3, 4], (await WholeStreamAsync(host, 4)).SelectMany(range => range.Events).Select(@event => @event.Sequence));
    }

    [Fact]
    public async Task Forget_OldKeys_KeepsThoseOfToday()
    {
        await using var host = await SampleHost.StartAsync(database);
        foreach (var id in (string[])["old", "new"])
        {
            await host.Notes.SaveNoteAsync(new() { Id = id }, SampleHost.As("northshire", key: "key-of-" + id));
        }

        await WholeStreamAsync(host, 2);
        await InsertAsync("update idempotency set stored_at = now() - interval '49 hours' where key = 'key-of-old'");
        await Upkeep(host).ForgetKeysAsync(TimeSpan.FromHours(48), default);

        await using var everything = new NpgsqlConnection(database.Everything);
        Assert.Equal(["key-of-new"], await everything.QueryAsync<string>("select key from idempotency"));
    }

    [Fact]
    public async Task Upkeep_OfMuch_IsDoneInShortStatements()
    {
        await InsertEventsAsync(aggregates: 900, versions: 6, bytes: 10);
        await InsertAsync(
            $"""
            insert into idempotency (tenant_id, subject, rpc, key, request_hash, reply, stored_at)
            select 'northshire', 'person', 'rpc', 'key ' || n, '', '', now() - interval '49 hours' from generate_series(1, 5000) n;
            create function refuse_long() returns trigger language plpgsql as $$
            begin
              if (select count(*) from gone) > {Streams.Upkeep.BatchSize} then raise exception 'too many at once'; end if;
              return null;
            end $$;
            create trigger short after delete on outbox referencing old table as gone for each statement execute function refuse_long();
            create trigger short after delete on idempotency referencing old table as gone for each statement execute function refuse_long();
            """);
        await using var host = await SampleHost.StartAsync(database);
        await WholeStreamAsync(host, 5400);
        var upkeep = Upkeep(host);

        Assert.Equal(4500, await upkeep.CompactAsync(DateTimeOffset.UtcNow.AddDays(1), default));
        await upkeep.ForgetKeysAsync(TimeSpan.FromHours(48), default);

        await using var everything = new NpgsqlConnection(database.Everything);
        Assert.Equal((900, 0), await everything.QuerySingleAsync<(int, int)>(
            "select (select count(*)::int from outbox), (select count(*)::int from idempotency)"));
    }

    [Fact]
    public async Task List_NothingNewer_IsAnEmptyRange()
    {
        await InsertEventsAsync(aggregates: 1, versions: 1, bytes: 1);
        await using var host = await SampleHost.StartAsync(database);
        await WholeStreamAsync(host, 1);

        foreach (var (tenant, after) in ((string, long)[])[("northshire", 1), ("northshire", 99), ("no-such-tenant", 0), ("no-such-tenant", 7)])
        {
            var range = await host.Feed.ListEventsAsync(new ListEventsRequest { TenantId = tenant, After = after }, Reader);
            Assert.Empty(range.Events);
            Assert.Equal(after, range.Through);
        }
    }

    [Fact]
    public async Task List_ByAPersonOrAnotherService_IsDenied()
    {
        await using var host = await SampleHost.StartAsync(database);
        foreach (var headers in (Metadata[])[SampleHost.As("northshire"), new() { { "test-subject", "service:other" } }])
        {
            await Refusal.OfAsync(StatusCode.PermissionDenied, host.Feed.ListHeadsAsync(new ListHeadsRequest(), headers));
        }
    }

    private static async Task<IReadOnlyList<EventRange>> WholeStreamAsync(SampleHost host, long head)
    {
        await Eventually.SoAsync(
            async () => (await host.Feed.ListHeadsAsync(new ListHeadsRequest(), Reader)).Heads is [{ TenantId: "northshire" } only] && only.Sequence == head,
            "the head is told");
        var ranges = new List<EventRange>();
        for (var after = 0L; ;)
        {
            var range = await host.Feed.ListEventsAsync(new ListEventsRequest { TenantId = "northshire", After = after }, Reader);
            Assert.Equal(("sample", "northshire", after), (range.Publisher, range.TenantId, range.After));
            if (range.Through == after)
            {
                Assert.Equal(head, after);
                return ranges;
            }

            Assert.All(range.Events, @event => Assert.InRange(@event.Sequence, range.After + 1, range.Through));
            ranges.Add(range);
            after = range.Through;
        }
    }

    private Upkeep Upkeep(SampleHost host) => new(
        host.Database, RelayDatabase(), new EventStreams(RelayDatabase(), TimeProvider.System), new ConfigurationBuilder().Build(), TimeProvider.System, NullLogger<Upkeep>.Instance);

    private RelayDatabase RelayDatabase() => new(database.Relay, "sample", pooler: false);

    private async Task<IReadOnlyList<NumberedRange>> RelayUntilAsync(CancellationToken stop)
    {
        await using var source = RelayDatabase();
        using var signal = new WakeUp();
        using var publisher = new DaprPublisher(new ConfigurationBuilder().Build(), NullLogger<DaprPublisher>.Instance);
        using var queue = new PublishQueue(new EventStreams(source, TimeProvider.System), publisher, NullLogger<PublishQueue>.Instance);
        using var relay = new Relay(source, queue, signal, NullLogger<Relay>.Instance);
        var ranges = new List<NumberedRange>();
        while (true)
        {
            var isLast = stop.IsCancellationRequested;
            var some = await relay.NumberAsync(default) ?? [];
            ranges.AddRange(some);
            if (isLast && some.Count == 0)
            {
                return ranges;
            }
        }
    }

    /// <summary>Writes as slices do, but slowly: waits before and after the outbox row, and gives up now and then.</summary>
    private async Task<int> WriteAsync(Random random, int writes)
    {
        await using var everything = new NpgsqlConnection(database.App);
        await everything.OpenAsync();
        var committed = 0;
        for (var write = 0; write < writes; write++)
        {
            var tenant = random.Next(4) == 0 ? "southshire" : "northshire";
            var id = "n" + random.Next(5);
            await using var transaction = await everything.BeginTransactionAsync();
            await everything.ExecuteAsync("select set_config('app.tenants', array[@tenant]::text, true)", new { tenant });
            var version = await everything.ExecuteScalarAsync<long>(
                "update note set version = version + 1 where tenant_id = @tenant and id = @id returning version", new { tenant, id });
            await Task.Delay(random.Next(3));
            await everything.ExecuteAsync(
                "insert into outbox (tenant_id, type, aggregate_id, version, recorded_at, state, erased) values (@tenant, 't', @id, @version, now(), '', false)",
                new { tenant, id, version });
            await Task.Delay(random.Next(8) == 0 ? 30 : random.Next(3));
            if (random.Next(5) == 0)
            {
                await transaction.RollbackAsync();
            }
            else
            {
                await transaction.CommitAsync();
                committed++;
            }
        }

        return committed;
    }

    private Task InsertEventsAsync(int aggregates, int versions, int bytes) => InsertAsync(
        $"""
        insert into outbox (tenant_id, type, aggregate_id, version, recorded_at, state, erased)
        select 'northshire', 'jtai.sample.v1.NoteChanged', 'n' || n, version, now(), convert_to(repeat('x', {bytes}), 'UTF8'), false
        from generate_series(1, {versions}) version, generate_series(1, {aggregates}) n order by version, n
        """);

    private async Task InsertAsync(string sql)
    {
        await using var everything = new NpgsqlConnection(database.Everything);
        await everything.ExecuteAsync(sql);
    }
}
