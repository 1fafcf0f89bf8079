using System.Security.Cryptography;
using Jtai.Local;
using Jtai.Platform.Tests.Harness;
using Npgsql;

namespace Jtai.Platform.Tests;

/// <summary>
/// Nothing that a user writes is in a log, a span or a metric, with nothing set but the general log level: marks go into every
/// field of every call and page, and are looked for wherever the platform writes.
/// </summary>
[Collection(nameof(OnePlatform))]
public class CanaryTests(RunningPlatform platform) : IAsyncLifetime
{
    private readonly string mark = "cnry" + RandomNumberGenerator.GetHexString(10, lowercase: true);
    private readonly Sinks sinks = new(platform);

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Content_InEveryFieldOfEveryCallAndPage_ReachesNoSink()
    {
        using var channel = platform.OpenChannel();
        using var calls = new CanaryCalls(mark, channel.CreateCallInvoker(), platform.Secrets.TokenSigningKey);
        using var pages = new CanaryPages(platform.Origin, mark);

        await calls.MakeAllAsync();
        var code = await pages.SignInAsync("haskermoor-manager");
        await pages.OpenAllAsync();
        await sinks.SettleAsync();

        Assert.Equal("", string.Join('\n', sinks.Find(mark).Concat(sinks.Find(code)).Take(20)));
    }

    [Fact]
    public async Task Demonstration_TheSearch_FindsWhatIsPlantedInEachSink()
    {
        await using var talkative = await SecondGateway.StartAsync(platform, ("Logging__LogLevel__Yarp.ReverseProxy", "Information"));
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri(talkative.Address, $"/help?words={mark}"));
        await PlantInTheDatabasesLogAsync();
        using var planted = await http.PostAsync(
            $"{platform.Collector.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"]}/v1/planted", new ByteArrayContent([.. "\n"u8, (byte)mark.Length, .. System.Text.Encoding.ASCII.GetBytes(mark)]));

        Assert.Contains(talkative.Output, line => line.Contains(mark, StringComparison.Ordinal));
        Assert.Equal(["OTLP", "PostgreSQL"], sinks.Find(mark).Select(found => found[..found.IndexOf(':', StringComparison.Ordinal)]).Distinct().Order());
    }

    private async Task PlantInTheDatabasesLogAsync()
    {
        await using var connection = new NpgsqlConnection(platform.SettingOf("Partners", "ConnectionStrings__App"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select '{mark}'::integer", connection);
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
    }
}
