using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.CheckActions)]
    public override async Task<V1.CheckActionsReply> CheckActions(V1.CheckActionsRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        V1.ActionVersion[] expected =
            [.. request.Actions.Select(one => new V1.ActionVersion { ActionId = one.ActionId, ExpectedVersion = one.ExpectedVersion })];
        var ids = StoredActions.Ids(expected);
        var now = clock.NowAsStored();
        var (stored, claims, partnership, evidence, chairs) = await database.QueryMultipleAsync(
            write.AndPeople(),
            $"""
            {StoredActions.Select};
            {ActionClaim.Select};
            select * from partnership where tenant_id = @TenantId;
            select action_id, evidence_id from evidence_of_action join evidence_item using (tenant_id, evidence_id)
            where tenant_id = @TenantId and action_id = any (@ids) and withdrawn_because = '';
            select coalesce(body_id, '') from appointment
            where tenant_id = @TenantId and person_id = @PersonId and capacity = @SubGroupChair
              and starts_on <= @today and coalesce(ends_on >= @today, true)
            """,
            new { write.TenantId, ids, write.Caller.PersonId, Capacity.SubGroupChair, today = now.DateInLondon() },
            async results => (
                await StoredActions.ReadAsync(results),
                await ActionClaim.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<Partnership>(),
                (await results.ReadAsync<(Guid Action, Guid Evidence)>()).ToLookup(row => row.Action, row => row.Evidence),
                (await results.ReadAsync<string>()).ToArray()),
            context.CancellationToken);
        var actions = stored.ExpectOfAnyPlan(new PlanAccess(write.Caller), expected);
        var check = new RequestCheck();
        var sitting = CheckSitting.Read(
            request,
            write.Caller,
            partnership ?? throw new Refused("The partnership is still being set up. Nothing was saved; try again in a minute."),
            chairs,
            now.DateInLondon(),
            check);
        check.ThrowIfRefused();
        var claimed = actions.Select(action => ActionClaim.Of(action, claims)).ToArray();
        RequireSecondKey(claimed, sitting, claims.Organisations);
        var checks = claimed.Zip(request.Actions)
            .Select((pair, index) => SecondCheck.Read(
                pair.Second, $"actions[{index}]", pair.First, evidence[pair.First.Action.ActionId].ToHashSet(), sitting, now, check))
            .ToArray();
        check.ThrowIfRefused();
        ActionChange[] changes = [.. actions.Zip(checks, (action, one) => ChangeOf(action, one, stored))];
        return await database.SaveActionsAsync(
            write,
            new V1.CheckActionsReply
            {
                SittingId = sitting.SittingId.ToString(),
                Actions = { changes.Select(change => change.After.ToReply()) },
            },
            changes,
            ofPlan: null,
            SecondCheck.Insert + Notice.Insert,
            new
            {
                Checks = Columns.ListToJson(checks),
                Notices = Notice.ToJson(
                    checks.Zip(changes).Where(pair => pair.First.Verdict == V1.CheckVerdict.Returned)
                        .Select(pair => ActionNotices.Returned(pair.Second.After, pair.First.CheckId, now, write.Caller))),
            },
            checks.Select(one => one.Recorded()),
            now,
            context.CancellationToken);
    }

    /// <exception cref="Refused">For each action that this person or sitting is no second key to, a sentence.</exception>
    private static void RequireSecondKey(IReadOnlyList<ActionClaim> claims, CheckSitting sitting, Organisations organisations)
    {
        string[] refused =
        [
            .. from claim in claims
               let why = claim.WhyNotBy(sitting.PersonId) is { Length: > 0 } personal
                   ? personal
                   : claim.WhyNotOf(sitting.Agencies, sitting.IsSubGroups, organisations)
               where why.Length > 0
               select $"{claim.Action.ShownReference}: {why}",
        ];
        if (refused.Length > 0)
        {
            throw new Refused(string.Join(' ', refused));
        }
    }

    private static ActionChange ChangeOf(Action action, SecondCheck check, StoredActions stored)
    {
        var after = action.Take(check);
        return new(
            after,
            check.Verdict == V1.CheckVerdict.Confirmed ? V1.ActionChangeKind.Confirmed : V1.ActionChangeKind.Returned,
            FieldChanges.Between(action.ToProto(lastUpdate: null), after.ToProto(lastUpdate: null), "delivery"),
            check.Words)
        {
            LastUpdate = stored.LastUpdates.GetValueOrDefault(after.ActionId),
        };
    }
}
