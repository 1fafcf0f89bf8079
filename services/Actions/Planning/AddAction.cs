using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> AddAction(V1.AddActionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var check = new RequestCheck();
        var description = ActionDescription.Read(request, check);
        var today = clock.Today();
        var (dueOn, nextReviewOn) = Action.ReadDates(request, today, check);
        using var turn = await turns.TakeAsync(write.TenantId, context.CancellationToken);
        var now = clock.NowAsStored();
        var year = now.DateInLondon().Year;

        var (plan, inspection, newest, before, choices) = await database.QueryMultipleAsync(
            write.AndPeople(),
            $"""
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select * from inspection
            where tenant_id = @TenantId
              and inspection_id = (select inspection_id from action_plan where tenant_id = @TenantId and plan_id = @planId);
            select coalesce((select newest from reference_counter where tenant_id = @TenantId and year = @year), 0);
            select count(*)::integer from action where tenant_id = @TenantId and plan_id = @planId;
            {ActionChoices.Select}
            """,
            new { write.TenantId, planId, year, actionId = (Guid?)null, owner = description.OwnerId, post = description.OwnerPostId, today },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                await results.ReadSingleAsync<int>(),
                await results.ReadSingleAsync<int>(),
                await ActionChoices.ReadAsync(results)),
            context.CancellationToken);
        plan = new PlanAccess(write.Caller).Require(plan, inspection);
        plan.RefuseIfClosed();
        description = description.CheckAgainst(check, choices, plan);
        check.ThrowIfRefused();

        var numbers = inspection!.IsPublished;
        var reference = numbers ? new ReferenceSeries(choices.Partnership.Code, year, ReferenceSeries.Actions, newest).Next() : "";
        var action = Action.Add(plan, reference, before + 1, description, dueOn, nextReviewOn, now);
        var grown = plan.WithOneMoreAction();
        return await database.SaveAsync(
            write,
            action.ToReply(),
            """
            -- A publication that comes in between waits for this, or this sees it: an action that has no number then gets one.
            with seen as (
              select phase from inspection where tenant_id = @TenantId and inspection_id = @InspectionId for share)
            select require_changed((select phase from seen) = @phase);
            with numbered as (
              insert into reference_counter as counter (tenant_id, year, newest) select @TenantId, @year, @number where @numbers
              on conflict (tenant_id, year) do update set newest = excluded.newest where counter.newest = excluded.newest - 1
              returning 1),
            grown as (
              update action_plan set actions = @Actions, version = version + 1
              where tenant_id = @TenantId and plan_id = @PlanId and version = @planVersion returning 1)
            select require_changed(exists (select from numbered) = @numbers and exists (select from grown));

            """ + Action.Insert + RecordedChange.Insert,
            new
            {
                write.TenantId,
                year,
                phase = (int)inspection.Phase,
                numbers,
                number = newest + 1,
                grown.Actions,
                planVersion = plan.Version,
                action.PlanId,
                action.InspectionId,
                Rows = Action.ToRows(action),
                Changes = RecordedChange.ToJson(RecordedChange.Of(action, V1.ActionChangeKind.Added, [], reason: "", write.Caller, now)),
            },
            [
                action.Changed(V1.ActionChangeKind.Added, write.Caller, lastUpdate: null),
                grown.Changed(inspection),
            ],
            context.CancellationToken);
    }
}
