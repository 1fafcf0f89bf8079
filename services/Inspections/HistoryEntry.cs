using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Inspections;

/// <summary>One act that changed an inspection or a finding: what, from what, to what, who, when and why. It is never changed.</summary>
public sealed record HistoryEntry
{
    public const int LongestReason = 500;

    /// <summary>Keeps the entry, in the statement that changes its record. Parameter: <c>History</c>, as <c>Of</c> gives it.</summary>
    public const string Insert =
        """
        ;
        insert into recorded_change (tenant_id, record_id, version, inspection_id, fields, reason, person_id, capacity, recorded_at)
        select @TenantId, record_id, version, inspection_id, fields, reason, person_id, capacity, recorded_at
        from jsonb_to_recordset(@History) as entry (record_id uuid, version bigint, inspection_id uuid, fields jsonb, reason text,
          person_id uuid, capacity text, recorded_at timestamptz)
        """;

    public required Guid RecordId { get; init; }
    public required long Version { get; init; }
    public required Guid InspectionId { get; init; }
    public required IReadOnlyList<FieldChange> Fields { get; init; }
    public required string Reason { get; init; }
    public required Guid PersonId { get; init; }
    public required string Capacity { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The reason that a correction asks for, free of children's identifiers.</summary>
    /// <exception cref="Invalid">It is missing or too long.</exception>
    public static string Read(string reason, RequestCheck check, bool required = true) =>
        check.Text("reason", reason, "The reason", LongestReason, required);

    /// <summary>An act on the inspection itself.</summary>
    public static IReadOnlyList<HistoryEntry> Of(Inspection before, Inspection after, string reason, Caller by, DateTimeOffset at) =>
        Of(after.InspectionId, after.Version, after.InspectionId, FieldChanges.Between(before.ToProto(), after.ToProto(), Inspection.Corrigible), reason, by, at);

    /// <summary>An act on a finding.</summary>
    public static IReadOnlyList<HistoryEntry> Of(Finding before, Finding after, string reason, Caller by, DateTimeOffset at) =>
        Of(after.FindingId, after.Version, after.InspectionId, FieldChanges.Between(before.ToProto(), after.ToProto(), "kind", "text", "withdrawn_because"), reason, by, at);

    public V1.HistoryEntry ToProto() => new()
    {
        Version = Version,
        Fields = { Fields },
        Reason = Reason,
        PersonId = PersonId.ToString(),
        Capacity = System.Enum.TryParse<Capacity>(Capacity, out var known) ? known : Partners.V1.Capacity.Unspecified,
        At = Timestamp.FromDateTimeOffset(RecordedAt),
    };

    private static IReadOnlyList<HistoryEntry> Of(
        Guid recordId, long version, Guid inspectionId, IReadOnlyList<FieldChange> fields, string reason, Caller by, DateTimeOffset at) =>
    [
        new()
        {
            RecordId = recordId,
            Version = version,
            InspectionId = inspectionId,
            Fields = fields,
            Reason = reason,
            PersonId = by.PersonId,
            Capacity = by.ActingAs.ToString(),
            RecordedAt = at,
        },
    ];
}
