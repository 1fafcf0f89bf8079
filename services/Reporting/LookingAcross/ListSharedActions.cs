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
        Grants.RequireConfirmed(partners, request.PartnershipId);
        var caller = Caller.Of(context);
        var today = clock.Today();
        var updating = await readYourWrites.IsMissingAcrossAsync(caller, today, request.AtLeast, context.CancellationToken);
        var (shared, rows) = await database.QueryMultipleAsync(
            RecordScope.AcrossPartnerships(caller),
            Grants.SetLevels + Grants.Partnerships +
            $"""
            select action_list.*, timeliness, @agency = any (agency_ids) as own_agency
            from action_list cross join timeliness_on(timeliness_by_stage, due_soon_from, due_on, next_milestone_due_on, @today) as timeliness
            where tenant_id = @partnership and (@timeliness is null or timeliness = @timeliness)
              {Narrowed.Where}
            order by {ReferenceSeries.InOrder}
            """,
            Grants.ParametersOf(caller, today, request.PartnershipId, timeliness: request.Timeliness, only: Narrowed.NamesOf(request.Only)),
            async results =>
            {
                await results.ReadAsync();
                return (await results.ReadSingleOrDefaultAsync<PartnershipAcross>(), (await results.ReadAsync<ActionListRow>()).AsList());
            },
            context.CancellationToken);
        var partnership = RequireOwnActions(shared);
        await sharingLog.RecordViewAsync(caller, "Actions", [(partnership.TenantId, partnership.Level)], context.CancellationToken);
        return new ListSharedActionsReply
        {
            PartnershipId = partnership.TenantId,
            PartnershipName = partnership.Name,
            Level = partnership.Level,
            Actions = { rows.Select(row => row.ToProto(today)) },
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            Updating = updating,
        };
    }

    private static PartnershipAcross RequireOwnActions(PartnershipAcross? partnership) => partnership switch
    {
        null => throw new NotFound("partnership"),
        { Level: < SharingLevel.OwnActions } => throw new Refused(
            "This partnership shares headlines only: counts, dates and statuses. Ask its partnership manager for more."),
        _ => partnership,
    };
}
