using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>One act that changed what an action or a plan says: what, from what, to what, who, when and why. It is never changed.</summary>
public sealed record RecordedChange
{
    public const int LongestReason = 500;

    /// <summary>
    /// Keeps changes, in the statement that changes their records. Parameter: <c>Changes</c>, as <see cref="ToJson"/> gives them.
    /// </summary>
    public const string Insert =
        """
        ;
        insert into recorded_change (tenant_id, record_id, version, plan_id, kind, fields, reason, person_id, agency_id, capacity,
          recorded_at)
        select @TenantId, record_id, version, plan_id, kind, fields::jsonb, reason, person_id, agency_id, capacity, recorded_at
        from jsonb_to_recordset(@Changes::jsonb) as change (record_id uuid, version bigint, plan_id uuid, kind integer, fields text,
          reason text, person_id uuid, agency_id text, capacity text, recorded_at timestamptz)
        """;

    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public Guid RecordId { get; init; }
    public long Version { get; init; }
    public Guid PlanId { get; init; }
    public V1.ActionChangeKind Kind { get; init; }

    /// <summary>The proto's list of <c>FieldChange</c>, as JSON.</summary>
    public string Fields { get; init; } = "[]";
    public string Reason { get; init; } = "";
    public Guid? PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public string Capacity { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The reason that an act asks for, free of children's identifiers.</summary>
    public static string Read(string reason, RequestCheck check, bool required = true) =>
        check.Text("reason", reason, "The reason", LongestReason, required);

    public static RecordedChange Of(
        Action after, V1.ActionChangeKind kind, IReadOnlyList<V1.FieldChange> fields, string reason, Caller by, DateTimeOffset at) =>
        Of(after.ActionId, after.PlanId, after.Version, fields, reason, by, at) with { Kind = kind };

    public static RecordedChange Of(
        ActionPlan after, IReadOnlyList<V1.FieldChange> fields, string reason, Caller by, DateTimeOffset at) =>
        Of(after.PlanId, after.PlanId, after.Version, fields, reason, by, at);

    /// <summary>A section of a statement, whose history it is too.</summary>
    public static RecordedChange Of(
        StatementSection after, Guid planId, IReadOnlyList<V1.FieldChange> fields, Caller by, DateTimeOffset at) =>
        Of(after.SectionId, planId, after.Version, fields, reason: "", by, at);

    /// <summary>An item of evidence, whose history it is.</summary>
    public static RecordedChange Of(EvidenceItem after, IReadOnlyList<V1.FieldChange> fields, string reason, Caller by, DateTimeOffset at) =>
        Of(after.EvidenceId, after.PlanId, after.Version, fields, reason, by, at);

    public static RecordedChange Of(Audit after, IReadOnlyList<V1.FieldChange> fields, string reason, Caller by, DateTimeOffset at) =>
        Of(after.AuditId, after.PlanId, after.Version, fields, reason, by, at);

    public static RecordedChange Of(ImpactMeasure after, IReadOnlyList<V1.FieldChange> fields, string reason, Caller by, DateTimeOffset at) =>
        Of(after.MeasureId, after.PlanId, after.Version, fields, reason, by, at);

    public static RecordedChange Of(VoiceRecord after, IReadOnlyList<V1.FieldChange> fields, string reason, Caller by, DateTimeOffset at) =>
        Of(after.VoiceId, after.PlanId, after.Version, fields, reason, by, at);

    public static RecordedChange Of(Strength after, IReadOnlyList<V1.FieldChange> fields, Caller by, DateTimeOffset at) =>
        Of(after.FindingId, after.PlanId, after.Version, fields, reason: "", by, at);

    public static string ToJson(params IEnumerable<RecordedChange> changes) => JsonSerializer.Serialize(changes, AsColumns);

    /// <summary>As a reader is shown it who may not know of such fields.</summary>
    public RecordedChange Without(Func<string, bool> hidden) => this with
    {
        Fields = JsonSerializer.Serialize(JsonSerializer.Deserialize<V1.FieldChange[]>(Fields, AsColumns)!.Where(change => !hidden(change.Field)), AsColumns),
    };

    public V1.RecordedChange ToProto() => new()
    {
        Version = Version,
        Kind = Kind,
        Fields = { JsonSerializer.Deserialize<V1.FieldChange[]>(Fields, AsColumns) },
        Reason = Reason,
        PersonId = PersonId?.ToString() ?? "",
        AgencyId = AgencyId,
        Capacity = System.Enum.TryParse<Capacity>(Capacity, out var known) ? known : Partners.V1.Capacity.Unspecified,
        At = Timestamp.FromDateTimeOffset(RecordedAt),
    };

    private static RecordedChange Of(
        Guid recordId, Guid planId, long version, IReadOnlyList<V1.FieldChange> fields, string reason, Caller by, DateTimeOffset at) => new()
        {
            RecordId = recordId,
            PlanId = planId,
            Version = version,
            Fields = JsonSerializer.Serialize(fields, AsColumns),
            Reason = reason,
            PersonId = by.IsService ? null : by.PersonId,
            AgencyId = by.AgencyId ?? "",
            Capacity = by.ActingAs.ToString(),
            RecordedAt = at,
        };
}
