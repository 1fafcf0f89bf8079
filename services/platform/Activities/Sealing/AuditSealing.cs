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
    // The application's role sees no tenants but those that it names. Each is found by one step in the log's index.
    private const string Tenants =
        """
        with recursive tenant (tenant_id) as (
          select min(tenant_id) from audit
          union all
          select (select min(tenant_id) from audit where audit.tenant_id > tenant.tenant_id) from tenant where tenant.tenant_id is not null)
        select tenant_id from tenant where tenant_id is not null
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
