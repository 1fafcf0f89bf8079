using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> DescribeAction(V1.DescribeActionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var actionId = Ids.Parse("action", request.ActionId);
        var check = new RequestCheck();
        var description = ActionDescription.Read(request, check);
        var reason = RecordedChange.Read(request.Reason, check, required: false);
        var (stored, choices) = await database.QueryMultipleAsync(
            write.AndPeople(),
            """
            select * from action where tenant_id = @TenantId and action_id = @actionId;
            select * from inspection
            where tenant_id = @TenantId
              and inspection_id = (select inspection_id from action where tenant_id = @TenantId and action_id = @actionId);
            select * from action_update where tenant_id = @TenantId and action_id = @actionId
            order by action_version desc limit 1;
            select * from partnership where tenant_id = @TenantId;
            select inspection_id, finding_id from finding
            where tenant_id = @TenantId and (not withdrawn or finding_id in (
              select unnest(finding_ids) from action where tenant_id = @TenantId and action_id = @actionId));
            select agency_id from person where tenant_id = 'platform' and person_id = @owner
            """,
            new { write.TenantId, actionId, owner = description.OwnerId },
            async results => (await StoredAction.ReadAsync(results), await ActionChoices.ReadAsync(results)),
            context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        description.CheckAgainst(check, choices, action.InspectionId);
        check.ThrowIfRefused();

        var (described, changes) = action.Describe(description);
        return await database.SaveAsync(
            write,
            described.ToReply(),
            """
            with changed as (
              update action set title = @Title, description = @Description, theme = @Theme, finding_ids = @FindingIds,
                lead_agency_id = @LeadAgencyId, lead_body_id = @LeadBodyId, supporting_agency_ids = @SupportingAgencyIds,
                owner_id = @OwnerId, outcome_sought = @OutcomeSought, success_measure = @SuccessMeasure, version = version + 1
              where tenant_id = @TenantId and action_id = @ActionId and version = @version returning 1)
            select require_changed(exists (select from changed))
            """ + RecordedChange.Insert,
            new
            {
                write.TenantId,
                action.ActionId,
                version = action.Version,
                described.Title,
                described.Description,
                described.Theme,
                described.FindingIds,
                described.LeadAgencyId,
                described.LeadBodyId,
                described.SupportingAgencyIds,
                described.OwnerId,
                described.OutcomeSought,
                described.SuccessMeasure,
                Changes = RecordedChange.ToJson(RecordedChange.Of(
                    described, V1.ActionChangeKind.DescribedAnew, changes, reason, write.Caller, clock.NowAsStored())),
            },
            [described.Changed(V1.ActionChangeKind.DescribedAnew, write.Caller, stored.LastUpdate)],
            context.CancellationToken);
    }
}
