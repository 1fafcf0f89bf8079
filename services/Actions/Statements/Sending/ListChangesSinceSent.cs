using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListChangesSinceSentReply> ListChangesSinceSent(
        V1.ListChangesSinceSentRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var planId = Ids.Parse("action plan", request.PlanId);
        var (plan, inspection, sent) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            """
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection.* from inspection join action_plan using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId;
            select statement_id from statement where tenant_id = @TenantId and plan_id = @planId and sent_on is not null
            order by number desc limit 1
            """,
            new { caller.TenantId, planId },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                await results.ReadSingleOrDefaultAsync<Guid?>()),
            context.CancellationToken);
        new PlanAccess(caller).Require(plan, inspection);
        if (sent is not { } statementId)
        {
            return new V1.ListChangesSinceSentReply();
        }

        var whole = await ReadWholeAsync(caller, statementId.ToString(), context.CancellationToken);
        var current = whole.Current ?? throw new NotFound(Called);
        var frozen = whole.KeptContent(current.ContentSha256);
        var sees = SeenBy(new StatementAccess(caller), caller, whole, frozen);
        return new V1.ListChangesSinceSentReply
        {
            SendingId = current.SendingId.ToString(),
            SentOn = current.SentOn.ToIso(),
            Changes = { whole.ChangesBetween(frozen, whole.LiveContent).Where(sees) },
        };
    }

    // What others than whole-plan readers took part in, then or now.
    private static Func<V1.ContentChange, bool> SeenBy(
        StatementAccess access, Caller caller, WholeStatement whole, V1.StatementContent frozen)
    {
        if (access.SeesAll)
        {
            return _ => true;
        }

        var own = LeadText.Of(caller.AgencyId, null);
        var seen = whole.Facts.Actions.Where(action => access.Sees(action)).Select(action => action.ActionId.ToString())
            .Concat(frozen.Actions.Where(action => action.Leads.Concat(action.Supporting).Any(one => one.Id == own)).Select(action => action.ActionId))
            .ToHashSet(StringComparer.Ordinal);
        return change => change.AboutCase == V1.ContentChange.AboutOneofCase.ActionId && seen.Contains(change.ActionId);
    }
}
