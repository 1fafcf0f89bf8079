using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Activities.Sealing;

/// <summary>
/// Seals every tenant's audit log every ten seconds, a segment each in turn. Several replicas do it beside one another without
/// harm, and no write waits for it.
/// </summary>
internal sealed class AuditSealing(AuditLog log, RelayDatabase relay, ILogger<AuditSealing> logger) : BackgroundService
{
    // Whoever has written or applied anything: the application's role sees no tenants but those that it names.
    private const string Tenants =
        """
        select tenant_id from stream_head
        union select tenant_id from outbox where seq is null
        union select tenant_id from checkpoint
        order by tenant_id
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>One round: until nothing waits.</summary>
    internal async Task RunAsync(CancellationToken ct)
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
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning("The audit log is sealed in the next round: {Failure}", Failures.WithoutContent(failure));
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }
}
