using System.Threading.RateLimiting;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>
/// Within a partnership references are given one after the other: each must be known before its record is saved, so that of
/// many at once all but one would only lose the race. They wait here rather than for a lock in the database, since a wait
/// there holds a connection that other partnerships need. Between replicas the counter is still compared on saving.
/// </summary>
public sealed class ReferenceTurns : IDisposable
{
    private const int MostWaiting = 100;

    private readonly PartitionedRateLimiter<string> turns = PartitionedRateLimiter.Create<string, string>(tenant =>
        RateLimitPartition.GetConcurrencyLimiter(tenant, _ => new() { PermitLimit = 1, QueueLimit = MostWaiting }));

    /// <returns>The turn, which ends when it is disposed of.</returns>
    /// <exception cref="Unavailable">Too many wait already.</exception>
    public async Task<IDisposable> TakeAsync(string tenantId, CancellationToken ct)
    {
        var turn = await turns.AcquireAsync(tenantId, 1, ct);
        return turn.IsAcquired
            ? turn
            : throw new Unavailable("Many references are given at once here. Nothing was saved; try again.");
    }

    public void Dispose() => turns.Dispose();
}
