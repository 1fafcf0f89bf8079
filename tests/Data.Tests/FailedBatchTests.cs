using System.Text;
using Dapper;
using Jtai.Access;
using Jtai.Data.Tests.Sample;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Sample.V1;
using Jtai.Store;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Data.Tests;

/// <summary>
/// Whatever fails in one tenant's batch, at whichever statement and use of it: the other tenants' results stay theirs, and in
/// their places.
/// </summary>
public sealed class FailedBatchTests : IAsyncLifetime
{
    private const int Statements = 3;
    private const int Calls = 1000;
    private static readonly int[] Uses = [1, 3, 5];
    private static readonly string[] Others = ["eastshire", "southshire", "westshire"];

    private TestDatabase service = null!;
    private Database database = null!;

    public async Task InitializeAsync()
    {
        service = await TestPostgres.CreateMigratedDatabaseAsync("failed_batch", typeof(FailedBatchTests).Assembly);
        database = Databases.Open(service, poolSize: 2);
        foreach (var tenant in (string[])["northshire", .. Others])
        {
            await database.ExecuteAsync(
                TenantScope.Of(new TenantId(tenant)),
                "insert into note select @tenant, n::text, 1, @tenant || n from generate_series(0, 9) n",
                new { tenant },
                default);
        }
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await service.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Query_AfterAnErrorAtAnyStatementAndUse_GivesOthersTheirOwnResults(string fault) =>
        await OthersReadAsync(await FailedAsync(fault, RunAsync));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Save_AfterAnErrorAtAnyStatementAndUse_GivesOthersTheirOwnResults(string fault)
    {
        var batches = await FailedAsync(fault, SaveAsync);

        await OthersReadAsync(batches);
        foreach (var batch in batches)
        {
            await SaveAsync("eastshire", batch, ["1", "2", "3"], ["", "", ""], default);
        }

        // Each that did not fail, once and with its own content.
        long[] saves = [batches.Count, Statements * Uses.Sum(use => use - 1L)];
        var events = await service.QueryAsync<(string Tenant, byte[] State, long Saves)>(
            "select tenant_id, state, count(*) from outbox group by 1, 2 order by 1");
        Assert.Equal(
            [("eastshire", "eastshire", saves[0]), ("northshire", "northshire", saves[1])],
            events.Select(row => (row.Tenant, NoteChanged.Parser.ParseFrom(row.State).Text, row.Saves)));
        Assert.Equal(saves, await service.QueryAsync<long>("select count(*) from audit group by tenant_id order by tenant_id"));
    }

    private delegate Task Act(string tenant, string batch, string[] ids, string[] faults, CancellationToken ct);

    /// <summary>Batches of the northshire that failed, each at one statement and at one of its uses.</summary>
    private async Task<List<string>> FailedAsync(string fault, Act act)
    {
        await using var blocker = new NpgsqlConnection(service.Everything);
        await blocker.OpenAsync();
        await blocker.ExecuteAsync("select pg_advisory_lock(1)");
        var batches = new List<string>();
        for (var statement = 0; statement < Statements; statement++)
        {
            foreach (var use in Uses)
            {
                var batch = Batch(batches.Count);
                batches.Add(batch);
                for (var earlier = 1; earlier < use; earlier++)
                {
                    await act("northshire", batch, ["1", "2", "3"], ["", "", ""], default);
                }

                await FailAsync(act, batch, Enum.Parse<Fault>(fault), statement);
            }
        }

        return batches;
    }

    [Fact]
    public async Task Use_ThatFails_ClosesItsConnectionAndNoOther()
    {
        var before = await PidsAsync(first => throw new InvalidOperationException($"{first}"));
        var after = await PidsAsync(first => Task.FromResult(first));

        Assert.False(before.First == after.First || before.First == after.Second);
        Assert.True(before.Second == after.First || before.Second == after.Second);

        // Both of the pool's connections at once.
        async Task<(int First, int Second)> PidsAsync(Func<int, Task<int>> finish)
        {
            var first = 0;
            var second = 0;
            await database.Pool.UseAsync(
                async one =>
                {
                    second = await one.ExecuteScalarAsync<int>("select pg_backend_pid()");
                    return await Record.ExceptionAsync(() => database.Pool.UseAsync(
                        async other =>
                        {
                            first = await other.ExecuteScalarAsync<int>("select pg_backend_pid()");
                            return await finish(first);
                        },
                        default));
                },
                default);
            return (first, second);
        }
    }

    public static TheoryData<string> Faults() => new(Enum.GetNames<Fault>());

    private async Task OthersReadAsync(List<string> batches)
    {
        var wrong = 0;
        var example = "";
        await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (turn, _) =>
        {
            // There are the notes 0 to 9. A result without rows is what a damaged statement passes over in silence.
            var lastIsSound = turn % batches.Count < batches.Count - Uses.Length;
            int[] notes = turn < Calls / 2 ? [10, 10, lastIsSound ? turn % 10 : 10] : [turn % 13, turn / 13 % 11, turn % 10];
            var tenant = Others[turn % Others.Length];
            var expected = notes.Select(note => note < 10 ? tenant + note : "");
            try
            {
                var found = await ReadAsync(tenant, batches[turn % batches.Count], notes);
                if (!found.SequenceEqual(expected))
                {
                    Interlocked.Increment(ref wrong);
                    example = $"{tenant} asked for {string.Join(", ", expected)} and was given {string.Join(", ", found)}";
                }
            }
            catch (Exception failure)
            {
                Interlocked.Increment(ref wrong);
                example = failure.Message;
            }
        });
        Assert.True(wrong == 0, $"{wrong} of {Calls} calls of others went wrong, e.g.: {example}");
    }

    /// <summary>Reads one note by each statement of a batch; empty for one that is not there.</summary>
    private Task<string[]> ReadAsync(string tenant, string batch, int[] notes) =>
        RunAsync(tenant, batch, [.. notes.Select(note => $"{note}")], ["", "", ""], default);

    private Task<string[]> RunAsync(string tenant, string batch, string[] ids, string[] faults, CancellationToken ct) => database.QueryMultipleAsync(
        TenantScope.Of(new TenantId(tenant)),
        batch,
        Arguments(ids, faults),
        async results =>
        {
            await results.ReadAsync<string>();
            var found = new string[Statements];
            for (var statement = 0; statement < Statements; statement++)
            {
                found[statement] = results.IsConsumed ? "" : string.Concat(await results.ReadAsync<string>());
            }

            return found;
        },
        ct);

    /// <summary>The same statements in a write, which also records a change.</summary>
    private async Task SaveAsync(string tenant, string batch, string[] ids, string[] faults, CancellationToken ct)
    {
        var caller = new Caller("person-1", new TenantId(tenant), "westmarch-police", AcrossPartnerships: false, [], Capacity.PartnershipManager);
        var (id, key) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await database.SaveAsync(
            new Write(caller.TenantId, caller, "/jtai.sample.v1.Notes/SaveNote", key, []),
            new SaveNoteReply { Id = id, Version = 1 },
            batch,
            Arguments(ids, faults),
            [new Change(id, 1, new NoteChanged { Text = tenant })],
            ct);
    }

    private static object Arguments(string[] ids, string[] faults) => new
    {
        id0 = ids[0],
        id1 = ids[1],
        id2 = ids[2],
        fault0 = faults[0],
        fault1 = faults[1],
        fault2 = faults[2],
        limit = faults.Contains(nameof(Fault.StatementTimeout)) ? "100ms" : "30s",
    };

    private async Task FailAsync(Act act, string batch, Fault fault, int statement)
    {
        string[] ids = ["1", "2", "3"];
        string[] faults = ["", "", ""];
        using var giveUp = new CancellationTokenSource();
        switch (fault)
        {
            case Fault.Nul:
                ids[statement] = "\0";
                break;
            case Fault.LoneSurrogate:
                ids[statement] = "\ud800";
                break;
            case Fault.Cancelled:
                giveUp.CancelAfter(TimeSpan.FromMilliseconds(50));
                faults[statement] = nameof(Fault.Cancelled);
                break;
            default:
                faults[statement] = fault.ToString();
                break;
        }

        var failure = await Record.ExceptionAsync(() => act("northshire", batch, ids, faults, giveUp.Token));
        Assert.True(IsExpected(failure), $"{fault} at statement {statement}: {failure}");

        bool IsExpected(Exception? found) => (fault, found) switch
        {
            (Fault.Nul, PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire }) => true,
            (Fault.LoneSurrogate, EncoderFallbackException) => true,
            (Fault.Planning, PostgresException { SqlState: PostgresErrorCodes.InvalidTextRepresentation }) => true,
            (Fault.Constraint, PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }) => true,
            (Fault.LockTimeout, PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }) => true,
            (Fault.StatementTimeout, PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }) => true,
            (Fault.Cancelled, OperationCanceledException) => true,
            (Fault.Killed, PostgresException { SqlState: PostgresErrorCodes.AdminShutdown }) => true,
            _ => false,
        };
    }

    /// <summary>
    /// One text per case, so that its uses are counted anew. Its first statement sets a limit for those after it; each ends in a
    /// semicolon, so that its text is the same one in a read and in a write.
    /// </summary>
    private static string Batch(int number) => string.Concat(Enumerable.Range(0, Statements).Select(statement =>
        $"""
        select note.text from fail(@fault{statement}) as failed, note
        where not failed and not fail_in_planning(@fault{statement}) and note.id = @id{statement}
          and (case @fault{statement} when 'Planning' then 'none' else '1' end)::int = 1 /* batch {number} */;

        """).Prepend("select set_config('statement_timeout', @limit, true);\n"));

    private enum Fault
    {
        Nul,
        LoneSurrogate,
        Planning,
        Constraint,
        LockTimeout,
        StatementTimeout,
        Cancelled,
        Killed,
    }
}
