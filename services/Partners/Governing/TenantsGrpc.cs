using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.SigningIn;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners;

/// <summary>The gRPC service of the life of tenants; each RPC is a file beside this one.</summary>
public sealed partial class TenantsGrpc(Database database, TimeProvider time, IdTokens idTokens) : V1.Tenants.TenantsBase
{
    private const string IsThere =
        """
        select exists (
          select from partnership_name where tenant_id = 'platform' and partnership_id = @tenantId
          union all
          select from agency where tenant_id = 'platform' and 'agency:' || agency_id = @tenantId);

        """;

    /// <summary>A deputy's of a manager counts: it ends with theirs. Who has not signed in yet does not.</summary>
    private const string HasManager =
        $"""
        select exists (
          select from appointment
          where tenant_id = @tenantId and capacity = 'PartnershipManager' and coalesce(ends_on >= @today, true) and {Invitation.HasCome});

        """;

    /// <summary>An act on how a tenant stands: read, changed, saved in the tenant's activity and the platform's.</summary>
    /// <param name="tenantId">Of any tenant.</param>
    /// <param name="change">What it becomes.</param>
    /// <param name="endsRecovery">As what it ends a recovery that has not taken effect; unspecified where it does not.</param>
    private async Task<TenantReply> ChangeAsync(
        ServerCallContext context, Google.Protobuf.IMessage request, string tenantId, long expectedVersion, Func<TenantStanding, TenantStanding> change,
        RecoveryEnding endsRecovery = default)
    {
        var now = time.GetUtcNow();
        var write = WriteFor(context, request, tenantId);
        var (isThere, stored, recovery) = await database.QueryMultipleAsync(
            write,
            IsThere + TenantStanding.Select + ";" + EndingRecovery.Select,
            new { tenantId },
            async results => (
                await results.ReadSingleAsync<bool>(),
                await results.ReadSingleOrDefaultAsync<TenantStanding>(),
                await EndingRecovery.ReadAsync(tenantId, results)),
            context.CancellationToken);
        var before = isThere ? stored ?? TenantStanding.Of(tenantId) : throw new NotFound("tenant");
        if (before.Version != expectedVersion)
        {
            throw new Conflict(before.Version);
        }

        var after = change(before);
        var ending = endsRecovery == default ? recovery : recovery.With(recovery.Before?.End(endsRecovery, now), now);
        var row = new DynamicParameters(ending.Row);
        row.AddDynamicParams(new
        {
            after.OfTenant, after.SuspendedAt, SuspendedFor = after.SuspendedFor.ToString(), after.ClosingAskedAt, after.ClosingAskedBy,
            ClosingFor = after.ClosingFor.ToString(), after.ClosesOn, after.Version,
        });
        return await database.SaveAsync(
            write,
            new TenantReply { TenantId = tenantId, Version = after.Version },
            """
            with saved as (
              insert into tenant_standing (of_tenant, suspended_at, suspended_for, closing_asked_at, closing_asked_by, closing_for, closes_on, version)
              values (@ofTenant, @suspendedAt::timestamptz, @suspendedFor, @closingAskedAt::timestamptz, @closingAskedBy::uuid, @closingFor, @closesOn::date, @version)
              on conflict (tenant_id, of_tenant) do update set
                suspended_at = excluded.suspended_at, suspended_for = excluded.suspended_for, closing_asked_at = excluded.closing_asked_at,
                closing_asked_by = excluded.closing_asked_by, closing_for = excluded.closing_for, closes_on = excluded.closes_on, version = excluded.version
              where tenant_standing.version = excluded.version - 1
              returning 1)
            select require_changed(exists (select from saved));

            """ + ending.Sql,
            row,
            [.. ending.Changes(now), .. after.Changed(now.DateInLondon())],
            context.CancellationToken);
    }

    /// <summary>Its answer is kept in the platform's tenant for an operator, and in their own for anybody else.</summary>
    private static Write WriteFor(ServerCallContext context, Google.Protobuf.IMessage request, string tenantId) =>
        Write.For(context, request) with { Scope = TenantScope.OfMany([new TenantId(tenantId), TenantId.Platform]) };

    /// <summary>The tenant that an operator names; for everybody else their own.</summary>
    private static string TenantOf(Caller caller, string named)
    {
        if (caller.ActingAs == Capacity.PlatformOperator)
        {
            return named.Length > 0 && named != TenantId.Platform.Value ? named : throw new NotFound("tenant");
        }

        return named.Length == 0 || named == caller.TenantId.Value ? caller.TenantId : throw new NotFound("tenant");
    }
}
