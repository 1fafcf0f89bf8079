using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.AssuranceReply> CancelAudit(V1.CancelAuditRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (audit, _, _) = await ReadAuditAsync(write, request.AuditId, request.ExpectedVersion, context.CancellationToken);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        return await SaveAuditAsync(write, audit, audit.Cancel(reason), reason, context.CancellationToken);
    }

    /// <summary>An audit with its plan and actions, for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    /// <exception cref="Conflict">It has changed since.</exception>
    private async Task<(Audit Audit, ActionPlan Plan, StoredActions Actions)> ReadAuditAsync(
        Write write, string auditId, long expectedVersion, CancellationToken ct)
    {
        var (stored, actions, plan) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredAudit.Select};
            {StoredActions.SelectOf("select action_id from audit_of_action where tenant_id = @TenantId and audit_id = @auditId")};
            select action_plan.* from action_plan join assurance_audit using (tenant_id, plan_id) where tenant_id = @TenantId and audit_id = @auditId
            """,
            new { write.TenantId, auditId = Ids.Parse("audit", auditId) },
            async results => (
                await StoredAudit.ReadAsync(results), await StoredActions.ReadAsync(results), await results.ReadSingleOrDefaultAsync<ActionPlan>()),
            ct);
        var audit = stored is not null && new PlanAccess(write.Caller).Sees(actions.Inspections[stored.InspectionId])
            ? stored
            : throw new NotFound("audit");
        return audit.Version == expectedVersion ? (audit, plan!, actions) : throw new Conflict(audit.Version);
    }
}
