using Jtai.Field;
using Jtai.Store;
using Microsoft.Extensions.Logging;

namespace Jtai.Activities.Sealing;

/// <summary>
/// Seals every tenant's audit log every ten seconds, a segment each in turn. No write waits for it.
/// </summary>
internal sealed class AuditSealing(AuditLog log, RelayDatabase relay, ILogger<AuditSealing> logger)
    : Rounds(TimeSpan.FromSeconds(10), logger)
{
    // Whoever has written or applied anything: the application's role sees no tenants but those that it names.
    private const string Tenants =
        """
        select tenant_id from stream_head
        union select tenant_id from outbox where seq is null
        union select tenant_id from checkpoint
        order by tenant_id
        """;

    /// <summary>Until nothing waits.</summary>
    public override async Task RunAsync(CancellationToken ct)
    {
        var tenants = (await relay.QueryAsync<string>(Tenants, null, ct)).ConvertAll(tenant => new TenantId(tenant));
        var waiting = new List<TenantId>();
        foreach (var some in tenants.Chunk(100))
        {
            waiting.AddRange(await log.WaitingAsync(some, ct));
        }

        while (waiting.Count > 0)
        {
            var more = new List<TenantId>();
            foreach (var tenant in waiting)
            {
                if (await log.SealAsync(tenant, ct))
                {
                    more.Add(tenant);
                }
            }

            waiting = more;
        }

        SealingTelemetry.Done();
    }
}
