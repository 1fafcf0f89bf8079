using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class TenantsGrpc
{
    [Authorize(Policies.ReadTenants)]
    public override async Task<GetTenantReply> GetTenant(GetTenantRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var tenantId = TenantOf(caller, request.TenantId);
        var (now, today) = (time.GetUtcNow(), time.Today());
        var reply = await database.QueryMultipleAsync(
            TenantScope.OfMany([new TenantId(tenantId), TenantId.Platform]),
            $"""
            select name from partnership_name where tenant_id = 'platform' and partnership_id = @tenantId
            union all
            select name from agency where tenant_id = 'platform' and 'agency:' || agency_id = @tenantId;
            {TenantStanding.Select};
            {Recovery.Select};
            select person_id, name, job_title, agency_id, email, version from person
            where tenant_id = 'platform' and person_id in (select person_id from recovery where tenant_id = 'platform' and partnership_id = @tenantId);
            select count(distinct person_id)::int as people,
              count(distinct person_id) filter (where capacity = 'PartnershipManager' and {Invitation.HasCome})::int as managers,
              count(distinct person_id) filter (where capacity = 'LeadSafeguardingPartner')::int as leads,
              min(person_id::text) filter (where capacity = 'PartnershipManager' and person_id in (
                select person_id from invitation where tenant_id = 'platform' and taken_at is null and invited_by_tenant = 'platform')) as awaited
            from appointment where tenant_id = @tenantId and starts_on <= @today and coalesce(ends_on >= @today, true);
            select at from audit where tenant_id = @tenantId order by id desc limit 1;
            {Exported};
            """,
            new { tenantId, today, now, days = TenantStanding.DaysOfAnExport },
            async results =>
            {
                var name = await results.ReadSingleOrDefaultAsync<string>();
                var standing = await results.ReadSingleOrDefaultAsync<TenantStanding>();
                var recovery = await results.ReadSingleOrDefaultAsync<Recovery>();
                var recovering = await results.ReadSingleOrDefaultAsync<Person>();
                var (people, managers, leads, awaited) = await results.ReadSingleAsync<(int, int, int, string?)>();
                var lastActAt = await results.ReadSingleOrDefaultAsync<DateTimeOffset?>();
                var exportedAt = await results.ReadSingleOrDefaultAsync<DateTimeOffset?>();
                return name is null ? null : new GetTenantReply
                {
                    Standing = (standing ?? TenantStanding.Of(tenantId)).ToProto(today),
                    Name = name,
                    People = people,
                    Managers = managers,
                    Leads = leads,
                    AwaitedManagerId = awaited ?? "",
                    Recovery = recovery?.ToProto(now),
                    Recovering = recovering?.ToProto(),
                    LastActAt = lastActAt?.ToTimestamp(),
                    ExportedAt = exportedAt?.ToTimestamp(),
                };
            },
            context.CancellationToken) ?? throw new NotFound("tenant");
        if (caller.ActingAs != Capacity.PlatformOperator && reply.Recovering is { } person)
        {
            person.Email = "";
        }

        if (caller.ActingAs == Capacity.PlatformOperator && reply.Recovery is { } recovery)
        {
            // The partnership's own words.
            recovery.RefusedReason = "";
        }

        return reply;
    }
}
