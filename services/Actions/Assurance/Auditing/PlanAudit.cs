using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.AssuranceReply> PlanAudit(V1.PlanAuditRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var auditId = request.AuditId.Length == 0 ? Guid.CreateVersion7() : Ids.Parse("audit", request.AuditId);
        var check = new RequestCheck();
        var ids = AboutActions.ReadIds(request.ActionIds, check);
        var (stored, audit, chosen) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            {StoredAudit.Select};
            {StoredActions.Select}
            """,
            new { write.TenantId, planId, auditId, ids },
            async results => (await StoredPlan.ReadAsync(results), await StoredAudit.ReadAsync(results), await StoredActions.ReadAsync(results)),
            context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        // A closed plan is audited too: whether what was done holds shows later.
        var plan = access.Require(stored.Plan, stored.Inspection);
        if (request.AuditId.Length > 0 && audit?.PlanId != plan.PlanId)
        {
            throw new NotFound("audit");
        }

        if ((audit?.Version ?? 0) != request.ExpectedVersion)
        {
            throw new Conflict(audit?.Version ?? 0);
        }

        var planned = (audit ?? new() { AuditId = auditId, PlanId = plan.PlanId, InspectionId = plan.InspectionId })
            .Plan(request, chosen.Require(access, request.ActionIds), write.Caller.PersonId, check);
        return await SaveAuditAsync(write, audit, planned, reason: "", context.CancellationToken);
    }

    /// <summary>Saves an audit by itself, with the entry in its history.</summary>
    private Task<V1.AssuranceReply> SaveAuditAsync(Write write, Audit? before, Audit after, string reason, CancellationToken ct)
    {
        var parameters = StoredAudit.Parameters(after);
        parameters.AddDynamicParams(new
        {
            write.TenantId,
            Changes = RecordedChange.ToJson(
                RecordedChange.Of(after, Audit.Changes(before, after), reason, write.Caller, clock.NowAsStored())),
        });
        return database.SaveAsync(write, after.ToReply(), StoredAudit.Save + RecordedChange.Insert, parameters, [after.Changed()], ct);
    }
}
