using System.Collections.Concurrent;
using Dapper;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;
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

    /// <summary>The service as a process of its own.</summary>
    private sealed class KilledHost : ActionsHost
    {
        private PlatformProcess process = null!;

        public async Task KillAndStartAgainAsync()
        {
            await process.KillAsync();
            process.StartAgain();
            await process.UntilAsync($"{Service.Http.BaseAddress}health/ready");
        }

        protected override async Task<Replica> StartServiceAsync()
        {
            (var replica, process) = await StartProcessAsync();
            return replica;
        }
    }

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
        await using var host = await ServiceHost.StartAsync<KilledHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
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

            await host.KillAndStartAgainAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);

        Assert.Contains(log, operation => operation.Tries > 1);
        Assert.Contains(log, operation => operation.Outcome == Outcome.Failed);
        Assert.Empty(await FaultsAsync(host, here, [.. log]));
        foreach (var planted in Plants)
        {
            Assert.NotEmpty(await FaultsWithAsync(planted, host, here, [.. log]));
        }
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
            var request = PlanSteps.Progress(action, narrative);
            request.ExpectedVersion = versions[action.ActionId];
            var key = PlanSteps.Key($"client-{client}-operation-{number}");
            for (var tries = 1; ; tries++)
            {
                try
                {
                    var reply = await here.As(here.Officer).UpdateProgressAsync(
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

    /// <summary>What the checker must find: each is done to the database, looked for, and undone.</summary>
    private static readonly string[] Plants =
    [
        // A write that was acknowledged and lost.
        """
        delete from action_update
        where update_id = (select min(update_id::text)::uuid from action_update where tenant_id = @TenantId)
        """,
        // One that happened twice.
        """
        insert into action_update select tenant_id, gen_random_uuid(), action_id, action_version + 100000, narrative, delivery, progress,
          date_achievable, assessment_reason, person_id, agency_id, recorded_at, difference_for_children
        from action_update where tenant_id = @TenantId limit 1
        """,
        // A version that nobody made.
        "update action set version = version + 1 where tenant_id = @TenantId",
        // An event that was dropped, one from the middle of an action's versions, and an act without its audit row.
        """
        delete from outbox where tenant_id = @TenantId and seq = (
          select max(seq) from outbox where tenant_id = @TenantId and type = 'jtai.actions.v1.UpdateRecorded')
        """,
        "delete from outbox where tenant_id = @TenantId and type = 'jtai.actions.v1.ActionChanged' and version = 2",
        """
        delete from audit where tenant_id = @TenantId and id = (
          select max(id) from audit where tenant_id = @TenantId and entity = 'UpdateRecorded')
        """,
    ];

    private static async Task<IReadOnlyList<string>> FaultsWithAsync(
        string plant, ActionsHost host, TestPartnership here, IReadOnlyList<Operation> log)
    {
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.NotEqual(0, await connection.ExecuteAsync(plant, new { here.TenantId }, transaction));
        return await FaultsAsync(connection, here, log);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(ActionsHost host, TestPartnership here, IReadOnlyList<Operation> log)
    {
        // Once the relay has numbered everything, which also pulls the whole stream; that fails where a sequence is missing.
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        var written = await connection.ExecuteScalarAsync<int>(
            "select count(*)::integer from outbox where tenant_id = @TenantId", new { here.TenantId });
        var pulled = await host.PullAsync(here.TenantId, "reporting", events => events.Count >= written);
        return pulled.Count == written ? await FaultsAsync(connection, here, log) : [$"{written} events were written, {pulled.Count} pulled"];
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(
        NpgsqlConnection connection, TestPartnership here, IReadOnlyList<Operation> log)
    {
        var updates = (await connection.QueryAsync<(string Narrative, string Action, long Version)>(
            "select narrative, action_id::text, action_version from action_update where tenant_id = @TenantId", new { here.TenantId })).ToList();
        var present = updates.ToLookup(update => update.Narrative);
        var unlike = log.Where(operation => operation.Outcome == Outcome.Ok
            ? present[operation.Narrative].ToList() is not [var update]
                || (update.Action, update.Version) != (operation.Action, operation.Version)
            : present[operation.Narrative].Any());
        var broken = await connection.QueryAsync<string>(
            """
            select 'versions of ' || reference from action
            where tenant_id = @TenantId and (version <> updates + 1 or array(
                select action_version from action_update u where u.tenant_id = action.tenant_id and u.action_id = action.action_id order by 1)
              is distinct from array(select generate_series(2, action.version)))
            union all
            select 'events of ' || reference from action
            where tenant_id = @TenantId and array(
                select version from outbox where outbox.tenant_id = action.tenant_id and aggregate_id = action_id::text
                  and type = 'jtai.actions.v1.ActionChanged' order by seq)
              is distinct from array(select generate_series(1, action.version))
            union all
            select 'event of update ' || update_id from action_update u
            where tenant_id = @TenantId and 1 <> (
              select count(*) from outbox where outbox.tenant_id = u.tenant_id and aggregate_id = update_id::text)
            union all
            select 'audit of update ' || update_id from action_update u
            where tenant_id = @TenantId and 1 <> (
              select count(*) from audit where audit.tenant_id = u.tenant_id and aggregate_id = update_id::text)
            """,
            new { here.TenantId });
        return [.. unlike.Select(operation => operation.ToString()), .. broken];
    }
}
