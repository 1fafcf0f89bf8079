using Jtai.Access;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>An action that goes to a successor with its whole history, as the predecessor's tenant keeps it.</summary>
public sealed record LeavingAction
{
    /// <summary>Puts the action and its history into a tenant, under the ids that they have. Parameters: <see cref="ToParameters"/>.</summary>
    public const string Insert =
        """
        select take_rows('action', @TenantId, @Rows::jsonb);
        select take_rows('action_update', @TenantId, @UpdateRows::jsonb);
        select take_rows('date_change', @TenantId, @DateChangeRows::jsonb);
        select take_rows('date_request', @TenantId, @DateRequestRows::jsonb);
        select take_rows('milestone', @TenantId, @MilestoneRows::jsonb);
        select take_rows('coverage_reading', @TenantId, @CoverageRows::jsonb);
        select take_rows('recorded_change', @TenantId, @HistoryRows::jsonb)
        """ + RecordedChange.Insert;

    /// <summary>As it stood before the hand-over.</summary>
    public required Action Before { get; init; }

    /// <summary>What the post is called that owned it; null where none did.</summary>
    public string? OwnersPost { get; init; }

    /// <summary>In their order.</summary>
    public required IReadOnlyList<ActionUpdate> Updates { get; init; }
    public required IReadOnlyList<DateChange> DateChanges { get; init; }
    public required IReadOnlyList<DateRequest> DateRequests { get; init; }
    public required IReadOnlyList<Milestone> Milestones { get; init; }
    public required IReadOnlyList<CoverageReading> Coverage { get; init; }
    public required string UpdateRows { get; init; }
    public required string DateChangeRows { get; init; }
    public required string DateRequestRows { get; init; }
    public required string MilestoneRows { get; init; }
    public required string CoverageRows { get; init; }
    public required string HistoryRows { get; init; }

    /// <summary>Its parts take no changes since its plan is closed; of its history what the hand-over itself wrote is left out.</summary>
    public static Task<LeavingAction> ReadAsync(Database database, TenantId tenantId, Action before, CancellationToken ct) =>
        database.QueryMultipleAsync(
            TenantScope.Of(tenantId),
            """
            select title from post where tenant_id = @tenantId and post_id = @OwnerPostId;
            select * from action_update where tenant_id = @tenantId and action_id = @ActionId order by action_version;
            select * from date_change where tenant_id = @tenantId and action_id = @ActionId order by action_version;
            select * from date_request where tenant_id = @tenantId and action_id = @ActionId order by asked_at, request_id;
            select * from milestone where tenant_id = @tenantId and action_id = @ActionId order by due_on, milestone_id;
            select * from coverage_reading where tenant_id = @tenantId and action_id = @ActionId order by action_version;
            select coalesce(jsonb_agg(to_jsonb(action_update)), '[]')::text from action_update where tenant_id = @tenantId and action_id = @ActionId;
            select coalesce(jsonb_agg(to_jsonb(date_change)), '[]')::text from date_change where tenant_id = @tenantId and action_id = @ActionId;
            select coalesce(jsonb_agg(to_jsonb(date_request)), '[]')::text from date_request where tenant_id = @tenantId and action_id = @ActionId;
            select coalesce(jsonb_agg(to_jsonb(milestone)), '[]')::text from milestone where tenant_id = @tenantId and action_id = @ActionId;
            select coalesce(jsonb_agg(to_jsonb(coverage_reading)), '[]')::text from coverage_reading where tenant_id = @tenantId and action_id = @ActionId;
            select coalesce(jsonb_agg(to_jsonb(recorded_change)), '[]')::text from recorded_change
            where tenant_id = @tenantId and record_id = @ActionId and version <= @Version
            """,
            new { tenantId, before.ActionId, before.OwnerPostId, before.Version },
            async results => new LeavingAction
            {
                Before = before,
                OwnersPost = await results.ReadSingleOrDefaultAsync<string>(),
                Updates = [.. await results.ReadAsync<ActionUpdate>()],
                DateChanges = [.. await results.ReadAsync<DateChange>()],
                DateRequests = [.. await results.ReadAsync<DateRequest>()],
                Milestones = [.. await results.ReadAsync<Milestone>()],
                Coverage = [.. await results.ReadAsync<CoverageReading>()],
                UpdateRows = await results.ReadSingleAsync<string>(),
                DateChangeRows = await results.ReadSingleAsync<string>(),
                DateRequestRows = await results.ReadSingleAsync<string>(),
                MilestoneRows = await results.ReadSingleAsync<string>(),
                CoverageRows = await results.ReadSingleAsync<string>(),
                HistoryRows = await results.ReadSingleAsync<string>(),
            },
            ct);

    /// <summary>What is otherwise with the successor. A post is named as it was called: the successor does not know it.</summary>
    public IEnumerable<V1.FieldChange> WhatChanges(Action arrived) =>
    [
        .. FieldChanges.Between(
            (Before with { OwnerPostId = null }).ToProto(lastUpdate: null), arrived.ToProto(lastUpdate: null), "owner_id", "depends_on"),
        .. OwnersPost is null ? Array.Empty<V1.FieldChange>() : [new V1.FieldChange { Field = "taken_over.owner_post", From = OwnersPost }],
    ];

    public object ToParameters(TenantId to, Action arrived, ActionPlan plan, RecordedChange change) => new
    {
        TenantId = to,
        Rows = Action.ToRows(arrived),
        PlanRows = ActionPlan.ToRows(plan),
        UpdateRows,
        DateChangeRows,
        DateRequestRows,
        MilestoneRows,
        CoverageRows,
        HistoryRows,
        Changes = RecordedChange.ToJson(change),
    };

    /// <summary>What the successor's stream tells of it.</summary>
    public IReadOnlyList<Change> Changes(Action arrived, Caller service) =>
    [
        .. ((IEnumerable<Change>)
        [
            arrived.Changed(V1.ActionChangeKind.TakenOver, service, Updates.Count > 0 ? Updates[^1] : null),
            .. Updates.Select(update => new Change(update.UpdateId.ToString(), 1, new V1.UpdateRecorded { Update = update.ToProto() })),
            .. DateChanges.Select(change => change.Recorded()),
            .. DateRequests.Select(request => request.Changed()),
            .. Milestones.Select(milestone => milestone.Changed()),
            .. Coverage.Select(reading => reading.Recorded()),
        ]).Select(change => change with { Kind = AuditKind.Collection }),
    ];
}
