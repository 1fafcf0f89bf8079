using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionPlanReply> RecordStatementSent(V1.RecordStatementSentRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (stored, inspection) = await database.QueryMultipleAsync(
            write,
            """
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection.* from inspection join action_plan using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId
            """,
            new { write.TenantId, planId = Ids.Parse("action plan", request.PlanId) },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>()),
            context.CancellationToken);
        var before = new PlanAccess(write.Caller).Require(stored, inspection);
        before.RefuseIfClosed();
        if (before.Version != request.ExpectedVersion)
        {
            throw new Conflict(before.Version);
        }

        var now = clock.NowAsStored();
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check, required: before.StatementSentOn is not null);
        var plan = before.SaySent(request, now.DateInLondon(), check);
        var changes = FieldChanges.Between(
            before.ToProto(inspection!), plan.ToProto(inspection!), "statement_sent_on", "statement_sent_by", "statement_sent_note");
        return await database.SaveAsync(
            write,
            new V1.ActionPlanReply { PlanId = plan.PlanId.ToString(), Version = plan.Version },
            """
            with changed as (
              update action_plan set statement_sent_on = @StatementSentOn, statement_sent_by = @StatementSentBy,
                statement_sent_note = @StatementSentNote, version = @Version
              where tenant_id = @TenantId and plan_id = @PlanId and version = @Version - 1 returning 1)
            select require_changed(exists (select from changed))
            """ + RecordedChange.Insert,
            new
            {
                write.TenantId,
                plan.PlanId,
                plan.StatementSentOn,
                plan.StatementSentBy,
                plan.StatementSentNote,
                plan.Version,
                Changes = RecordedChange.ToJson(RecordedChange.Of(plan, changes, reason, write.Caller, now)),
            },
            [plan.Changed(inspection!)],
            context.CancellationToken);
    }
}
