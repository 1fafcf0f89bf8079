using System.Diagnostics;
using System.Text;
using Jtai.Data.Tests.Sample;
using Jtai.Field;
using Jtai.Store;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jtai.Data.Tests;

/// <summary>What a span says of a failure, and whose trace a job goes on in.</summary>
public sealed class SpanTests
{
    [Fact]
    public async Task Failure_WithContentInItsMessage_IsInItsSpanByItsTypeAlone()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("span", typeof(SpanTests).Assembly);
        await using var collector = await OtlpCollector.StartAsync();
        await using (var host = await SampleHost.StartAsync(database, settings: collector.Settings.Select(setting => (setting.Key, setting.Value))))
        {
            using var traced = new Activity("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
            // PostgreSQL repeats the value: invalid input syntax for type integer.
            host.App.Services.GetRequiredService<Pause>().AfterReadingAsync = () => host.Database.Pool.ExecuteAsync(
                "select @words::integer", new { words = "Kayleigh's story" }, default);
            await Refusal.OfAsync(Grpc.Core.StatusCode.Internal, host.Notes.SaveNoteAsync(new() { Id = "a" }, SampleHost.As("northshire")));
        }

        var sent = string.Join('\n', collector.Bodies.Select(Encoding.UTF8.GetString));
        Assert.Contains("22P02", sent, StringComparison.Ordinal);
        Assert.Contains("Npgsql.PostgresException", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("Kayleigh", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_LeftByATracedRequest_GoesOnInItsTraceAndAnyOtherInNone()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("span", typeof(SpanTests).Assembly);
        await using var collector = await OtlpCollector.StartAsync();
        string requested;
        await using (var host = await SampleHost.StartAsync(
            database, builder => builder.Services.AddSingleton<Counting>(), collector.Settings.Select(setting => (setting.Key, setting.Value))))
        {
            using (var traced = new Activity("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start())
            {
                requested = traced.TraceId.ToHexString();
                await AddAsync(host.Database, "of-a-request");
            }

            await AddAsync(host.Database, "of-nobody");
            var counting = host.App.Services.GetRequiredService<Counting>();
            await counting.StartAsync(default);
            await Eventually.SoAsync(async () => (await database.QueryAsync<int>("select 1 from job")).Count == 0, "the jobs are done");
            await counting.StopAsync(default);
        }

        var jobs = collector.Spans.Where(span => span.Name == "do counting").ToArray();
        Assert.Equal([(requested, "of-a-request")], jobs.Select(span => (span.TraceId, span.Attributes["jtai.tenant"])));
        Assert.Contains(collector.Spans, span => span.Scope == "Npgsql" && span.ParentId == jobs[0].SpanId);
    }

    private static Task AddAsync(Database database, string tenant) => database.ExecuteAsync(
        TenantScope.Of(new TenantId(tenant)), "select add_job(@tenant, 'counting', @id, 9)", new { tenant, id = Guid.NewGuid() }, default);

    private sealed class Counting(Database database, ILogger<Counting> logger) : JobRunner(database, logger)
    {
        private readonly Database database = database;

        protected override string Kind => "counting";

        protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(20);

        protected override Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<TenantId>>([new("of-a-request"), new("of-nobody")]);

        protected override Task RunAsync(Job job, CancellationToken ct) => database.ExecuteAsync(
            TenantScope.Of(job.TenantId), "select end_job(@TenantId, @Kind, @JobId, @Tries)", job, ct);

        protected override Task GiveUpAsync(Job job, CancellationToken ct) => RunAsync(job, ct);
    }
}
