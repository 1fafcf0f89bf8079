using Dapper;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Jtai.Streams;

/// <summary>A part of a stream that was numbered together: complete for every sequence s with after &lt; s &lt;= through.</summary>
internal readonly record struct NumberedRange(string TenantId, long After, long Through);

/// <summary>
/// Gives committed outbox rows their numbers, and has them published afterwards. Every replica runs one; the lock lets one
/// at a time number. A relay that was paused holds nothing that matters: it can only repeat a publish.
/// </summary>
internal sealed class Relay(RelayDatabase database, PublishQueue publishing, WakeUp signal, ILogger<Relay> logger)
    : BackgroundService
{
    internal const long Lock = 0x6A746169_72656C79;
    private const int BatchSize = 5000;

    private const string TryLock = "select pg_try_advisory_xact_lock(@Lock)";

    // Under READ COMMITTED a statement sees what was committed before it began. Beginning after the lock was had, this one
    // sees every number that an earlier holder gave. In order of id an aggregate's versions cannot be inverted: a version
    // is inserted after its compare-and-set, which waits for the commit of the one before.
    private const string Number =
        """
        with unnumbered as materialized (
          select tenant_id, id, row_number() over (partition by tenant_id order by id) as position
          from (select tenant_id, id from outbox where seq is null order by id limit @BatchSize) oldest
        ), moved as (
          insert into stream_head as head (tenant_id, seq)
          select tenant_id, count(*) from unnumbered group by tenant_id
          on conflict (tenant_id) do update set seq = head.seq + excluded.seq
          returning tenant_id, seq
        ), grown as (
          select moved.tenant_id, moved.seq - (select count(*) from unnumbered where unnumbered.tenant_id = moved.tenant_id) as after,
            moved.seq as through
          from moved
        ), numbered as (
          update outbox set seq = grown.after + unnumbered.position
          from unnumbered join grown using (tenant_id)
          where outbox.tenant_id = unnumbered.tenant_id and outbox.id = unnumbered.id and outbox.seq is null
        )
        select tenant_id, after, through from grown
        """;

    // Under load a batch numbers what came meanwhile; a single write after a rest is numbered at once. Consumers apply a range in
    // more than 20 ms where processors are short: shorter batches only queue up before them (docs/benchmarks.md).
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Numbers one batch. Empty where nothing is unnumbered; null where another relay has the lock.</summary>
    internal Task<List<NumberedRange>?> NumberAsync(CancellationToken ct) => database.UseAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(TryLock, new { Lock }, transaction, cancellationToken: ct)))
            {
                return null;
            }

            var ranges = await connection.QueryAsync<NumberedRange>(new CommandDefinition(Number, new { BatchSize }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
            return ranges.AsList();
        },
        ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var rest = Task.Delay(BetweenBatches, stoppingToken);
                if (await NumberAsync(stoppingToken) is { } ranges)
                {
                    publishing.Add(ranges);
                    StoreTelemetry.Numbered.Add(ranges.Sum(range => range.Through - range.After));
                    if (ranges.Count == 0)
                    {
                        await signal.WaitAsync(Poll, stoppingToken);
                    }
                }

                await rest;
            }
            catch (NpgsqlException failure)
            {
                logger.LogWarning("Numbering events failed and is tried again: {Failure}", Failures.WithoutContent(failure));
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }
}
