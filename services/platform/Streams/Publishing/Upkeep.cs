using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Jtai.Streams;

/// <summary>
/// Hourly: drops superseded states from the outbox (older than the setting <c>Outbox:KeepDays</c>, by default 7) and keys
/// of writes after 48 hours.
/// </summary>
internal sealed class Upkeep(
    Database database, RelayDatabase relay, EventStreams streams, IConfiguration configuration, TimeProvider clock, ILogger<Upkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>A consumer that meets the hole finds the aggregate's newer state further on: nothing it needs is lost.</summary>
    internal Task<int> CompactAsync(DateTimeOffset before, CancellationToken ct) => relay.ExecuteAsync(
        """
        delete from outbox old
        where old.seq is not null and old.recorded_at < @before and exists (
          select from outbox newer
          where newer.tenant_id = old.tenant_id and newer.type = old.type and newer.aggregate_id = old.aggregate_id
            and newer.version > old.version and newer.seq > old.seq)
        """,
        new { before },
        ct,
        secondsAtMost: 300);

    /// <summary>Forgets keys that are older than the database's clock says.</summary>
    internal async Task ForgetKeysAsync(TimeSpan age, CancellationToken ct)
    {
        var tenants = (await streams.HeadsAsync(ct)).Select(head => new TenantId(head.TenantId));
        foreach (var some in tenants.Chunk(100))
        {
            await database.ExecuteAsync(
                TenantScope.OfMany(some), "delete from idempotency where stored_at < now() - @age", new { age }, ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var keep = TimeSpan.FromDays(configuration.GetValue("Outbox:KeepDays", 7));
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CompactAsync(clock.GetUtcNow() - keep, stoppingToken);
                await ForgetKeysAsync(TimeSpan.FromHours(48), stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                logger.LogWarning("Upkeep failed and is tried in an hour: {Failure}", Failures.WithoutContent(failure));
            }
        }
    }
}
