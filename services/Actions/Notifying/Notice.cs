using System.Text.Json;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>
/// What a slice has people told of, in the transaction of the act that causes it. It names people, or capacities in which people are
/// appointed today; whoever acted is not told of their own act, and before publication the inspection's readers alone are.
/// Who is named has their deputy of that day told too; a deputy holds the capacity anyway.
/// </summary>
public sealed record Notice
{
    /// <summary>
    /// Keeps a notification for each person. Parameter: <c>Notices</c>, as <see cref="ToJson"/> gives them. It stands after the
    /// statement that makes its cause, since it reads what is stored then.
    /// </summary>
    public const string Insert =
        """
        ;
        insert into notification (tenant_id, notification_id, matter, kind, person_id, record_id, inspection_id, on_date,
          working_days, occasion, made_at, due_at)
        select @TenantId, gen_random_uuid(), matter, kind, told.person_id, record_id, inspection_id, on_date,
          working_days, occasion, made_at, made_at
        from jsonb_to_recordset(@Notices::jsonb) as notice (matter integer, kind integer, record_id uuid, inspection_id uuid, on_date date,
          working_days integer, occasion text, made_at timestamptz, today date, by text, people uuid[], post_ids uuid[],
          capacities integer[], agency_ids text[], workspace text)
        cross join lateral (
          with named as (
            select person_id from unnest(people) as person_id
            union
            select holder_id from post where tenant_id = @TenantId and post_id = any (post_ids) and holder_id is not null)
          select person_id from named
          union
          -- Whoever stands in for them today.
          select person_id from appointment
          where tenant_id = @TenantId and deputy_for_person_id in (select person_id from named) and starts_on <= today and ends_on >= today
          union
          select person_id from appointment
          where tenant_id = coalesce(workspace, @TenantId) and capacity = any (capacities)
            and (agency_ids is null or agency_id = any (agency_ids))
            and starts_on <= today and (ends_on is null or ends_on >= today)) told
        where told.person_id::text <> by and (notice.inspection_id is null or exists (
          select from inspection
          where tenant_id = @TenantId and inspection.inspection_id = notice.inspection_id and (phase = 5 or told.person_id = any (reader_ids))))
        on conflict do nothing
        """;

    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public Matter Matter { get; init; }
    public NotificationKind Kind => Matter.Kind();

    /// <summary>An action, a statement or a sharing grant.</summary>
    public Guid RecordId { get; init; }

    /// <summary>Null for what is of none, and so of no embargo.</summary>
    public Guid? InspectionId { get; init; }
    public DateOnly? OnDate { get; init; }
    public int? WorkingDays { get; init; }

    /// <summary>Tells this act from others of its sort on the same record: an id or a version.</summary>
    public string Occasion { get; init; } = "";
    public DateTimeOffset MadeAt { get; init; }
    public DateOnly Today => MadeAt.DateInLondon();

    /// <summary>Who acted.</summary>
    public string By { get; init; } = "";
    public Guid[] People { get; init; } = [];

    /// <summary>Whoever holds these posts.</summary>
    public Guid[] PostIds { get; init; } = [];
    public Capacity[] Capacities { get; init; } = [];

    /// <summary>Of the people with a capacity, those of these agencies; null for all.</summary>
    public string[]? AgencyIds { get; init; }

    /// <summary>Whose appointments count, where that is an agency's workspace; its tenant must be in the scope. Null for the partnership.</summary>
    public string? Workspace { get; init; }

    public static Notice Of(Matter matter, Guid recordId, Guid? inspectionId, string occasion, Caller by, DateTimeOffset at) =>
        new() { Matter = matter, RecordId = recordId, InspectionId = inspectionId, Occasion = occasion, By = by.Subject, MadeAt = at };

    public Notice To(params IEnumerable<Guid?> people) => this with { People = [.. people.OfType<Guid>()] };

    public Notice ToHoldersOf(params IEnumerable<Guid?> posts) => this with { PostIds = [.. posts.OfType<Guid>()] };

    /// <param name="capacity">Of the people who are told.</param>
    /// <param name="agencyIds">Null for those of all agencies.</param>
    public Notice ToAll(Capacity capacity, IEnumerable<string>? agencyIds = null) =>
        this with { Capacities = [capacity], AgencyIds = agencyIds?.ToArray() };

    public static string ToJson(params IEnumerable<Notice> notices) => JsonSerializer.Serialize(notices, AsColumns);
}
