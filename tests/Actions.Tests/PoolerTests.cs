using Dapper;
using Jtai.Events.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Actions.Tests;

/// <summary>The service behind a pooler in transaction mode, where each transaction may meet another server connection.</summary>
public sealed class PoolerTests
{
    [Fact]
    public async Task Calls_OfManyTenantsOnTwoServerConnections_SeeTheirOwnAndArePublished()
    {
        await using var platform = await Platform.StartAsync(pooled: true);
        var partnerships = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestPartnership.MakeAsync(platform)));
        var plans = await Task.WhenAll(partnerships.Select(partnership => partnership.MakePlanAsync()));

        // Often enough that a text would be prepared, and on more connections than the server has.
        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (turn, _) =>
        {
            var (partnership, planId) = (partnerships[turn % 4], plans[turn % 4]);
            var manager = partnership.As(partnership.Manager);
            var added = await manager.AddActionAsync(partnership.NewAction(planId));
            await manager.UpdateProgressAsync(TestPartnership.Progress(added, $"Of {partnership.TenantId}."));

            var listed = await manager.ListActionsAsync(new() { PlanId = planId });
            Assert.Contains(listed.Actions, action => action.ActionId == added.ActionId);
            Assert.All(listed.Actions, action => Assert.Equal(planId, action.PlanId));
        });

        foreach (var (partnership, planId) in partnerships.Zip(plans))
        {
            var listed = await partnership.As(partnership.Manager).ListActionsAsync(new() { PlanId = planId });
            Assert.Equal(15, listed.Actions.Count);
            // Numbered and published by the relay, through the pooler too.
            var events = await platform.PullAsync(partnership.TenantId, events => Updates(events) == 15);
            Assert.Equal(15, Updates(events));
        }

        await using var everything = new NpgsqlConnection(platform.Database.Superuser);
        var connections = await everything.QueryAsync<(string Role, int Count)>(
            "select usename::text, count(*)::int from pg_stat_activity where datname = @Name group by usename", platform.Database);
        Assert.All(connections, role => Assert.InRange(role.Count, 1, TestPooler.ServerConnections));
        Assert.Equal(2, connections.Count());
    }

    private static int Updates(IReadOnlyList<Event> events) =>
        events.Count(@event => @event.Type.EndsWith(".UpdateRecorded", StringComparison.Ordinal));
}
