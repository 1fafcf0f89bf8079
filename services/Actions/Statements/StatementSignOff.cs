using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One safeguarding partner's word for a content of the statement.</summary>
public sealed record StatementSignOff
{
    public const string Insert =
        $"""
        ;
        with given as (
          insert into statement_sign_off (tenant_id, {Named})
          select @TenantId, {Named} from jsonb_populate_record(null::statement_sign_off, @SignOff::jsonb)
          on conflict do nothing returning 1)
        select require_changed(exists (select from given))
        """;

    public const string Update =
        """
        with changed as (
          update statement_sign_off set taken_back_because = saved.taken_back_because, version = saved.version
          from jsonb_populate_record(null::statement_sign_off, @SignOff::jsonb) as saved
          where statement_sign_off.tenant_id = @TenantId and statement_sign_off.sign_off_id = saved.sign_off_id
            and statement_sign_off.version = saved.version - 1
          returning 1)
        select require_changed(exists (select from changed))
        """;

    private const string Named =
        """
        sign_off_id, statement_id, person_id, agency_id, capacity, deputy_for_person_id, content_sha256, at, recorded_by, paper,
        taken_back_because, version
        """;

    public Guid SignOffId { get; init; }
    public Guid StatementId { get; init; }
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public Capacity Capacity { get; init; }

    /// <summary>For whom a deputy gave it; null in one's own right.</summary>
    public Guid? DeputyForPersonId { get; init; }
    public string ContentSha256 { get; init; } = "";
    public DateTimeOffset At { get; init; }

    /// <summary>The manager who recorded it on their behalf; null in person.</summary>
    public Guid? RecordedBy { get; init; }
    public string Paper { get; init; } = "";
    public string TakenBackBecause { get; init; } = "";
    public long Version { get; init; }

    /// <summary>The capacity that a rule asks for; unspecified where it asks for no sign-off.</summary>
    public static Capacity AskedFor(SignOffRule rule) => rule switch
    {
        SignOffRule.Delegates => Capacity.DelegatedSafeguardingPartner,
        SignOffRule.Leads => Capacity.LeadSafeguardingPartner,
        _ => Capacity.Unspecified,
    };

    /// <summary>True where it covers this content, or one that editorial corrections join to it.</summary>
    public bool Stands(string contentSha256, IReadOnlyCollection<EditorialCorrection> corrections) =>
        TakenBackBecause.Length == 0 && EditorialCorrection.Joined(contentSha256, corrections).Contains(ContentSha256);

    /// <exception cref="Refused">It is taken back.</exception>
    public StatementSignOff TakeBack(string reason) => TakenBackBecause.Length == 0
        ? this with { TakenBackBecause = reason, Version = Version + 1 }
        : throw new Refused("This sign-off is taken back already.");

    public Change Changed() => new(SignOffId.ToString(), Version, new V1.SignOffChanged { SignOff = ToProto() });

    public V1.StatementPartReply ToReply() => new() { PartId = SignOffId.ToString(), Version = Version, StatementId = StatementId.ToString() };

    public V1.StatementSignOff ToProto() => new()
    {
        SignOffId = SignOffId.ToString(),
        StatementId = StatementId.ToString(),
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
        Capacity = Capacity,
        DeputyForPersonId = DeputyForPersonId?.ToString() ?? "",
        ContentSha256 = ContentSha256,
        At = Timestamp.FromDateTimeOffset(At),
        RecordedBy = RecordedBy?.ToString() ?? "",
        Paper = Paper,
        TakenBackBecause = TakenBackBecause,
        Version = Version,
    };
}
