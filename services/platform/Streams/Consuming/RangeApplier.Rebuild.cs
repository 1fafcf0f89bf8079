using Jtai.Events.V1;

namespace Jtai.Streams;

internal sealed partial class RangeApplier
{
    private const string Checkpoints =
        "select tenant_id, seq, case when marked_seq = seq then mark end as mark from checkpoint where publisher = @publisher";

    private const string Forget =
        """
        delete from quarantine where tenant_id = @TenantId and publisher = @publisher;
        update checkpoint set passed_over = 0 where tenant_id = @TenantId and publisher = @publisher;

        """;

    /// <summary>How far the streams of all tenants are applied, by whichever replica.</summary>
    internal async Task<IReadOnlyDictionary<string, Checkpoint>> CheckpointsAsync(CancellationToken ct) =>
        (await relay.QueryAsync<(string TenantId, long Seq, string? Mark)>(Checkpoints, new { publisher }, ct))
            .ToDictionary(row => row.TenantId, row => new Checkpoint(row.Seq, row.Mark));

    /// <summary>
    /// Forgets what is kept of a stream and applies it from its start, in one transaction: readers see what was until all that is
    /// there now can be seen.
    /// </summary>
    /// <param name="tenantId">Whose stream.</param>
    /// <param name="lost">The checkpoint that is no longer in the stream; where it has moved since, nothing is done.</param>
    /// <param name="nextAsync">The range after a number.</param>
    /// <param name="ct">Leaves everything as it was.</param>
    /// <returns>The checkpoint afterwards.</returns>
    internal Task<Checkpoint> RebuildAsync(string tenantId, Checkpoint lost, Func<long, Task<EventRange>> nextAsync, CancellationToken ct) =>
        database.Pool.UseAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(ct);
                var context = new EventContext(connection, transaction, tenantId, ct);
                var (held, _) = await TakeCheckpointAsync(context);
                if (held != lost)
                {
                    return held;
                }

                await context.ExecuteAsync(Forget + forget, new { tenantId, publisher });
                var checkpoint = default(Checkpoint);
                var quarantined = new Quarantined([]);
                for (var range = await nextAsync(0); range.Through > range.After; range = await nextAsync(checkpoint.Seq))
                {
                    if (!checkpoint.IsFollowedBy(range))
                    {
                        throw new InvalidOperationException("The stream was replaced while it was read from its start.");
                    }

                    await ApplyAsync(context, range, checkpoint.Seq, quarantined);
                    checkpoint = Checkpoint.After(range);
                }

                await context.ExecuteAsync(MoveCheckpoint, new { tenantId, publisher, checkpoint.Seq, checkpoint.Mark });
                await transaction.CommitAsync(ct);
                return checkpoint;
            },
            ct);
}
