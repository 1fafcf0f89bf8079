using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListChallengesReply> ListChallenges(V1.ListChallengesRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var check = new RequestCheck();
        var page = ListPage.Read(request.PageSize, request.PageToken, check);
        check.ThrowIfRefused();
        var planId = request.PlanId.Length == 0 ? (Guid?)null : Ids.Parse("action plan", request.PlanId);
        var (plan, inspections, actions, challenges) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId;
            select action.*, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and action_id in (select action_id from challenge_action where tenant_id = @TenantId);
            select {StoredChallenge.Columns} from challenge
            where tenant_id = @TenantId and (@planId::uuid is null or plan_id = @planId) and (@Ended or state in (1, 2))
            order by state in (3, 4), case when state in (1, 2) then answer_due_on end, raised_at desc, challenge_id desc
            """,
            new { caller.TenantId, planId, request.Ended },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
                (await results.ReadAsync<Action>()).ToArray(),
                (await results.ReadAsync<Challenge>()).ToArray()),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        if (planId is not null)
        {
            access.Require(plan, inspections.GetValueOrDefault(plan?.InspectionId ?? Guid.Empty));
        }

        var seen = challenges
            .Where(challenge => inspections.TryGetValue(challenge.InspectionId, out var its) && challenge.IsSeenBy(caller, access, its))
            .ToArray();
        var ids = SeenOf(caller, actions, inspections);
        return new V1.ListChallengesReply
        {
            Challenges = { page.Of(seen).Select(challenge => challenge.ToProto(ids)) },
            NextPageToken = page.Next(seen.Length),
            Total = seen.Length,
        };
    }
}
