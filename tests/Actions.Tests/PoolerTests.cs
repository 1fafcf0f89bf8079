using Dapper;
using Jtai.Events.V1;
using Jtai.Store;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Actions.Tests;

/// <summary>The service behind a pooler in transaction mode, where each transaction may meet another server connection.</summary>
public sealed class PoolerTests
{
    [Fact]
    public async Task Calls_OfManyTenantsOnTwoServerConnections_SeeTheirOwnAndArePublished()
    {
        await using var host = await ServiceHost.StartAsync<PooledHost>();
        var partnerships = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PlanSteps.PartnershipAsync(host: host)));
        var plans = await Task.WhenAll(partnerships.Select(partnership => partnership.MakePlanAsync()));

        // Often enough that a text would be prepared, and on more connections than the server has.
        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (turn, ct) =>
        {
            var (partnership, planId) = (partnerships[turn % 4], plans[turn % 4]);
            var manager = partnership.As(partnership.Manager);
            var added = await manager.AddActionAsync(partnership.NewAction(planId), cancellationToken: ct);
            await manager.UpdateProgressAsync(PlanSteps.Progress(added, $"Of {partnership.TenantId}."), cancellationToken: ct);

            var listed = await manager.ListActionsAsync(new() { PlanId = planId }, cancellationToken: ct);
            Assert.Contains(listed.Actions, action => action.ActionId == added.ActionId);
            Assert.All(listed.Actions, action => Assert.Equal(planId, action.PlanId));
        });

        foreach (var (partnership, planId) in partnerships.Zip(plans))
        {
            var listed = await partnership.As(partnership.Manager).ListActionsAsync(new() { PlanId = planId });
            Assert.Equal(15, listed.Actions.Count);
            // Numbered by the relay, through the pooler too.
            await host.PullAsync(partnership.TenantId, "reporting", events => Updates(events) == 15);
        }

        await using var everything = new NpgsqlConnection(host.Database.Superuser);
        var connections = (await everything.QueryAsync<(string Role, int Count)>(
            "select usename::text, count(*)::int from pg_stat_activity where datname = @Name group by usename", host.Database)).ToList();
        Assert.Equal(2, connections.Count);
        Assert.All(connections, role => Assert.InRange(role.Count, 1, TestPooler.ServerConnections));
    }

    /// <summary>What a service behind it must not do: the pooler that the test above passes through would say so.</summary>
    [Fact]
    public async Task Connection_WithOptionsAtTheStart_IsRefusedByThePooler()
    {
        await using var host = await ServiceHost.StartAsync<PooledHost>();
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(host.PooledApp) { Options = "-c statement_timeout=1000", Pooling = false }.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Contains("unsupported startup parameter", refused.MessageText, StringComparison.Ordinal);
    }

    private static int Updates(IReadOnlyList<Event> events) =>
        events.Count(one => one.Type.EndsWith(".UpdateRecorded", StringComparison.Ordinal));

    private sealed class PooledHost : ActionsHost
    {
        private TestPooler? pooler;

        public string PooledApp => pooler!.Through(Database.App);

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await pooler!.DisposeAsync();
        }

        protected override async Task<Replica> StartServiceAsync()
        {
            pooler = await TestPooler.StartAsync(Database);
            return await base.StartServiceAsync();
        }

        protected override Dictionary<string, string> Settings(TestDatabase database) => new(base.Settings(database))
        {
            [DatabaseSettings.App] = pooler!.Through(database.App),
            [DatabaseSettings.Relay] = pooler.Through(database.Relay),
            [DatabaseSettings.Pooler] = "true",
        };
    }
}
