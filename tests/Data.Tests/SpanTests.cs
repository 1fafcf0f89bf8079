using System.Diagnostics;
using System.Text;
using Jtai.Data.Tests.Sample;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Data.Tests;

/// <summary>What a span says of a failure.</summary>
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
}
