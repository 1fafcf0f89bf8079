using Dapper;
using Grpc.Core;
using Grpc.Health.V1;
using Jtai.Testing;
using Npgsql;
using Serving = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Jtai.Actions.Tests;

/// <summary>What a cluster's probes are told, without any token.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Probe_DatabaseAwayAndBack_IsNotReadyMeanwhileAndLiveThroughout()
    {
        await using var host = await ServiceHost.StartAsync<ActionsHost>();
        var health = new Health.HealthClient(host.Service.Channel);
        Assert.Equal((Serving.Serving, Serving.Serving, Serving.Serving), (await AskAsync("live"), await AskAsync("ready"), await AskAsync("")));

        await using var everything = new NpgsqlConnection(host.Database.Superuser);
        await everything.ExecuteAsync($"alter database {host.Database.Name} allow_connections false");
        await everything.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = @Name", host.Database);

        Assert.Equal((Serving.Serving, Serving.NotServing, Serving.NotServing), (await AskAsync("live"), await AskAsync("ready"), await AskAsync("")));

        await everything.ExecuteAsync($"alter database {host.Database.Name} allow_connections true");
        for (var waited = DateTime.UtcNow; await AskAsync("ready") != Serving.Serving; await Task.Delay(50))
        {
            Assert.True(DateTime.UtcNow - waited < TimeSpan.FromSeconds(20), "It is not ready again 20 seconds after the database came back.");
        }

        async Task<Serving> AskAsync(string service) =>
            (await health.CheckAsync(new HealthCheckRequest { Service = service }, deadline: DateTime.UtcNow.AddSeconds(5))).Status;
    }

    [Fact]
    public async Task Probe_OfANameThatIsNotMapped_IsNotFound()
    {
        var health = new Health.HealthClient((await ActionsHost.SharedAsync()).Service.Channel);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => health.CheckAsync(new HealthCheckRequest { Service = "database" }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
    }
}
