using System.Globalization;
using Dapper;
using Grpc.Core;
using Jtai.Data.Tests.Sample;
using Jtai.Sample.V1;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Jtai.Data.Tests;

/// <summary>Writes through gRPC: idempotency, compare-and-set, audit and event.</summary>
public sealed class WriteTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private SampleHost host = null!;

    public async Task InitializeAsync()
    {
        database = await TestPostgres.CreateMigratedDatabaseAsync("sample", typeof(WriteTests).Assembly);
        host = await SampleHost.StartAsync(database);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Save_NewNote_CommitsStateAuditAndEventTogether()
    {
        var reply = await host.Notes.SaveNoteAsync(new SaveNoteRequest { Id = "a", Text = "one" }, SampleHost.As("northshire"));

        Assert.Equal(1, reply.Version);
        await using var everything = new NpgsqlConnection(database.Everything);
        var audit = await everything.QuerySingleAsync<(string Tenant, string Kind, string Entity, string Id, long Version, string Subject, string Capacity, string Agency, string Rpc)>(
            "select tenant_id, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc from audit");
        Assert.Equal(
            ("northshire", "Collection", "NoteChanged", "a", 1L, "person-1", "PartnershipManager", "westmarch-police", "/jtai.sample.v1.Notes/SaveNote"),
            audit);
        var state = await everything.QuerySingleAsync<byte[]>("select state from outbox where tenant_id = 'northshire' and version = 1");
        Assert.Equal("one", NoteChanged.Parser.ParseFrom(state).Text);
    }

    [Fact]
    public async Task Save_SameKeyAgain_GetsTheFirstAnswerAndHappensOnce()
    {
        var request = new SaveNoteRequest { Id = "a", Text = "one" };
        var first = await host.Notes.SaveNoteAsync(request, SampleHost.As("northshire", key: "key-number-1"));
        var second = await host.Notes.SaveNoteAsync(request, SampleHost.As("northshire", key: "key-number-1"));

        Assert.Equal(first, second);
        Assert.Equal((1, 1), await CountAsync());
    }

    [Fact]
    public async Task Save_SameKeyWhoseFirstTryIsSavedJustAfterItsAnswerWasLookedFor_GetsTheFirstAnswer()
    {
        var request = new SaveNoteRequest { Id = "a", Text = "one" };
        var first = await host.Notes.SaveNoteAsync(request, SampleHost.As("northshire", key: "key-number-1"));
        await using var everything = new NpgsqlConnection(database.Everything);
        await everything.OpenAsync();
        // Back to the moment before the first try was saved, which is held while the second reads.
        await everything.ExecuteAsync(
            """
            create temporary table saved_note as select * from note; create temporary table saved_answer as select * from idempotency;
            delete from note; delete from idempotency
            """);
        await using var saving = await everything.BeginTransactionAsync();
        await everything.ExecuteAsync("lock table note");
        var second = host.Notes.SaveNoteAsync(request, SampleHost.As("northshire", key: "key-number-1")).ResponseAsync;
        await Eventually.SoAsync(
            async () => (await database.QueryAsync<int>("select 1 from pg_locks where relation = 'note'::regclass and not granted")).Count > 0,
            "the second try waits for the note");
        await everything.ExecuteAsync("insert into note select * from saved_note; insert into idempotency select * from saved_answer");
        await saving.CommitAsync();

        Assert.Equal(first, await second);
        Assert.Equal((1, 1), await CountAsync());
    }

    [Fact]
    public async Task Save_SameKeyWithAnotherBody_IsRefusedAndToldWhenTheFirstWasSaved()
    {
        await host.Notes.SaveNoteAsync(new SaveNoteRequest { Id = "a", Text = "one" }, SampleHost.As("northshire", key: "key-number-1"));
        var refused = await Assert.ThrowsAsync<RpcException>(() => host.Notes.SaveNoteAsync(
            new SaveNoteRequest { Id = "a", Text = "two" }, SampleHost.As("northshire", key: "key-number-1")).ResponseAsync);
        var why = refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>();
        Assert.Equal((StatusCode.FailedPrecondition, "KEY_USED"), (refused.StatusCode, why?.Reason));
        var savedAt = DateTimeOffset.Parse(why!.Metadata["saved_at"], CultureInfo.InvariantCulture);
        Assert.InRange(savedAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Save_SameKeyOfAnotherPersonOrTenant_IsAnotherWrite()
    {
        var request = new SaveNoteRequest { Id = "a", Text = "one" };
        await host.Notes.SaveNoteAsync(request, SampleHost.As("northshire", key: "key-number-1"));
        await host.Notes.SaveNoteAsync(request, SampleHost.As("southshire", key: "key-number-1"));
        await Refusal.OfAsync(StatusCode.Aborted, host.Notes.SaveNoteAsync(
            request, SampleHost.As("northshire", "person-2", "key-number-1")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("has a space in it")]
    public async Task Save_MissingOrOddKey_IsInvalid(string key)
    {
        await Refusal.OfAsync(StatusCode.InvalidArgument, host.Notes.SaveNoteAsync(
            new SaveNoteRequest { Id = "a" }, SampleHost.As("northshire", key: key)));
    }

    [Fact]
    public async Task Save_ConcurrentRepetitionsOfOneKey_AllGetOneAnswerAndHappenOnce()
    {
        var request = new SaveNoteRequest { Id = "a", Text = "one" };
        using var barrier = new Meeting(host, 8);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            host.Notes.SaveNoteAsync(request, SampleHost.As("northshire", key: "key-number-1")).ResponseAsync));

        Assert.All(replies, reply => Assert.Equal(1, reply.Version));
        Assert.Equal((1, 1), await CountAsync());
    }

    [Fact]
    public async Task Save_ConcurrentEditors_ExactlyOneWinsAndLosersGetTheCurrentVersion()
    {
        await host.Notes.SaveNoteAsync(new SaveNoteRequest { Id = "a", Text = "one" }, SampleHost.As("northshire"));
        using var barrier = new Meeting(host, 8);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            try
            {
                var reply = await host.Notes.SaveNoteAsync(
                    new SaveNoteRequest { Id = "a", ExpectedVersion = 1, Text = $"by {writer}" }, SampleHost.As("northshire"));
                return reply.Version;
            }
            catch (RpcException conflict) when (conflict.StatusCode == StatusCode.Aborted)
            {
                Assert.Equal(2, Refusal.Of(conflict).CurrentVersion);
                return -1;
            }
        }));

        Assert.Equal(2, Assert.Single(outcomes, version => version > 0));
        Assert.Equal((2, 2), await CountAsync());
    }

    private async Task<(int Audit, int Outbox)> CountAsync()
    {
        await using var everything = new NpgsqlConnection(database.Everything);
        return await everything.QuerySingleAsync<(int, int)>("select (select count(*)::int from audit), (select count(*)::int from outbox)");
    }

    /// <summary>Holds callers after their read until all have read, so that they truly race.</summary>
    private sealed class Meeting : IDisposable
    {
        private readonly Pause pause;

        public Meeting(SampleHost host, int callers)
        {
            pause = host.App.Services.GetRequiredService<Pause>();
            var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var arrived = 0;
            pause.AfterReadingAsync = () =>
            {
                if (Interlocked.Increment(ref arrived) >= callers)
                {
                    all.TrySetResult();
                }

                return all.Task.WaitAsync(TimeSpan.FromSeconds(30));
            };
        }

        public void Dispose() => pause.AfterReadingAsync = () => Task.CompletedTask;
    }
}
