using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.PlanPartReply> SaveSharedCause(V1.SaveSharedCauseRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var (stored, causes) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            {SharedCause.Select}
            """,
            new { write.TenantId, planId },
            async results => (await StoredPlan.ReadAsync(results), (await results.ReadAsync<SharedCause>()).ToArray()),
            context.CancellationToken);
        var plan = stored.Expect(new PlanAccess(write.Caller));
        var before = request.CauseId.Length == 0
            ? null
            : causes.SingleOrDefault(cause => cause.CauseId == Ids.Parse("cause", request.CauseId)) ?? throw new NotFound("cause");
        if ((before?.Version ?? 0) != request.ExpectedVersion)
        {
            throw new Conflict(before?.Version ?? 0);
        }

        var saved = (before ?? new() { CauseId = Guid.CreateVersion7(), PlanId = planId }).Say(request, stored.RequirePartnership(), clock.Today());
        return before is null && causes.Length >= SharedCause.MostOfAPlan
            ? throw new Refused("An action plan can have at most 50 shared causes.")
            : await SavePlanAsync(
                write,
                PartReply(saved.CauseId, plan, saved.Version),
                new(plan.WithPartChanged(), stored.Inspection!, SharedCause.Changes(before, saved)),
                context.CancellationToken,
                """
                insert into shared_cause (tenant_id, cause_id, plan_id, name, remedy, lead_agency_id, lead_body_id, due_on, resolved_on, version)
                values (@TenantId, @CauseId, @PlanId, @Name, @Remedy, @LeadAgencyId, @LeadBodyId, @DueOn, @ResolvedOn, @Version)
                on conflict (tenant_id, cause_id) do update set name = excluded.name, remedy = excluded.remedy,
                  lead_agency_id = excluded.lead_agency_id, lead_body_id = excluded.lead_body_id, due_on = excluded.due_on,
                  resolved_on = excluded.resolved_on, version = excluded.version
                """,
                saved,
                saved.Changed());
    }
}
