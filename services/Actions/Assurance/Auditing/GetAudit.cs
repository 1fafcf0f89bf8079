using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.AuditRecord> GetAudit(V1.GetAuditRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (audit, actions, changes) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            {StoredAudit.Select};
            {StoredActions.SelectOf("select action_id from audit_of_action where tenant_id = @TenantId and audit_id = @auditId")};
            select * from recorded_change where tenant_id = @TenantId and record_id = @auditId order by version desc limit 50
            """,
            new { caller.TenantId, auditId = Ids.Parse("audit", request.AuditId) },
            async results => (
                await StoredAudit.ReadAsync(results), await StoredActions.ReadAsync(results), (await results.ReadAsync<RecordedChange>()).ToArray()),
            context.CancellationToken);
        var seen = audit is null ? null : SeenBy(new PlanAccess(caller), audit, actions.Actions, actions.Inspections);
        return seen is null ? throw new NotFound("audit") : new V1.AuditRecord
        {
            Audit = seen.ToProto(),
            Actions =
            {
                seen.Actions.OrderBy(one => one.Position)
                    .Select(one => actions.Actions[one.ActionId].ToProto(actions.LastUpdates.GetValueOrDefault(one.ActionId))),
            },
            Changes = { changes.Select(change => change.Without(field => IsHidden(field, audit!, seen)).ToProto()) },
        };
    }

    /// <summary>What the history says of actions that are none of the caller's.</summary>
    private static bool IsHidden(string field, Audit whole, Audit seen) => field == "action_ids"
        ? seen.Actions.Count < whole.Actions.Count
        : field.StartsWith(Audit.OfActions, StringComparison.Ordinal)
            && !seen.Actions.Any(one => field.StartsWith($"{Audit.OfActions}{one.ActionId}.", StringComparison.Ordinal));

    /// <summary>An audit with those of its actions that the caller sees; null where it is about none of them.</summary>
    private static Audit? SeenBy(
        PlanAccess access, Audit audit, IReadOnlyDictionary<Guid, Action> actions, IReadOnlyDictionary<Guid, Inspection> inspections)
    {
        if (!inspections.TryGetValue(audit.InspectionId, out var inspection) || !access.Sees(inspection))
        {
            return null;
        }

        AuditedAction[] seen = [.. audit.Actions.Where(one => access.Sees(actions[one.ActionId], inspection))];
        return seen.Length > 0 ? audit with { Actions = seen } : null;
    }
}
