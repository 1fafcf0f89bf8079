using System.Collections.Concurrent;
using Dapper;
using Grpc.Core;
using Jtai.Partners.V1;
using Npgsql;

namespace Jtai.Actions.Tests;

/// <summary>
/// kill -9 of the service while clients write: what was acknowledged is there once, what was refused is not, and what got no
/// answer happens once when it is tried again with its key. <c>JTAI_SOAK=1</c> makes it long.
/// </summary>
public sealed class KillTests
{
    private const int Clients = 6;
    private static readonly int Kills = Environment.GetEnvironmentVariable("JTAI_SOAK") == "1" ? 60 : 3;
    private static readonly TestPerson Officer = TestPartnership.Person(TestPartnership.Police, Capacity.ActionOwner);

    private enum Outcome
    {
        Ok,
        Failed,
    }

    /// <summary>One line of a client's log.</summary>
    /// <param name="Narrative">Unique to the operation.</param>
    /// <param name="Action">Which action it was for.</param>
    /// <param name="Outcome">As the client knows it in the end.</param>
    /// <param name="Version">That the service acknowledged.</param>
    /// <param name="Tries">1, or more where an answer was lost.</param>
    private sealed record Operation(string Narrative, string Action, Outcome Outcome, long Version, int Tries);

    [Fact]
    public async Task Kill_DuringWrites_LosesNothingAndDoublesNothing()
    {
        await using var platform = await Platform.StartAsync();
        var here = await TestPartnership.MakeAsync(platform);
        var planId = await here.MakePlanAsync();
        var actions = new List<V1.ActionReply>();
        // Fewer actions than clients: some operations meet each other and lose.
        for (var number = 0; number < Clients - 2; number++)
        {
            actions.Add(await here.As(here.Manager).AddActionAsync(here.NewAction(planId)));
        }

        var log = new ConcurrentBag<Operation>();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => WriteAsync(here, client, actions, log, stop.Token))).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            // Each kill meets writes: none comes before the clients have got on since the last one.
            var before = log.Count;
            while (log.Count < before + 40)
            {
                Assert.DoesNotContain(clients, client => client.IsFaulted);
                await Task.Delay(20);
            }

            await platform.Service.KillAsync();
            await platform.Service.StartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        await CheckAsync(platform, here, [.. log]);
    }

    private static async Task WriteAsync(
        TestPartnership here, int client, List<V1.ActionReply> actions, ConcurrentBag<Operation> log, CancellationToken stop)
    {
        var random = new Random(client);
        var versions = actions.ToDictionary(action => action.ActionId, action => action.Version);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var action = actions[random.Next(actions.Count)];
            var narrative = $"Client {client}, operation {number}";
            var request = TestPartnership.Progress(action, narrative);
            request.ExpectedVersion = versions[action.ActionId];
            var key = Tests.Clients.Key($"client-{client}-operation-{number}");
            for (var tries = 1; ; tries++)
            {
                try
                {
                    var reply = await here.As(Officer).UpdateProgressAsync(
                        request, key, DateTime.UtcNow.AddSeconds(20), CancellationToken.None);
                    versions[action.ActionId] = reply.Version;
                    log.Add(new(narrative, action.ActionId, Outcome.Ok, reply.Version, tries));
                    break;
                }
                catch (RpcException failure) when (failure.StatusCode == StatusCode.Aborted)
                {
                    versions[action.ActionId] = Refusal.Of(failure).CurrentVersion;
                    log.Add(new(narrative, action.ActionId, Outcome.Failed, 0, tries));
                    break;
                }
                catch (RpcException failure) when (failure.StatusCode is not (StatusCode.InvalidArgument or StatusCode.NotFound
                    or StatusCode.FailedPrecondition or StatusCode.PermissionDenied))
                {
                    // Unknown: it may have happened. The same key makes trying again safe.
                    await Task.Delay(50, CancellationToken.None);
                }
            }
        }
    }

    private static async Task CheckAsync(Platform platform, TestPartnership here, Operation[] log)
    {
        await using var connection = new NpgsqlConnection(platform.Database.Everything);
        var updates = (await connection.QueryAsync<(string Narrative, string Action, long Version)>(
            "select narrative, action_id::text, action_version from action_update where tenant_id = @TenantId", new { here.TenantId })).ToList();
        var present = updates.ToLookup(update => update.Narrative);

        var wrong = log.Where(operation => operation.Outcome == Outcome.Ok
            ? present[operation.Narrative].ToList() is not [var update] || (update.Action, update.Version) != (operation.Action, operation.Version)
            : present[operation.Narrative].Any());
        Assert.Empty(wrong);
        Assert.Equal(log.Count(operation => operation.Outcome == Outcome.Ok), updates.Count);
        Assert.Contains(log, operation => operation.Tries > 1);
        Assert.Contains(log, operation => operation.Outcome == Outcome.Failed);

        var broken = await connection.QueryAsync<string>(
            """
            select reference from action
            where tenant_id = @TenantId and (version <> updates + 1 or array(
                select action_version from action_update u where u.tenant_id = action.tenant_id and u.action_id = action.action_id order by 1)
              is distinct from array(select generate_series(2, action.version)))
            """,
            new { here.TenantId });
        Assert.Empty(broken);

        // Events: each version of each action once and in order, each update once; PullAsync fails on a gap in the stream.
        var events = await platform.PullAsync(here.TenantId, events => events.Count(IsUpdate) >= updates.Count);
        Assert.Equal(updates.Count, events.Count(IsUpdate));
        Assert.All(
            events.Where(@event => @event.Type == V1.ActionChanged.Descriptor.FullName).GroupBy(@event => @event.AggregateId),
            versions => Assert.Equal(
                Enumerable.Range(1, versions.Count()).Select(version => (long)version), versions.Select(@event => @event.Version)));
        var audited = await connection.ExecuteScalarAsync<int>(
            "select count(*)::integer from audit where tenant_id = @TenantId and entity = 'UpdateRecorded'", new { here.TenantId });
        Assert.Equal(updates.Count, audited);
    }

    private static bool IsUpdate(Events.V1.Event @event) => @event.Type == V1.UpdateRecorded.Descriptor.FullName;
}
