using Dapper;
using Google.Protobuf;
using Jtai.Activities.Sealing;
using Jtai.Activities.V1;
using Jtai.Data.Tests.Sample;
using Jtai.Field;
using Jtai.Store;
using Jtai.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Jtai.Data.Tests.Sealing;

/// <summary>The audit log is sealed behind the writes, and whoever changes it afterwards is found: GUARANTEES S7.</summary>
public sealed class SealingTests : IAsyncLifetime
{
    private static readonly TenantId Tenant = new("northshire");

    private const string Insert =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
        select @tenant, now(), 'Alteration', 'NoteChanged', 'note ' || number, number, 'person-1', 'PartnershipManager', 'westmarch-police', 'r'
        from generate_series(1, @rows) number
        """;

    private TestDatabase database = null!;
    private Database app = null!;
    private AuditLog log = null!;

    public async Task InitializeAsync()
    {
        database = await TestPostgres.CreateMigratedDatabaseAsync("sealing", typeof(SealingTests).Assembly);
        app = Databases.Open(database);
        log = new AuditLog(app, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Seal_MoreRowsThanASegmentHolds_NamesEachOnceInAWholeChain()
    {
        await WriteAsync(1203);
        bool[] more = [await SealAsync(), await SealAsync(), await SealAsync(), await SealAsync()];
        Assert.Equal([true, true, false, false], more);
        Assert.Equal([500, 500, 203], await database.QueryAsync<int>("select cardinality(ids) from audit_segment order by number"));
        await AssertWholeAsync(1203);
    }

    [Fact]
    public async Task Seal_OfWritesThroughTheService_IsARoundOverAllTenants()
    {
        await using var host = await SampleHost.StartAsync(database);
        await host.Notes.SaveNoteAsync(new() { Id = "a", Text = "one" }, SampleHost.As("southshire"));
        await host.Notes.SaveNoteAsync(new() { Id = "a", Text = "one" }, SampleHost.As("westshire"));
        await database.ExecuteAsync(Insert, new { tenant = "westshire", rows = 700 });
        var sealing = new AuditSealing(log, new RelayDatabase(database.Relay, "sample", pooler: false), NullLogger<AuditSealing>.Instance);
        await sealing.RunAsync(default);
        const string Sizes = "select tenant_id || ' ' || cardinality(ids) from audit_segment order by tenant_id, number";
        Assert.Equal(["southshire 1", "westshire 500", "westshire 201"], await database.QueryAsync<string>(Sizes));
        Assert.Empty(await log.WaitingAsync([new("southshire"), new("westshire"), Tenant], default));

        await host.Notes.SaveNoteAsync(new() { Id = "b", Text = "two" }, SampleHost.As("southshire"));
        Assert.Equal([new("southshire")], await log.WaitingAsync([new("southshire"), new("westshire"), Tenant], default));
        await sealing.RunAsync(default);
        Assert.Equal(["southshire 1", "southshire 1", "westshire 500", "westshire 201"], await database.QueryAsync<string>(Sizes));
    }

    // Its id lies far behind what was sealed meanwhile: a mark at the newest id would pass it over for ever.
    [Fact]
    public async Task Seal_ATransactionThatWasHeld_SealsItsRowsAsSoonAsTheyAreThere()
    {
        await using var held = new NpgsqlConnection(database.Everything);
        await held.OpenAsync();
        var transaction = await held.BeginTransactionAsync();
        await held.ExecuteAsync(Insert, new { tenant = Tenant.Value, rows = 3 }, transaction);
        for (var round = 0; round < 5; round++)
        {
            await WriteAsync(600);
            await SealAllAsync();
        }

        Assert.Equal(0, await SettledAsync());
        Assert.Equal(0, await log.CountUnsealedAsync(Tenant, default));
        await transaction.CommitAsync();
        Assert.Equal(3, await log.CountUnsealedAsync(Tenant, default));
        Assert.Null((await CheckAsync()).Fault);
        await SealAllAsync();
        await AssertWholeAsync(3003);

        await SettleAsync(3003);
    }

    // The numbers of those that have ended say nothing of one that began later, drew its id earlier, and goes on.
    [Fact]
    public async Task Seal_ATransactionBetweenOthersThatEnded_SealsItsRowsToo()
    {
        await using var first = new NpgsqlConnection(database.Everything);
        await using var held = new NpgsqlConnection(database.Everything);
        await first.OpenAsync();
        await held.OpenAsync();
        var ends = await first.BeginTransactionAsync();
        await first.ExecuteAsync("select pg_current_xact_id()", transaction: ends);
        var goesOn = await held.BeginTransactionAsync();
        await held.ExecuteAsync(Insert, new { tenant = Tenant.Value, rows = 1 }, goesOn);
        await first.ExecuteAsync(Insert, new { tenant = Tenant.Value, rows = 1 }, ends);
        await ends.CommitAsync();
        await SealAllAsync();
        await WriteAsync(1);
        await SealAllAsync();
        await goesOn.CommitAsync();
        await SealAllAsync();
        await AssertWholeAsync(3);
    }

    [Fact]
    public async Task Seal_WhileManyWrite_MissesNone()
    {
        using var stop = new CancellationTokenSource();
        var sealing = new[] { KeepSealingAsync(), KeepSealingAsync() };
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async writer =>
        {
            var random = new Random(writer);
            await using var connection = new NpgsqlConnection(database.Everything);
            await connection.OpenAsync();
            for (var write = 0; write < 150; write++)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await connection.ExecuteAsync(Insert, new { tenant = Tenant.Value, rows = random.Next(1, 4) }, transaction);
                await Task.Delay(random.Next(12));
                await (random.Next(8) == 0 ? transaction.RollbackAsync() : transaction.CommitAsync());
            }
        }));
        await stop.CancelAsync();
        await Task.WhenAll(sealing);
        await SealAllAsync();
        await AssertWholeAsync((await database.QueryAsync<int>("select count(*)::int from audit")).Single());

        async Task KeepSealingAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                await SealAsync();
            }
        }
    }

    [Fact]
    public async Task Check_AfterTampering_NamesTheFirstThatIsWrong()
    {
        await WriteAsync(1300);
        await SealAllAsync();
        var kept = (await database.QueryAsync<(long Number, byte[] Head)>("select number, head from audit_segment"))
            .Select(one => new KeptHead { Number = one.Number, Head = ByteString.CopyFrom(one.Head) }).ToArray();
        var random = new Random(7);
        for (var round = 0; round < 150; round++)
        {
            var id = random.Next(1, 1301);
            var (segment, other) = ((id + 499) / 500, id % 500 == 0 ? id - 1 : id + 1 > 1300 ? id - 1 : id + 1);
            (string, SealFaultKind, long, long)[] ways =
            [
                ("update audit set subject = 'somebody' where id = @id", SealFaultKind.EntryChanged, segment, id),
                ("update audit set agency_id = null where id = @id", SealFaultKind.EntryChanged, segment, id),
                ("update audit set at = at + interval '1 microsecond' where id = @id", SealFaultKind.EntryChanged, segment, id),
                ("delete from audit where id = @id", SealFaultKind.EntryDeleted, segment, id),
                (
                    "update audit mine set aggregate_id = theirs.aggregate_id, version = theirs.version from audit theirs where mine.id in (@id, @other) and theirs.id in (@id, @other) and mine.id <> theirs.id",
                    SealFaultKind.EntriesSwapped, segment, Math.Min(id, other)
                ),
                ("update audit_segment set sealed_at = sealed_at + interval '1 second' where number = @segment", SealFaultKind.SegmentChanged, segment, 0),
                ("delete from audit_segment where number = @segment", segment == 3 ? SealFaultKind.TailCut : SealFaultKind.SegmentDeleted, segment == 3 ? 2 : segment, 0),
            ];
            var (sql, kind, number, row) = ways[round % ways.Length];
            var backup = await BackUpAsync();
            Assert.NotEqual(0, await database.ExecuteAsync(sql, new { id, other, segment }));
            var fault = (await CheckAsync(kept)).Fault;
            Assert.True(new SealFault { Kind = kind, SegmentNumber = number, EntryId = row }.Equals(fault), $"{sql} of {id} was found as {fault}");
            await database.ExecuteAsync(backup);
        }

        Assert.Null((await CheckAsync(kept)).Fault);
    }

    [Fact]
    public async Task Check_ARowPutAmongSealedOnes_IsNamed()
    {
        await WriteAsync(10);
        await database.ExecuteAsync("delete from audit where id = 4");
        await SettleAsync(10);
        Assert.Null((await CheckAsync()).Fault);
        await database.ExecuteAsync(
            """
            insert into audit overriding system value
            select tenant_id, 4, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, disclosed_to, rpc, traceparent from audit where id = 3
            """);
        await SealAllAsync();
        Assert.Equal(new SealFault { Kind = SealFaultKind.EntryAdded, SegmentNumber = 1, EntryId = 4 }, (await CheckAsync()).Fault);
    }

    // It is sealed as any other, and proves nothing of the time that it claims.
    [Fact]
    public async Task Check_ARowWithATimeLongBeforeItsSeal_IsNamedAndIsNoFault()
    {
        await WriteAsync(2);
        await SealAllAsync();
        await database.ExecuteAsync(
            """
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
            select tenant_id, at - interval '1 day' * id, kind, entity, aggregate_id, version, 'somebody else', capacity, agency_id, rpc from audit
            """);
        await WriteAsync(1);
        await SealAllAsync();
        var (_, complete, fault, far) = await log.CheckAsync(Tenant, ChainPosition.Start, [], default);
        Assert.Equal((true, null), (complete, fault));
        var one = Assert.Single(far);
        Assert.Equal((2, 2, 4), (one.SegmentNumber, one.Entries, one.EntryId));
        Assert.InRange(one.SealedAt.ToDateTimeOffset() - one.At.ToDateTimeOffset(), TimeSpan.FromDays(2), TimeSpan.FromDays(2.1));
    }

    [Fact]
    public async Task Check_OfManySegments_GoesOnInBoundedSteps()
    {
        for (var segment = 0; segment < AuditLog.CheckedAtOnce + 2; segment++)
        {
            await WriteAsync(1);
            await SealAllAsync();
        }

        var (first, complete, _, _) = await log.CheckAsync(Tenant, ChainPosition.Start, [], default);
        Assert.Equal((AuditLog.CheckedAtOnce, false), (first.Number, complete));
        var (second, end, fault, _) = await log.CheckAsync(Tenant, first, [], default);
        Assert.Equal((AuditLog.CheckedAtOnce + 2, true, null), (second.Number, end, fault));
        Assert.Equal(SealFaultKind.SegmentChanged, (await log.CheckAsync(Tenant, first with { Head = new byte[32] }, [], default)).Fault?.Kind);
    }

    [Theory]
    [InlineData("update audit_segment set head = previous")]
    [InlineData("delete from audit_segment")]
    [InlineData("update audit set subject = 'somebody'")]
    [InlineData("delete from audit")]
    public async Task Seals_ForTheServiceItself_CannotBeChanged(string sql)
    {
        await WriteAsync(1);
        await SealAllAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => app.ExecuteAsync(TenantScope.Of(Tenant), sql, null, default));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private Task<int> WriteAsync(int rows) => database.ExecuteAsync(Insert, new { tenant = Tenant.Value, rows });

    private Task<bool> SealAsync() => log.SealAsync(Tenant, default);

    private async Task SealAllAsync()
    {
        while (await SealAsync())
        {
            // There may be more.
        }
    }

    // Transactions of other databases of the server hold it up for their time.
    private async Task SettleAsync(long id)
    {
        for (var round = 0; await SettledAsync() < id; round++)
        {
            Assert.True(round < 200, "The mark stands still.");
            await WriteAsync(1);
            await SealAllAsync();
            await Task.Delay(50);
        }
    }

    private async Task<long> SettledAsync() => (await database.QueryAsync<long>("select settled_id from audit_segment order by number desc limit 1")).SingleOrDefault();

    private async Task AssertWholeAsync(int rows)
    {
        Assert.Equal(
            (rows, rows, rows),
            (await database.QueryAsync<(int, int, int)>(
                "select count(*)::int, count(distinct id)::int, (select count(*)::int from audit) from (select unnest(ids) as id from audit_segment) named")).Single());
        Assert.Equal((true, null), await CheckAsync());
    }

    private async Task<(bool Complete, SealFault? Fault)> CheckAsync(params IReadOnlyList<KeptHead> kept)
    {
        var (position, complete, fault, _) = await log.CheckAsync(Tenant, ChainPosition.Start, kept, default);
        while (!complete)
        {
            (position, complete, fault, _) = await log.CheckAsync(Tenant, position, kept, default);
        }

        return (complete, fault);
    }

    // What undoes any of the tamperings.
    private async Task<string> BackUpAsync()
    {
        await database.ExecuteAsync("create table if not exists audit_copy as select * from audit; create table if not exists segment_copy as select * from audit_segment");
        return """
            delete from audit; delete from audit_segment;
            insert into audit overriding system value select * from audit_copy;
            insert into audit_segment select * from segment_copy
            """;
    }
}
