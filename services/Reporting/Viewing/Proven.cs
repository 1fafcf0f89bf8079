using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>How far a partnership's plans are proven, as the database shows them to the reader.</summary>
internal sealed record Proven
{
    /// <summary>One row of this record; goes on with actions under the name of its columns. Parameter: <c>TenantId</c>.</summary>
    public const string Select =
        $"""
        select count(*) filter (where {Narrowed.SelfAssured})::int as self_assured,
          count(*) filter (where completion = '{ListedAction.Confirmed}')::int as confirmed,
          count(*) filter (where verdict = 'Embedded')::int as embedded,
          count(*) filter (where verdict = 'PartlyEmbedded')::int as partly_embedded,
          count(*) filter (where {Narrowed.NotEmbedded})::int as not_embedded,
          (select count(*)::int from record r
            where r.tenant_id = @TenantId and r.kind = 'evidence_exists' and r.standing = 'Kept' and not exists (
              select from action_plan p where p.tenant_id = r.tenant_id and p.plan_id = r.part_of and p.closed)) as evidence_items,
          (select count(*)::int from record r
            where r.tenant_id = @TenantId and r.kind = 'challenge' and r.standing not in ('Accepted', 'Withdrawn')) as open_challenges,
          (select count(*)::int from record r
            where r.tenant_id = @TenantId and r.kind = 'strength' and r.standing in ('Slipping', 'Lost')) as strengths_slipping_or_lost
        """;

    public int SelfAssured { get; init; }
    public int Confirmed { get; init; }
    public int Embedded { get; init; }
    public int PartlyEmbedded { get; init; }
    public int NotEmbedded { get; init; }
    public int EvidenceItems { get; init; }
    public int OpenChallenges { get; init; }
    public int StrengthsSlippingOrLost { get; init; }

    public ProvenCounts ToProto() => new()
    {
        SelfAssured = SelfAssured,
        Confirmed = Confirmed,
        Embedded = Embedded,
        PartlyEmbedded = PartlyEmbedded,
        NotEmbedded = NotEmbedded,
        EvidenceItems = EvidenceItems,
        OpenChallenges = OpenChallenges,
        StrengthsSlippingOrLost = StrengthsSlippingOrLost,
    };
}
