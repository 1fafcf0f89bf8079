using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A plan that was handed over, as the predecessor's tenant keeps it for the successors.</summary>
public sealed record LeavingPlan
{
    /// <summary>Puts the plan and its parts into a tenant, under the ids that they have. Parameters: <see cref="ToParameters"/>.</summary>
    public const string Insert =
        """
        select take_rows('action_plan', @TenantId, @Plan::jsonb);
        select take_rows('theme', @TenantId, @ThemeRows::jsonb);
        select take_rows('shared_cause', @TenantId, @CauseRows::jsonb);
        select take_rows('finding_response', @TenantId, @ResponseRows::jsonb);
        select take_rows('recorded_change', @TenantId, @HistoryRows::jsonb)
        """ + RecordedChange.Insert;

    public required ActionPlan Plan { get; init; }
    public required Inspection Inspection { get; init; }

    /// <summary>The predecessor's.</summary>
    public required string FromName { get; init; }

    /// <summary>Successors that do not have the whole of it yet.</summary>
    public required IReadOnlyList<string> Waiting { get; init; }

    /// <summary>Those that go to a successor, as they stood before the hand-over.</summary>
    public required IReadOnlyList<Action> Actions { get; init; }

    /// <summary>Of all the predecessor's actions that a dependency may name, by id.</summary>
    public required IReadOnlyDictionary<Guid, string> References { get; init; }
    public required IReadOnlyList<Theme> Themes { get; init; }
    public required IReadOnlyList<SharedCause> Causes { get; init; }
    public required IReadOnlyList<FindingResponse> Responses { get; init; }
    public required string ThemeRows { get; init; }
    public required string CauseRows { get; init; }
    public required string ResponseRows { get; init; }

    /// <summary>What was changed of the plan itself before it was handed over.</summary>
    public required string HistoryRows { get; init; }

    /// <summary>From where it comes, as the successors keep it.</summary>
    public required string TakenOver { get; init; }

    public static Task<LeavingPlan> ReadAsync(Database database, TenantId tenantId, Guid planId, CancellationToken ct) =>
        database.QueryMultipleAsync(
            TenantScope.Of(tenantId),
            """
            select * from action_plan where tenant_id = @tenantId and plan_id = @planId;
            select inspection.* from inspection join action_plan using (tenant_id, inspection_id)
            where tenant_id = @tenantId and plan_id = @planId;
            select succession.* from succession join action_plan using (tenant_id)
            where tenant_id = @tenantId and plan_id = @planId and succession_id = handed_over_in;
            select to_partnership_id from plan_hand_over
            where tenant_id = @tenantId and plan_id = @planId and copied_at is null order by to_partnership_id;
            select row.* from handed_over_action, jsonb_populate_record(null::action, state) as row
            where handed_over_action.tenant_id = @tenantId and handed_over_action.plan_id = @planId order by row.draft;
            select action_id, reference from action where tenant_id = @tenantId and reference <> '';
            select * from theme where tenant_id = @tenantId and plan_id = @planId order by position;
            select * from shared_cause where tenant_id = @tenantId and plan_id = @planId order by cause_id;
            select * from finding_response where tenant_id = @tenantId and plan_id = @planId order by finding_id;
            select coalesce(jsonb_agg(to_jsonb(theme)), '[]')::text from theme where tenant_id = @tenantId and plan_id = @planId;
            select coalesce(jsonb_agg(to_jsonb(shared_cause)), '[]')::text from shared_cause where tenant_id = @tenantId and plan_id = @planId;
            select coalesce(jsonb_agg(to_jsonb(finding_response)), '[]')::text from finding_response
            where tenant_id = @tenantId and plan_id = @planId;
            select coalesce(jsonb_agg(to_jsonb(recorded_change)), '[]')::text from recorded_change
            where tenant_id = @tenantId and record_id = @planId and version < (
              select version from action_plan where tenant_id = @tenantId and plan_id = @planId)
            """,
            new { tenantId, planId },
            async results =>
            {
                var plan = await results.ReadSingleAsync<ActionPlan>();
                var inspection = await results.ReadSingleAsync<Inspection>();
                var succession = await results.ReadSingleAsync<Succession>();
                return new LeavingPlan
                {
                    Plan = plan,
                    Inspection = inspection,
                    FromName = succession.FromName,
                    Waiting = [.. await results.ReadAsync<string>()],
                    Actions = [.. await results.ReadAsync<Action>()],
                    References = (await results.ReadAsync<(Guid Id, string Reference)>()).ToDictionary(row => row.Id, row => row.Reference),
                    Themes = [.. await results.ReadAsync<Theme>()],
                    Causes = [.. await results.ReadAsync<SharedCause>()],
                    Responses = [.. await results.ReadAsync<FindingResponse>()],
                    ThemeRows = await results.ReadSingleAsync<string>(),
                    CauseRows = await results.ReadSingleAsync<string>(),
                    ResponseRows = await results.ReadSingleAsync<string>(),
                    HistoryRows = await results.ReadSingleAsync<string>(),
                    TakenOver = Columns.Of(new Partners.V1.TakenOver
                    {
                        SuccessionId = succession.SuccessionId.ToString(),
                        FromPartnershipId = tenantId.Value,
                        FromName = succession.FromName,
                        On = plan.ClosedOn.ToIso(),
                    }),
                };
            },
            ct);

    public object ToParameters(TenantId to, ActionPlan arrived, RecordedChange change) => new
    {
        TenantId = to,
        Plan = ActionPlan.ToRows(arrived),
        ThemeRows,
        CauseRows,
        ResponseRows,
        HistoryRows,
        Changes = RecordedChange.ToJson(change),
    };

    /// <summary>What the successor's stream tells of it.</summary>
    public IReadOnlyList<Change> Changes(ActionPlan arrived) =>
    [
        .. ((IEnumerable<Change>)
        [
            arrived.Changed(Inspection),
            .. Themes.Select(theme => theme.Changed()),
            .. Causes.Select(cause => cause.Changed()),
            .. Responses.Select(response => response.Changed()),
        ]).Select(change => change with { Kind = AuditKind.Collection }),
    ];
}
