using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.LookingAcross;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    [Authorize(Policies.LookAcrossPartnerships)]
    public override async Task<ListSharedActionsReply> ListSharedActions(ListSharedActionsRequest request, ServerCallContext context)
    {
        Grants.RequireConfirmed(partners);
        var caller = Caller.Of(context);
        var today = clock.Today();
        var updating = await atLeastVersion.IsMissingAcrossAsync(caller, today, request.AtLeast, context.CancellationToken);
        var (shared, rows) = await database.QueryMultipleAsync(
            Reader.AcrossPartnerships(caller),
            Grants.SetLevels +
            """
            select g.tenant_id, partnership.name, effective_level(g.level, g.ends_on, @today) as level, g.ends_on
            from sharing_grant g join partnership on partnership.tenant_id = g.tenant_id
            where g.tenant_id = @partnership and g.agency_id = @agency and g.state = 'Agreed' and g.capacities && @capacities;

            select action_row.*, timeliness(delivery, due_on, date_achievable, @today) as timeliness
            from action_row where tenant_id = @partnership order by reference
            """,
            Grants.ParametersOf(caller, today, request.PartnershipId),
            async results =>
            {
                await results.ReadAsync();
                var grant = await results.ReadSingleOrDefaultAsync<PartnershipAcross>();
                return (grant, (await results.ReadAsync<ListedAction>()).AsList());
            },
            context.CancellationToken);
        var grant = RequireOwnActions(shared);
        await sharingLog.RecordViewAsync(
            caller, "Actions", [(grant.TenantId, (SharingLevel)grant.Level)], context.CancellationToken);
        return new ListSharedActionsReply
        {
            PartnershipId = grant.TenantId,
            PartnershipName = grant.Name,
            Level = (SharingLevel)grant.Level,
            Actions = { rows.Select(row => row.ToProto(today)) },
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            Updating = updating,
        };
    }

    private static PartnershipAcross RequireOwnActions(PartnershipAcross? grant) => grant switch
    {
        null => throw new NotFound("partnership"),
        { Level: < (int)SharingLevel.OwnActions } => throw new Refused(
            "This partnership shares headlines only: counts, dates and statuses. Ask its partnership manager for more."),
        _ => grant,
    };
}
