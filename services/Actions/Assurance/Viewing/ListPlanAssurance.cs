using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListPlanAssuranceReply> ListPlanAssurance(V1.ListPlanAssuranceRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var check = new RequestCheck();
        var page = ListPage.Read(request.PageSize, request.PageToken, check, most: 200, usual: 100);
        check.ThrowIfRefused();
        var scope = TenantScope.Of(caller.TenantId);
        var (stored, actions, settings) = await database.QueryMultipleAsync(
            scope,
            $"""
            {StoredPlan.Select};
            select action.*, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and plan_id = @planId and withdrawn_because = ''
            order by reference = '', {ReferenceSeries.InOrder}, draft;
            select settings from partnership_settings where tenant_id = @TenantId
            """,
            new { caller.TenantId, planId = Ids.Parse("action plan", request.PlanId) },
            async results => (
                await StoredPlan.ReadAsync(results),
                (await results.ReadAsync<Action>()).ToArray(),
                KeptSettings.Of(await results.ReadSingleOrDefaultAsync<string>(), caller.TenantId)),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        access.Require(stored.Plan, stored.Inspection);
        var seen = actions.Where(action => access.Sees(action, stored.Inspection!)).ToArray();
        var shown = page.Of(seen).ToArray();
        var proofs = (await database.QueryAsync<ActionProof>(
            scope,
            $"select {ActionProof.Columns} from action where tenant_id = @TenantId and action_id = any (@ids)",
            new { caller.TenantId, ids = shown.Select(action => action.ActionId).ToArray() },
            context.CancellationToken)).ToDictionary(proof => proof.ActionId);
        var today = clock.Today();
        return new V1.ListPlanAssuranceReply
        {
            Actions = { shown.Select(action => proofs[action.ActionId].ToProto(action, settings.EmbeddedAfterDays, today)) },
            NextPageToken = page.Next(seen.Length),
        };
    }
}
