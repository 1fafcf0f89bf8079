using Grpc.Core;
using Jtai.Activities;
using Jtai.Activities.Refusals;
using Jtai.Activities.Sealing;
using Jtai.Data.Tests.Sample;
using Jtai.Sample.V1;
using Jtai.Store;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jtai.Data.Tests.Refusals;

/// <summary>Refused calls are in the log of the caller's own tenant, and of nobody else: GUARANTEES S6.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string Rows = "select concat_ws(' ', tenant_id, entity, subject, capacity, aggregate_id, version, rpc) from audit where entity like 'Refused%' order by id";

    private readonly TestClock clock = new();
    private readonly string note = Guid.NewGuid().ToString();
    private TestDatabase database = null!;
    private SampleHost host = null!;

    private RefusalLog Log => host.App.Services.GetRequiredService<RefusalLog>();

    public async Task InitializeAsync()
    {
        database = await TestPostgres.CreateMigratedDatabaseAsync("refusals", typeof(RefusalTests).Assembly);
        host = await SampleHost.StartAsync(database, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddActivities();
        });
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Call_ForAnotherTenantsRecordOrNone_IsAnsweredAndNotedAlikeInTheCallersLogAlone()
    {
        await host.Notes.SaveNoteAsync(new() { Id = note, Text = "theirs" }, SampleHost.As("southshire"));
        var none = Guid.NewGuid().ToString();

        var ofAnother = await RefusedAsync(note, SampleHost.As("northshire", "person-1"));
        var ofNobody = await RefusedAsync(none, SampleHost.As("northshire", "person-2"));
        await WriteAsync();

        Assert.Equal(StatusCode.NotFound, ofAnother.StatusCode);
        Assert.Equal(ofNobody.Status, ofAnother.Status);
        Assert.Equal(ofNobody.Trailers.Select(entry => $"{entry}"), ofAnother.Trailers.Select(entry => $"{entry}"));
        Assert.Equal(
            [
                $"northshire RefusedNotThere person-1 PartnershipManager {note} 1 /jtai.sample.v1.Notes/SaveNote",
                $"northshire RefusedNotThere person-2 PartnershipManager {none} 1 /jtai.sample.v1.Notes/SaveNote",
            ],
            await database.QueryAsync<string>(Rows));
    }

    [Fact]
    public async Task Call_ThatItsPolicyDoesNotAdmit_IsNotedWithoutWhatItAskedFor()
    {
        var refusal = await RefusedAsync(note, SampleHost.As("platform"));
        await RefusedAsync(note, new Metadata { { "test-subject", "client:nowhere" } });
        await WriteAsync();

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Equal(
            [
                "platform RefusedNotAdmitted person-1 PartnershipManager  1 /jtai.sample.v1.Notes/SaveNote",
                "platform RefusedNotAdmitted client:nowhere Unspecified  1 /jtai.sample.v1.Notes/SaveNote",
            ],
            await database.QueryAsync<string>(Rows));
    }

    [Fact]
    public async Task Call_WithWordsForAnId_IsNotedWithoutThem()
    {
        await RefusedAsync("what somebody typed", SampleHost.As("northshire"));
        await WriteAsync();
        Assert.Equal([""], await database.QueryAsync<string>("select aggregate_id from audit"));
    }

    [Fact]
    public async Task Call_WithoutAToken_IsInNoLog()
    {
        Assert.Equal(StatusCode.Unauthenticated, (await RefusedAsync(note, [])).StatusCode);
        await WriteAsync();
        Assert.Empty(await database.QueryAsync<string>(Rows));
    }

    [Fact]
    public async Task Calls_AgainAndAgain_AreARowForEachMinuteWithTheirNumber()
    {
        await RefusedAsync(note, SampleHost.As("northshire"), times: 3);
        await Log.RunAsync(default);
        Assert.Empty(await database.QueryAsync<string>(Rows));
        clock.Advance(TimeSpan.FromMinutes(1));
        await RefusedAsync(note, SampleHost.As("northshire"), times: 2);
        await WriteAsync();
        Assert.Equal([3, 2], await database.QueryAsync<long>("select version from audit order by id"));
    }

    [Fact]
    public async Task Flood_OfManyPeople_CostsItsOwnTenantABoundedNumberOfRowsAndNobodyElseAny()
    {
        for (var number = 0; number < RefusalLog.MostRows + 40; number++)
        {
            await RefusedAsync(note, SampleHost.As("northshire", $"person-{number}"));
        }

        await RefusedAsync(note, SampleHost.As("southshire", "a person of another place"));
        await WriteAsync();
        var rows = await database.QueryAsync<string>(Rows);
        Assert.Equal(RefusalLog.MostRows + 2, rows.Count);
        Assert.Contains("northshire RefusedNotAdmitted service:platform Unspecified  40 more-refusals", rows);
        Assert.Single(rows, row => row.StartsWith("southshire ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusals_WhileTheDatabaseIsAway_AreWrittenOnceItIsBack()
    {
        await RefusedAsync(note, SampleHost.As("northshire"));
        clock.Advance(TimeSpan.FromMinutes(1));
        await database.ExecuteAsync("alter table audit rename to audit_away");
        await Assert.ThrowsAnyAsync<Exception>(() => Log.RunAsync(default));
        await database.ExecuteAsync("alter table audit_away rename to audit");
        await Log.RunAsync(default);
        await Log.RunAsync(default);
        Assert.Single(await database.QueryAsync<string>(Rows));
    }

    [Fact]
    public async Task Stop_InTheMidstOfAMinute_WritesWhatIsLeft()
    {
        await RefusedAsync(note, SampleHost.As("northshire"));
        await host.App.StopAsync();
        Assert.Single(await database.QueryAsync<string>(Rows));
    }

    // Nothing but the refusal has ever been written of this tenant.
    [Fact]
    public async Task Refusal_InATenantWithoutAnyWrite_IsSealed()
    {
        await RefusedAsync(note, SampleHost.As("northshire"));
        await WriteAsync();
        var log = new AuditLog(host.Database, clock);
        await new AuditSealing(log, host.App.Services.GetRequiredService<RelayDatabase>(), NullLogger<AuditSealing>.Instance).RunAsync(default);
        Assert.Equal(["northshire 1"], await database.QueryAsync<string>("select tenant_id || ' ' || cardinality(ids) from audit_segment"));
    }

    private async Task<RpcException> RefusedAsync(string id, Metadata headers, int times = 1)
    {
        RpcException? refusal = null;
        for (var time = 0; time < times; time++)
        {
            refusal = await Assert.ThrowsAsync<RpcException>(() => host.Notes.SaveNoteAsync(new SaveNoteRequest { Id = id, ExpectedVersion = 1, Text = "mine" }, headers).ResponseAsync);
        }

        return refusal!;
    }

    private Task WriteAsync()
    {
        clock.Advance(TimeSpan.FromMinutes(1));
        return Log.RunAsync(default);
    }
}
