using Google.Protobuf.WellKnownTypes;
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
    public override async Task<ListTenantsReply> ListTenants(ListTenantsRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.PageSize is >= 0 and <= 200, "page_size", "Ask for 1 to 200 tenants.").ThrowIfRefused();
        var size = request.PageSize == 0 ? 50 : request.PageSize;
        var rows = await database.QueryAsync<TenantRow>(
            TenantScope.Of(TenantId.Platform),
            $"""
            with place as (
              select workplace_id as tenant_id, count(distinct person_id)::int as people,
                count(distinct person_id) filter (where capacity = 'PartnershipManager' and came)::int as managers,
                min(person_id::text) filter (where capacity = 'PartnershipManager' and not came and invited_by_tenant = 'platform') as awaited_manager_id
              from workplace
              left join invitation using (tenant_id, person_id)
              cross join lateral (select invitation.person_id is null or taken_at is not null as came) invited
              where tenant_id = 'platform' and coalesce(ends_on >= @today, true) group by workplace_id
            ), known as (
              select partnership_id as tenant_id, name from partnership_name where tenant_id = 'platform'
              union all
              select place.tenant_id, agency.name from place
              join agency on agency.tenant_id = 'platform' and place.tenant_id = 'agency:' || agency_id
            )
            select known.tenant_id, name, coalesce(people, 0) as people, coalesce(managers, 0) as managers, coalesce(awaited_manager_id, '') as awaited_manager_id,
              suspended_at is not null as suspended, {TenantStanding.ClosesOnToday} as closes_on,
              coalesce((closing_asked_at at time zone 'Europe/London')::date + @daysOfAsking > @today, false) and closes_on is null as closing_asked
            from known left join place on place.tenant_id = known.tenant_id
            left join tenant_standing on tenant_standing.tenant_id = 'platform' and of_tenant = known.tenant_id
            where (known.tenant_id like 'agency:%', known.tenant_id) > (@after like 'agency:%', @after)
            order by known.tenant_id like 'agency:%', known.tenant_id limit @limit
            """,
            new { today = time.Today(), TenantStanding.DaysOfAsking, after = request.PageToken, limit = size + 1 },
            context.CancellationToken);
        var shown = rows.Take(size).ToList();
        var acts = (await database.QueryAsync<(string TenantId, DateTimeOffset? Since, DateTimeOffset? LastActAt)>(
            TenantScope.OfMany(shown.Select(row => new TenantId(row.TenantId))),
            """
            select tenant_id,
              (select at from audit where audit.tenant_id = asked.tenant_id order by id limit 1) as since,
              (select at from audit where audit.tenant_id = asked.tenant_id order by id desc limit 1) as last_act_at
            from unnest(@tenants) as asked (tenant_id)
            """,
            new { tenants = shown.Select(row => row.TenantId).ToArray() },
            context.CancellationToken)).ToDictionary(row => row.TenantId);
        return new ListTenantsReply
        {
            Tenants =
            {
                shown.Select(row => new Tenant
                {
                    TenantId = row.TenantId, Name = row.Name, People = row.People, Managers = row.Managers, AwaitedManagerId = row.AwaitedManagerId,
                    Suspended = row.Suspended, ClosesOn = row.ClosesOn.ToIso(), ClosingAsked = row.ClosingAsked,
                    Since = acts[row.TenantId].Since?.ToTimestamp(), LastActAt = acts[row.TenantId].LastActAt?.ToTimestamp(),
                }),
            },
            NextPageToken = rows.Count > size ? shown[^1].TenantId : "",
        };
    }

    private sealed record TenantRow
    {
        public required string TenantId { get; init; }
        public required string Name { get; init; }
        public required int People { get; init; }
        public required int Managers { get; init; }
        public required string AwaitedManagerId { get; init; }
        public required bool Suspended { get; init; }
        public DateOnly? ClosesOn { get; init; }
        public required bool ClosingAsked { get; init; }
    }
}
