using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Jtai.Streams;

/// <summary>
/// Hourly: drops superseded states from the outbox (older than the setting <c>Outbox:KeepDays</c>, by default 7), old reasons, and keys
/// of writes after 48 hours. In statements that are short however much there is, since the roles have a limit of 30 seconds: what
/// was done stays done, and the rest is done an hour later where a run breaks off.
/// </summary>
internal sealed class Upkeep(
    Database database, RelayDatabase relay, EventStreams streams, IConfiguration configuration, TimeProvider clock, ILogger<Upkeep> logger)
    : BackgroundService
{
    /// <summary>Rows that one statement looks at, or deletes.</summary>
    internal const int BatchSize = 2000;

    /// <summary>The one type that nobody needs for ever: a reason that a person gave is kept for 13 months, here and by who lists it.</summary>
    private static readonly string Passing = GuardReasonGiven.Descriptor.FullName;

    private const string Compact =
        """
        with batch as materialized (
          select seq from outbox where tenant_id = @TenantId and seq > @after order by seq limit @BatchSize
        ), dropped as (
          delete from outbox old
          using batch
          where old.tenant_id = @TenantId and old.seq = batch.seq and (
            old.type = @Passing and old.recorded_at < @before - interval '13 months' and exists (
              -- Where a consumer stands that has read all stays.
              select from outbox newer where newer.tenant_id = old.tenant_id and newer.seq > old.seq)
            or old.recorded_at < @before and exists (
              select from outbox newer
              where newer.tenant_id = old.tenant_id and newer.type = old.type and newer.aggregate_id = old.aggregate_id
                and newer.version > old.version and newer.seq > old.seq))
          returning 1
        )
        select max(seq) as through, (select count(*)::int from dropped) as dropped from batch
        """;

    private const string Forget =
        """
        with forgotten as (
          delete from idempotency
          where ctid = any (array(select ctid from idempotency where stored_at < now() - @age limit @BatchSize))
          returning 1
        )
        select count(*)::int from forgotten
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>A consumer that meets the hole finds the aggregate's newer state further on: nothing it needs is lost.</summary>
    /// <returns>How many states were dropped.</returns>
    internal async Task<int> CompactAsync(DateTimeOffset before, CancellationToken ct)
    {
        var all = 0;
        foreach (var head in await streams.HeadsAsync(ct))
        {
            for (long? after = 0; after is not null;)
            {
                var (through, dropped) = (await relay.QueryAsync<(long?, int)>(Compact, new { head.TenantId, after, before, BatchSize, Passing }, ct)).Single();
                (after, all) = (through, all + dropped);
            }
        }

        return all;
    }

    /// <summary>Forgets keys that are older than the database's clock says.</summary>
    internal async Task ForgetKeysAsync(TimeSpan age, CancellationToken ct)
    {
        var tenants = (await streams.HeadsAsync(ct)).Select(head => new TenantId(head.TenantId));
        foreach (var some in tenants.Chunk(100))
        {
            while (await database.QuerySingleOrDefaultAsync<int>(TenantScope.OfMany(some), Forget, new { age, BatchSize }, ct) == BatchSize)
            {
                // There may be more.
            }
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
