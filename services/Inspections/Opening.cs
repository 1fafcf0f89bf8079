using Google.Protobuf.WellKnownTypes;

namespace Jtai.Inspections;

/// <summary>One named reader's opening of an inspection, its letter or its findings before publication.</summary>
public sealed record Opening(Guid PersonId, DateTimeOffset FirstAt, DateTimeOffset LastAt)
{
    /// <summary>
    /// Keeps that the caller opened the inspection, before the statement that reads it. One page reads more than once, so a
    /// minute counts as one opening. Parameters: <c>TenantId</c>, <c>InspectionId</c>, <c>Reader</c> and <c>Now</c>.
    /// </summary>
    public const string Keep = Keeping + "@InspectionId" + OnceAMinute;

    /// <summary>The same for whoever opens a finding. Parameters: <c>FindingId</c> in place of <c>InspectionId</c>.</summary>
    public const string KeepOfFinding =
        Keeping + "(select inspection_id from finding where tenant_id = @TenantId and finding_id = @FindingId)" + OnceAMinute;

    // Before it is published (5).
    private const string Keeping =
        """
        insert into opening (tenant_id, inspection_id, person_id, first_at, last_at)
        select tenant_id, inspection_id, @Reader, @Now, @Now from inspection
        where tenant_id = @TenantId and phase < 5 and @Reader = any (reader_ids) and inspection_id =
        """ + " ";

    private const string OnceAMinute =
        """

        on conflict (tenant_id, inspection_id, person_id) do update set last_at = excluded.last_at
        where opening.last_at < excluded.last_at - interval '1 minute';

        """;

    public V1.Opening ToProto() => new()
    {
        PersonId = PersonId.ToString(),
        FirstAt = Timestamp.FromDateTimeOffset(FirstAt),
        LastAt = Timestamp.FromDateTimeOffset(LastAt),
    };
}
