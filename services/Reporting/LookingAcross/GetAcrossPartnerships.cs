using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.LookingAcross;
using Jtai.Reporting.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    [Authorize(Policies.LookAcrossPartnerships)]
    public override async Task<AcrossPartnerships> GetAcrossPartnerships(GetAcrossPartnershipsRequest request, ServerCallContext context)
    {
        Grants.RequireConfirmed(partners);
        var caller = Caller.Of(context);
        var today = clock.Today();
        var updating = await atLeastVersion.IsMissingAcrossAsync(caller, today, request.AtLeast, context.CancellationToken);
        var rows = await PartnershipsAsync(caller, today, context.CancellationToken);
        var ofAnotherDay = rows.Where(row => row.IsOfAnotherDay(today)).Select(row => row.TenantId).ToArray();
        if (ofAnotherDay.Length > 0)
        {
            await database.QueryAsync<int>(
                TenantScope.OfMany(ofAnotherDay), Headlines.CountAnew, new { tenants = ofAnotherDay, today }, context.CancellationToken);
            rows = await PartnershipsAsync(caller, today, context.CancellationToken);
        }

        await sharingLog.RecordViewAsync(
            caller, "All partnerships", rows.Select(row => (row.TenantId, (SharingLevel)row.Level)), context.CancellationToken);
        return new AcrossPartnerships
        {
            AgencyId = caller.AgencyId,
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            Partnerships = { rows.Select(row => row.ToProto()) },
            Totals = Counted.Sum([.. rows.Select(row => row.Whole)]).ToProto(),
            AgencyTotals = Counted.Sum([.. rows.Select(row => row.Agency)]).ToProto(),
            Updating = updating,
        };
    }

    private Task<IReadOnlyList<PartnershipAcross>> PartnershipsAsync(Caller caller, DateOnly today, CancellationToken ct) =>
        database.QueryMultipleAsync<IReadOnlyList<PartnershipAcross>>(
            Reader.AcrossPartnerships(caller),
            Grants.SetLevels +
            """
            select g.tenant_id, partnership.name, effective_level(g.level, g.ends_on, @today) as level, g.ends_on,
              h.position_on, h.last_update_at,
              (select min(statement_due_on) from inspection
                where inspection.tenant_id = g.tenant_id and statement_due_on >= @today) as statement_due_on,
              h.actions, h.complete, h.awaiting, h.overdue, h.at_risk, h.on_track, h.closed, h.due_soon,
              o.actions as own_actions, o.complete as own_complete, o.awaiting as own_awaiting, o.overdue as own_overdue,
              o.at_risk as own_at_risk, o.on_track as own_on_track, o.closed as own_closed, o.due_soon as own_due_soon
            from sharing_grant g
            join partnership on partnership.tenant_id = g.tenant_id
            left join headline h on h.tenant_id = g.tenant_id
            left join own_headline o on o.tenant_id = g.tenant_id and o.agency_id = @agency
            where g.agency_id = @agency and g.state = 'Agreed' and g.capacities && @capacities
            order by partnership.name
            """,
            Grants.ParametersOf(caller, today),
            async results =>
            {
                await results.ReadAsync();
                return (await results.ReadAsync<PartnershipAcross>()).AsList();
            },
            ct);
}
