using System.Reflection;
using System.Text.Json;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Jtai.Streams;
using V1Delivery = Jtai.Actions.V1.Delivery;

namespace Jtai.Reporting;

/// <summary>
/// An action as lists filter, sort and show it: the properties are the columns of <c>listed_action</c>, beside the tenant and the
/// embargo.
/// </summary>
internal sealed record ListedAction
{
    public const string SelfAssured = nameof(SelfAssured);
    public const string Confirmed = nameof(Confirmed);

    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly string[] Columns =
    [
        .. typeof(ListedAction).GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)),
    ];

    // What hangs on what Partners tells, which may come before or after.
    private static readonly string Told = string.Join(", ", Columns.Select(column => column switch
    {
        "owner_id" => "coalesce(owner_id, holder_of(@TenantId, owner_post_id))",
        "due_soon_from" => "case when due_soon_from is not null then due_on - due_soon_days_of(@TenantId) end",
        _ => column,
    }));

    /// <summary>
    /// Keeps the actions that are newer, and anew those that an older replica kept. What belongs to them is shared anew where that may have changed: with a new action,
    /// since of a compacted stream its newest state alone is left, behind its updates; and where an agency came or left.
    /// Parameters: <c>TenantId</c>, <c>ids</c> and <c>actions</c>, from <see cref="ToJson"/>, each action once.
    /// </summary>
    public static string Keep { get; } =
        $"""
        with was as materialized (
          select action_id, agency_ids, owner_id, inspection_id from listed_action
          where tenant_id = @TenantId and action_id = any (@ids)
        ), kept as (
          insert into listed_action (tenant_id, embargoed_to, {string.Join(", ", Columns)})
          select @TenantId, embargo_of(@TenantId, inspection_id), {Told}
          from jsonb_populate_recordset(null::listed_action, @actions::jsonb)
          on conflict (tenant_id, action_id) do update
          set embargoed_to = excluded.embargoed_to, {string.Join(", ", Columns.Select(column => $"{column} = excluded.{column}"))}
          where listed_action.version <= excluded.version
          returning action_id, agency_ids, owner_id, inspection_id, embargoed_to
        )
        update record
        set agency_ids = kept.agency_ids, owner_id = kept.owner_id, inspection_id = kept.inspection_id,
          embargoed_to = kept.embargoed_to
        from kept left join was using (action_id)
        where record.tenant_id = @TenantId and record.action_ids @> array[kept.action_id]
          and record.kind <> all (array['action', {PlanParts.Kinds}, {OfSeveralActions.Kinds}])
          and (was.agency_ids, was.owner_id, was.inspection_id) is distinct from (kept.agency_ids, kept.owner_id, kept.inspection_id);

        """;

    public required Guid ActionId { get; init; }
    public required Guid InspectionId { get; init; }
    public required string Reference { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required string Theme { get; init; }
    public required IEnumerable<Guid> FindingIds { get; init; }
    public required string LeadId { get; init; }
    public required IEnumerable<string> AgencyIds { get; init; }
    public required Guid? OwnerId { get; init; }
    public required DateOnly? OriginalDueOn { get; init; }
    public required DateOnly? DueOn { get; init; }
    public required DateOnly? NextReviewOn { get; init; }
    public required string Delivery { get; init; }
    public required DateOnly? DueSoonFrom { get; init; }
    public required IEnumerable<string> TimelinessByStage { get; init; }
    public required DateTimeOffset? LastUpdateAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required Guid? ChangedBy { get; init; }
    public required string Change { get; init; }
    public required IEnumerable<string> JointLeadIds { get; init; }
    public required Guid? OwnerPostId { get; init; }
    public required Guid? ThemeId { get; init; }
    public required Guid? SharedCauseId { get; init; }
    public required DateOnly? NextMilestoneDueOn { get; init; }
    public required DateOnly? PausedUntil { get; init; }
    public required DateTimeOffset? DateMovedAt { get; init; }
    public required Guid? DateMovedBy { get; init; }
    public required string? Completion { get; init; }
    public required string? Verdict { get; init; }
    public required Guid? ClaimedBy { get; init; }
    public required bool NoEvidenceSaid { get; init; }
    public required long Version { get; init; }

    public static string ToJson(IEnumerable<ListedAction> actions) => JsonSerializer.Serialize(actions, AsColumns);

    public static ListedAction Of(Received<ActionChanged> received)
    {
        var action = received.State.Action;
        var due = new DueDate(
            LondonDates.FromIso(action.DueOn),
            action.Delivery is V1Delivery.Complete or V1Delivery.ClosedWithoutCompletion,
            action.Delivery == V1Delivery.AwaitingVerification,
            // Before the first assessment nobody has said that the date cannot be kept.
            action.Assessment?.DateAchievable ?? true)
        {
            IsPaused = action.Pause is not null,
            NextMilestoneOn = LondonDates.FromIso(action.NextMilestoneDueOn),
        };
        return new ListedAction
        {
            ActionId = Guid.Parse(received.AggregateId),
            InspectionId = Guid.Parse(action.InspectionId),
            Reference = action.Reference,
            Title = action.Title,
            Description = action.Description,
            Theme = action.Theme,
            FindingIds = action.FindingIds.Select(Guid.Parse),
            LeadId = IdOf(action.Lead),
            // Joint leads have the same duty as the lead.
            AgencyIds = action.JointLeads.Prepend(action.Lead).Where(LeadsAsAgency).Select(lead => lead.AgencyId)
                .Concat(action.SupportingAgencyIds).Distinct(),
            OwnerId = Ids.TryParse(action.OwnerId),
            OriginalDueOn = LondonDates.FromIso(action.OriginalDueOn),
            DueOn = due.On,
            NextReviewOn = LondonDates.FromIso(action.NextReviewOn),
            Delivery = action.Delivery.ToString(),
            DueSoonFrom = due.SoonFrom,
            TimelinessByStage = due.ByStage().Select(timeliness => timeliness.ToString()),
            LastUpdateAt = action.LastUpdate?.At.ToDateTimeOffset(),
            ChangedAt = received.At,
            ChangedBy = Ids.TryParse(received.State.PersonId),
            Change = received.State.Kind.ToString(),
            JointLeadIds = action.JointLeads.Select(IdOf).Where(id => id != IdOf(action.Lead)).Distinct(),
            OwnerPostId = Ids.TryParse(action.OwnerPostId),
            ThemeId = Ids.TryParse(action.ThemeId),
            SharedCauseId = Ids.TryParse(action.SharedCauseId),
            NextMilestoneDueOn = due.NextMilestoneOn,
            PausedUntil = LondonDates.FromIso(action.Pause?.ReviewOn ?? ""),
            DateMovedAt = action.DateMovedAt?.ToDateTimeOffset(),
            DateMovedBy = Ids.TryParse(action.DateMovedBy),
            Completion = action.Completion is { } completion ? completion.SelfAssured ? SelfAssured : Confirmed : null,
            Verdict = action.Embedding?.Verdict.ToString(),
            ClaimedBy = action.Delivery == V1Delivery.AwaitingVerification ? Ids.TryParse(action.LastUpdate?.PersonId ?? "") : null,
            NoEvidenceSaid = action.Completion is { NoEvidenceBecause.Length: > 0 },
            Version = received.Version,
        };
    }

    private static bool LeadsAsAgency(Lead lead) => lead.ByCase == Lead.ByOneofCase.AgencyId;

    private static string IdOf(Lead lead) => LeadsAsAgency(lead) ? lead.AgencyId : lead.BodyId;
}
