using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>
/// The published records of all kinds, in one table under one policy. Which kind shows at which level is said where the
/// database enforces it: <c>least_level</c> and <c>admits_record</c> in <c>Data/202611291030_record.sql</c>.
/// </summary>
internal static class Records
{
    public const string Finding = "finding";
    public const string Action = "action";
    public const string Update = "update";

    /// <summary>
    /// Lets one at a time change what stands under a partnership's embargoes or count it, so that each sees what the one before
    /// has left: two publishers' streams are applied side by side, and readers count too. Parameter: <c>TenantId</c>.
    /// </summary>
    public const string InTurn =
        """
        select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));

        """;

    // A record of an action is shared as the action is, and stands under the same inspection.
    private const string Keep =
        """
        insert into record (tenant_id, kind, id, action_ids, agency_ids, owner_id, inspection_id, embargoed_to, version, state)
        select @TenantId, @kind, told.id, array_remove(array[told.action_id], null), coalesce(action.agency_ids, '{}'),
          action.owner_id, coalesce(told.inspection_id, action.inspection_id),
          embargo_of(@TenantId, coalesce(told.inspection_id, action.inspection_id)), told.version, told.state
        from unnest(@ids, @actionIds, @inspectionIds, @versions, @states) as told (id, action_id, inspection_id, version, state)
        left join listed_action action on action.tenant_id = @TenantId and action.action_id = told.action_id
        on conflict (tenant_id, kind, id) do update
        set action_ids = excluded.action_ids, agency_ids = excluded.agency_ids, owner_id = excluded.owner_id,
          inspection_id = excluded.inspection_id, embargoed_to = excluded.embargoed_to, version = excluded.version,
          state = excluded.state
        where record.version < excluded.version
        """;

    private const string Erase =
        "delete from record where tenant_id = @TenantId and kind = @kind and id = any (@ids)";

    /// <summary>Keeps the records that are newer. Takes the turn: embargoes and actions must not change meanwhile.</summary>
    public static Task KeepAsync(EventContext context, string kind, IReadOnlyCollection<Record> records) => records.Count == 0
        ? Task.CompletedTask
        : context.ExecuteAsync(InTurn + Keep, new
        {
            context.TenantId,
            kind,
            ids = records.Select(record => record.Id).ToArray(),
            actionIds = records.Select(record => record.ActionId).ToArray(),
            inspectionIds = records.Select(record => record.InspectionId).ToArray(),
            versions = records.Select(record => record.Version).ToArray(),
            states = records.Select(record => record.State).ToArray(),
        });

    public static Task EraseAsync(EventContext context, string kind, IReadOnlyCollection<Guid> ids) => ids.Count == 0
        ? Task.CompletedTask
        : context.ExecuteAsync(Erase, new { context.TenantId, kind, ids = ids.ToArray() });
}

/// <summary>A record as its owner published it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ActionId">The action that it belongs to; an action's own id; null for what belongs to none.</param>
/// <param name="InspectionId">Null where the action says it.</param>
/// <param name="Version">The newest wins.</param>
/// <param name="State">The message.</param>
internal sealed record Record(Guid Id, Guid? ActionId, Guid? InspectionId, long Version, byte[] State);
