using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.Extensions.Configuration;

namespace Jtai.Streams;

/// <summary>
/// The operator's <c>rebuild PUBLISHER [TENANT]</c>: marks checkpoints, so that the running consumers read those streams again from
/// their start within seconds.
/// </summary>
public static class RebuildCommand
{
    private const string Applied =
        "select distinct tenant_id from checkpoint where split_part(publisher, '/', 1) = @publisher and seq > 0 and @tenant in ('', tenant_id)";

    private const string Ask =
        """
        with asked as (
          update checkpoint set mark = '', marked_seq = seq
          where split_part(publisher, '/', 1) = @publisher and seq > 0 and tenant_id = any (@tenants)
          returning tenant_id, publisher, seq
        )
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, rpc)
        select tenant_id, @now, 'Alteration', 'Checkpoint', publisher, seq, session_user, 'PlatformOperator', 'rebuild' from asked
        """;

    /// <summary>Where the process was started with the argument <c>rebuild</c>: asks for it.</summary>
    /// <returns>True where it did, and the process is to end.</returns>
    /// <exception cref="StartRefused">Nothing of that publisher, or of that tenant's, was applied here.</exception>
    public static async Task<bool> RanAsync(string[] args, IConfiguration configuration)
    {
        if (args is not ["rebuild", ..])
        {
            return false;
        }

        StartRefused.ExplainAtTheEnd("rebuild");
        var (publisher, tenant) = args is [_, var first, ..] ? (first, args.ElementAtOrDefault(2) ?? "") : throw new StartRefused("Say whose events: rebuild PUBLISHER [TENANT].");
        var pooler = configuration.GetValue<bool>(DatabaseSettings.Pooler);
        await using var relay = new RelayDatabase(configuration.Required(DatabaseSettings.Relay), "", pooler);
        await using var app = new ConnectionPool(configuration.Required(DatabaseSettings.App), maximumSize: 1, pooler);
        var tenants = await relay.QueryAsync<string>(Applied, new { publisher, tenant }, default);
        if (tenants.Count == 0)
        {
            throw new StartRefused($"Nothing was applied here of '{publisher}'{(tenant.Length == 0 ? "" : $" for '{tenant}'")}. Publishers are partners, inspections, actions and reporting.");
        }

        var scope = TenantScope.OfMany(tenants.Select(one => new TenantId(one)));
        using var wakeUp = new WakeUp();
        await new Database(app, wakeUp, TimeProvider.System)
            .ExecuteAsync(scope, Ask, new { publisher, tenants, now = TimeProvider.System.GetUtcNow() }, default);
        Console.WriteLine($"{tenants.Count} streams of {publisher} are read again from their start within seconds.");
        return true;
    }
}
