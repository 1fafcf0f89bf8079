using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<SuccessionReply> MoveSuccessionDay(MoveSuccessionDayRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var successionId = Ids.Parse("succession", request.SuccessionId);
        var all = await database.QueryAsync<Succession>(
            write, $"{Succession.Select} where tenant_id = 'platform'", null, context.CancellationToken);
        var before = all.SingleOrDefault(one => one.SuccessionId == successionId) ?? throw new NotFound("succession");
        if (before.Version != request.ExpectedVersion)
        {
            throw new Conflict(before.Version);
        }

        var moved = before.MoveTo(request.TakesEffectOn, all, time.Today());
        return await database.SaveAsync(
            write with { Scope = TenantScope.OfMany(moved.Tenants) },
            new SuccessionReply { SuccessionId = request.SuccessionId, Version = moved.Version },
            """
            -- As RegisterSuccession: the days are to fit to each other.
            select pg_advisory_xact_lock(hashtextextended('succession', 0));
            select require_changed((select sum(version) from succession where tenant_id = 'platform') = @seen);
            with changed as (
              update succession set takes_effect_on = @TakesEffectOn, version = @Version
              where tenant_id = any (@tenants) and succession_id = @SuccessionId and version = @Version - 1 returning 1)
            select require_changed((select count(*) from changed) = cardinality(@tenants));
            """,
            new
            {
                seen = all.Sum(one => one.Version),
                tenants = moved.Tenants.Select(tenant => tenant.Value).ToArray(),
                moved.SuccessionId,
                moved.TakesEffectOn,
                moved.Version,
            },
            moved.Changed(),
            context.CancellationToken);
    }
}
