using Google.Protobuf.WellKnownTypes;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The manager's word that what changed between two contents is editorial; it is never changed.</summary>
public sealed record EditorialCorrection
{
    public const string Insert =
        $"""
        ;
        insert into editorial_correction (tenant_id, {Named})
        select @TenantId, {Named} from jsonb_populate_record(null::editorial_correction, @Correction::jsonb)
        """;

    private const string Named = "correction_id, statement_id, from_sha256, to_sha256, reason, person_id, at";

    public Guid CorrectionId { get; init; }
    public Guid StatementId { get; init; }
    public string FromSha256 { get; init; } = "";
    public string ToSha256 { get; init; } = "";
    public string Reason { get; init; } = "";
    public Guid PersonId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The contents that corrections join to one, itself among them, in either direction and over any number of steps.</summary>
    public static IReadOnlySet<string> Joined(string sha256, IReadOnlyCollection<EditorialCorrection> corrections)
    {
        var joined = new HashSet<string>(StringComparer.Ordinal) { sha256 };
        while (corrections.Any(one => joined.Contains(one.FromSha256) ? joined.Add(one.ToSha256) : joined.Contains(one.ToSha256) && joined.Add(one.FromSha256)))
        {
        }

        return joined;
    }

    public Change Changed() => new(CorrectionId.ToString(), 1, new V1.EditorialCorrectionRecorded { Correction = ToProto() });

    public V1.EditorialCorrection ToProto() => new()
    {
        CorrectionId = CorrectionId.ToString(),
        StatementId = StatementId.ToString(),
        FromSha256 = FromSha256,
        ToSha256 = ToSha256,
        Reason = Reason,
        PersonId = PersonId.ToString(),
        At = Timestamp.FromDateTimeOffset(At),
    };
}
