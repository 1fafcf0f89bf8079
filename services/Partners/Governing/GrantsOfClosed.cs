using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners;

/// <summary>Ends what closed partnerships share: other services know grants by their events, and not by the day of a closing.</summary>
public sealed class GrantsOfClosed(Database database, TimeProvider time, ILogger<GrantsOfClosed> logger) : Rounds(Pause, logger)
{
    private const string Act = "grants-of-closed";
    private const int MostAtOnce = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    public override async Task RunAsync(CancellationToken ct)
    {
        var closed = await database.QueryAsync<string>(
            TenantScope.Of(TenantId.Platform),
            "select of_tenant from tenant_standing where tenant_id = 'platform' and suspended_at is null and closes_on <= @today",
            new { today = time.Today() },
            ct);
        foreach (var tenantId in closed.Select(id => new TenantId(id)).Where(tenant => tenant.IsPartnership))
        {
            await EndAsync(tenantId, ct);
        }
    }

    private async Task EndAsync(TenantId tenantId, CancellationToken ct)
    {
        var grants = await database.QueryAsync<SharingGrant>(
            TenantScope.Of(tenantId),
            $"{GrantRows.Select} where tenant_id = @tenantId and state <> 'Withdrawn' order by grant_id limit @most",
            new { tenantId, most = MostAtOnce },
            ct);
        foreach (var grant in grants)
        {
            var now = time.GetUtcNow();
            var withdrawn = grant.Withdraw("The partnership is closed.", TokenClaims.ServicePrefix + "partners", now);
            await database.SaveAsync(
                Write.OnBehalfOf(tenantId, new Caller(TokenClaims.ServicePrefix + "partners", tenantId, null, false, [], default), Act),
                new Empty(),
                GrantRows.Withdraw,
                GrantRows.WithdrawnRow(withdrawn),
                [new Change(withdrawn.GrantId.ToString(), withdrawn.Version, withdrawn.ToEvent(now.DateInLondon()))],
                ct);
        }
    }
}
