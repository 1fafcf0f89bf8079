using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private const int HistoryPage = 50;

    // The first entry that no longer fits; nothing where the history ends before.
    private const string FirstOfTheNextPage =
        """
        select action_version from (
          select action_version from action_update where tenant_id = @TenantId and action_id = @actionId and action_version < @before
          union select action_version from date_change where tenant_id = @TenantId and action_id = @actionId and action_version < @before
          union select version from recorded_change where tenant_id = @TenantId and record_id = @actionId and version < @before) entry
        order by action_version desc offset @HistoryPage limit 1
        """;

    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ActionRecord> GetAction(V1.GetActionRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var actionId = Ids.Parse("action", request.ActionId);
        new RequestCheck().That(request.BeforeVersion >= 0, "before_version", "Give a version of the action, or 0 for the newest.").ThrowIfRefused();
        var before = request.BeforeVersion == 0 ? long.MaxValue : request.BeforeVersion;
        var (stored, next, updates, dateChanges, changes, parts) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            {StoredAction.Select};
            {FirstOfTheNextPage};
            select * from action_update where tenant_id = @TenantId and action_id = @actionId
              and action_version < @before and action_version > coalesce(({FirstOfTheNextPage}), 0) order by action_version desc;
            select * from date_change where tenant_id = @TenantId and action_id = @actionId
              and action_version < @before and action_version > coalesce(({FirstOfTheNextPage}), 0) order by action_version desc;
            select * from recorded_change where tenant_id = @TenantId and record_id = @actionId
              and version < @before and version > coalesce(({FirstOfTheNextPage}), 0) order by version desc;
            {ActionParts.Select}
            """,
            new { caller.TenantId, actionId, before, HistoryPage },
            async results => (
                await StoredAction.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<long?>(),
                await results.ReadAsync<ActionUpdate>(),
                await results.ReadAsync<DateChange>(),
                await results.ReadAsync<RecordedChange>(),
                await ActionParts.ReadAsync(results)),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        var action = access.Require(stored.Action, stored.Inspection);
        return new V1.ActionRecord
        {
            Action = action.ToProto(stored.LastUpdate),
            Updates = { updates.Select(update => update.ToProto()) },
            DateChanges = { dateChanges.Select(change => change.ToProto()) },
            Changes = { changes.Select(change => change.ToProto()) },
            StatementSent = stored.Plan!.StatementSentOn is not null,
            PlanClosed = stored.Plan.IsClosed,
            MayUpdate = access.MayUpdate(action) && action.IsOpen && !stored.Plan.IsClosed,
            MayAskForDate = access.MayAskForDate(action) && action.MayBeAskedForDate && !stored.Plan.IsClosed,
            Milestones = { parts.Milestones.Select(milestone => milestone.ToProto()) },
            Coverage = { parts.Coverage.Select(reading => reading.ToProto()) },
            DateRequests = { parts.DateRequests.Select(request => request.ToProto()) },
            Neighbours = { parts.NeighboursOf(action, access) },
            EarlierBeforeVersion = next is { } version ? version + 1 : 0,
        };
    }
}
