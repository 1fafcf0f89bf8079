using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<SuccessionReply> RegisterSuccession(RegisterSuccessionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (names, councils, others) = await database.QueryMultipleAsync(
            write,
            $"""
            select partnership_id, name from partnership_name
            where tenant_id = 'platform' and (partnership_id = @FromPartnershipId or partnership_id = any (@to));
            select agency_id from agency where tenant_id = 'platform' and agency_id = any (@councils) and kind = 'Council';
            {Succession.Select} where tenant_id = 'platform'
            """,
            new
            {
                request.FromPartnershipId,
                to = request.To.Select(one => one.PartnershipId).ToArray(),
                councils = request.To.Select(one => one.CouncilAgencyId).ToArray(),
            },
            async results => (
                (await results.ReadAsync<(string Id, string Name)>()).ToDictionary(row => row.Id, row => row.Name),
                (await results.ReadAsync<string>()).ToHashSet(),
                (await results.ReadAsync<Succession>()).ToArray()),
            context.CancellationToken);
        var succession = Succession.Register(Guid.CreateVersion7(), request, names, councils, others, time.Today());
        return await database.SaveAsync(
            write with { Scope = TenantScope.OfMany(succession.Tenants) },
            new SuccessionReply { SuccessionId = succession.SuccessionId.ToString(), Version = succession.Version },
            """
            -- Two at once would not see each other, and might make a circle.
            select pg_advisory_xact_lock(hashtextextended('succession', 0));
            select require_changed((select coalesce(sum(version), 0) from succession where tenant_id = 'platform') = @seen);
            insert into succession (tenant_id, succession_id, from_partnership_id, from_name, successors, takes_effect_on, made_by_order, version)
            select unnest(@tenants), @SuccessionId, @FromPartnershipId, @FromName, @Successors::jsonb, @TakesEffectOn, @MadeByOrder, @Version
            """,
            new
            {
                seen = others.Sum(one => one.Version),
                tenants = succession.Tenants.Select(tenant => tenant.Value).ToArray(),
                succession.SuccessionId,
                succession.FromPartnershipId,
                succession.FromName,
                succession.Successors,
                succession.TakesEffectOn,
                succession.MadeByOrder,
                succession.Version,
            },
            succession.Changed(),
            context.CancellationToken);
    }
}
