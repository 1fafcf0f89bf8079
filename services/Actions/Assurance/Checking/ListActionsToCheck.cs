using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListActionsToCheckReply> ListActionsToCheck(V1.ListActionsToCheckRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var check = new RequestCheck();
        var page = ListPage.Read(request.PageSize, request.PageToken, check);
        check.ThrowIfRefused();
        var planId = request.PlanId.Length == 0 ? (Guid?)null : Ids.Parse("action plan", request.PlanId);
        var scope = TenantScope.OfMany([caller.TenantId, TenantId.Platform]);
        var (plan, inspections, actions) = await database.QueryMultipleAsync(
            scope,
            """
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId;
            select action.*, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and delivery = 3 and withdrawn_because = '' and (@planId::uuid is null or plan_id = @planId)
            """,
            new { caller.TenantId, planId },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
                (await results.ReadAsync<Action>()).ToArray()),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        if (planId is not null)
        {
            access.Require(plan, inspections.GetValueOrDefault(plan?.InspectionId ?? Guid.Empty));
        }

        var seen = actions.Where(action => inspections.TryGetValue(action.InspectionId, out var its) && access.Sees(action, its)).ToArray();
        var read = await database.QueryMultipleAsync(
            scope,
            ActionClaim.Select,
            new { caller.TenantId, ids = seen.Select(action => action.ActionId).ToArray() },
            ActionClaim.ReadAsync,
            context.CancellationToken);
        var claims = seen.Select(action => ActionClaim.Of(action, read))
            .OrderBy(claim => claim.Updates.FirstOrDefault()?.RecordedAt ?? DateTimeOffset.MinValue).ThenBy(claim => claim.Action.ActionId)
            .ToArray();
        return new V1.ListActionsToCheckReply
        {
            Actions = { page.Of(claims).Select(claim => ToProto(claim, caller, read.Organisations)) },
            NextPageToken = page.Next(claims.Length),
            Total = claims.Length,
        };
    }

    private static V1.ActionToCheck ToProto(ActionClaim claim, Caller caller, Organisations organisations) => new()
    {
        Action = claim.Action.ToProto(claim.Updates.LastOrDefault()),
        ClaimedAt = claim.Updates.FirstOrDefault() is { } first ? Timestamp.FromDateTimeOffset(first.RecordedAt) : null,
        EvidenceItems = claim.Proof.EvidenceItems,
        Priority = claim.Proof.AnswersPriorityAction,
        MayNotBecause = Sentence(WhyNot(claim, caller, organisations)),
    };

    private static string WhyNot(ActionClaim claim, Caller caller, Organisations organisations) =>
        !caller.Has(Capacity.Verifier, Capacity.SubGroupChair) ? "a verifier checks it, or the chair of a sub-group that sat on it."
        : claim.WhyNotBy(caller.PersonId) is { Length: > 0 } why ? why
        // A chair records what the sitting found, whoever was present.
        : caller.Has(Capacity.SubGroupChair) ? ""
        : claim.WhyNotOf([caller.AgencyId ?? ""], sitting: false, organisations);

    private static string Sentence(string words) =>
        words.Length == 0 ? "" : char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
}
