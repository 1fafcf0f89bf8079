using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jtai.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Jtai.Charts.Tests;

/// <summary>Alert rules and dashboard: what they ask for is measured, and each alert is seen to fire and to keep quiet.</summary>
public sealed partial class WatchingTests
{
    private const string Rules = "charts/platform/files/alerts.yaml";
    private const string AlertTests = "tests/Charts.Tests/alerts.test.yaml";

    /// <summary>Metrics of others, as their documentation names them.</summary>
    private static readonly string[] Foreign =
    [
        "kube_deployment_status_replicas_available", "kube_job_status_failed", "kubelet_volume_stats_available_bytes",
        "kubelet_volume_stats_capacity_bytes", "cnpg_pg_replication_lag", "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp",
    ];

    [Fact]
    public async Task Rules_PassPromtoolAndTheirTests()
    {
        var (exitCode, output, errors) = await PromtoolAsync("check", "rules", Rules);
        Assert.True(exitCode == 0, output + errors);
        (exitCode, output, errors) = await PromtoolAsync("test", "rules", AlertTests);
        Assert.True(exitCode == 0, output + errors);
    }

    [Fact]
    public async Task Alerts_ThatNeverFire_AreAllReportedByTheirTests()
    {
        var folder = Directory.CreateTempSubdirectory("jtai-alerts-").FullName;
        try
        {
            var rules = Yaml.ReadAll(await File.ReadAllTextAsync(Path.Combine(Repository.Root, Rules))).Single()!;
            foreach (var alert in rules.List("groups").SelectMany(group => group.List("rules")))
            {
                alert["expr"] = "vector(0) > 1";
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "alerts.yaml"), rules.ToJsonString());
            var tests = await File.ReadAllTextAsync(Path.Combine(Repository.Root, AlertTests));
            await File.WriteAllTextAsync(Path.Combine(folder, "test.yaml"), tests.Replace($"../../{Rules}", "alerts.yaml", StringComparison.Ordinal));
            var (exitCode, output, errors) = await PromtoolAsync("test", "rules", Path.Combine(folder, "test.yaml"));
            Assert.NotEqual(0, exitCode);
            Assert.All(AllAlerts(), alert => Assert.Contains($"alertname: {alert["alert"]},", output + errors, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task RulesInTheCluster_AreThoseOfTheFile()
    {
        var rule = (await Rendered.Of("region")).One("PrometheusRule", "jtai");
        Assert.True(JsonNode.DeepEquals(Yaml.ReadAll(await File.ReadAllTextAsync(Path.Combine(Repository.Root, Rules))).Single(), rule["spec"]));
    }

    [Fact]
    public async Task Metrics_OfRulesAndDashboard_AreMeasured()
    {
        var measured = await MeasuredAsync();
        Assert.Empty(await UnknownAsync(AllAlerts().Select(alert => alert["expr"]!.Text()), measured));
        var panels = (await DashboardAsync()).List("panels").SelectMany(panel => panel.List("targets")).Select(target => target["expr"]!.Text()).ToList();
        Assert.NotEmpty(panels);
        Assert.Empty(await UnknownAsync(panels, measured));
    }

    [Theory]
    [InlineData("sum(rate(jtai_relay_publishd_total[5m]))", "jtai_relay_publishd_total")]
    [InlineData("http_server_request_duration_bucket{job=\"x\"} > 1", "http_server_request_duration_bucket")]
    [InlineData("sum by (job) (db_client_connection_pending) > 0", "db_client_connection_pending")]
    public async Task Metric_ThatNobodyMeasures_IsReported(string expression, string metric) =>
        Assert.Equal([metric], await UnknownAsync([expression], await MeasuredAsync()));

    [Fact]
    public async Task Dashboard_PassesPromtool()
    {
        var rules = (await DashboardAsync()).List("panels").SelectMany(panel => panel.List("targets"))
            .Select((target, number) => new JsonObject { ["record"] = $"panel:{number}", ["expr"] = target["expr"]!.Text() });
        var file = Path.Combine(Repository.Root, "artifacts", "dashboard-rules.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, new JsonObject
        {
            ["groups"] = new JsonArray(new JsonObject { ["name"] = "dashboard", ["rules"] = new JsonArray([.. rules]) }),
        }.ToJsonString());
        var (exitCode, output, errors) = await PromtoolAsync("check", "rules", file);
        Assert.True(exitCode == 0, output + errors);
    }

    private static IEnumerable<JsonObject> AllAlerts() => Yaml.ReadAll(File.ReadAllText(Path.Combine(Repository.Root, Rules))).Single()
        .List("groups").SelectMany(group => group.List("rules"));

    private static async Task<JsonNode> DashboardAsync() =>
        JsonNode.Parse((await Rendered.Of("region")).One("ConfigMap", "jtai-dashboard")["data"]!["jtai.json"]!.Text())!;

    private static Task<(int ExitCode, string Output, string Errors)> PromtoolAsync(params string[] arguments) => Repository.RunAsync("promtool", arguments);

    private static Task<List<string>> UnknownAsync(IEnumerable<string> expressions, HashSet<string> measured) => Task.FromResult(expressions
        .SelectMany(expression => Name().Matches(Labels().Replace(expression, " ")).Select(match => match.Value))
        .Where(name => name.Contains('_', StringComparison.Ordinal) && !measured.Contains(name) && !Foreign.Contains(name) && name != "histogram_quantile")
        .Distinct().ToList());

    /// <summary>The instruments of a process as they are, named as Prometheus names them.</summary>
    private static async Task<HashSet<string>> MeasuredAsync()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            lock (names)
            {
                names.UnionWith(InPrometheus(instrument));
            }
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(Database).Assembly.GetType("Jtai.Store.StoreTelemetry", throwOnError: true)!.TypeHandle);
        RuntimeHelpers.RunClassConstructor(
            typeof(Activities.ActivityReading).Assembly.GetType("Jtai.Activities.Sealing.SealingTelemetry", throwOnError: true)!.TypeHandle);
        await using var source = NpgsqlDataSource.Create("Host=127.0.0.1");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRateLimiter(_ => { });
        await using var app = builder.Build();
        app.UseRateLimiter();
        await app.StartAsync();
        lock (names)
        {
            return [.. names];
        }
    }

    private static IEnumerable<string> InPrometheus(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_') + unit;
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? [name + "_bucket", name + "_count", name + "_sum"]
            : kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal) ? [name + "_total"]
            : [name];
    }

    [GeneratedRegex(@"\{[^}]*\}|by \([^)]*\)|""[^""]*""", RegexOptions.NonBacktracking)]
    private static partial Regex Labels();

    [GeneratedRegex("[a-z][a-z0-9_]*", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
