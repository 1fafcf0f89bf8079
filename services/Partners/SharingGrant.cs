using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>What a partnership shows an agency across its border, agreed by both sides and withdrawn by the partnership at once.</summary>
public sealed record SharingGrant
{
    private static readonly Capacity[] NotOfAnAgency =
        [Capacity.PartnershipManager, Capacity.PlatformOperator, Capacity.CommitteeClerk, Capacity.Councillor];

    /// <summary>Who agrees for an agency, in its workspace.</summary>
    public static IReadOnlyList<Capacity> CanAgree { get; } = [Capacity.CrossPartnershipLead, Capacity.LeadSafeguardingPartner];

    public required Guid GrantId { get; init; }
    public required string PartnershipId { get; init; }
    public required string AgencyId { get; init; }
    public required string[] CapacityNames { get; init; }
    public required SharingLevel Level { get; init; }
    public required string AgreementReference { get; init; }
    public required DateOnly ReviewOn { get; init; }
    public required DateOnly EndsOn { get; init; }
    public required DateTimeOffset OfferedAt { get; init; }
    public required string OfferedBy { get; init; }
    public SharingGrantState State { get; init; } = SharingGrantState.Offered;
    public DateTimeOffset? AgreedAt { get; init; }
    public string AgreedBy { get; init; } = "";
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string WithdrawnBy { get; init; } = "";
    public string WithdrawnReason { get; init; } = "";
    public long Version { get; init; } = 1;

    /// <summary>Capacities of the agency's people that may look.</summary>
    public IReadOnlyList<Capacity> Capacities => [.. CapacityNames.Select(System.Enum.Parse<Capacity>)];

    /// <summary>Offers a grant; it shows nothing until the agency agrees.</summary>
    /// <param name="earlier">The partnership's grants to that agency so far.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <param name="succession">The partnership's; null where it has none. A successor's council reads before it is anybody's partner.</param>
    public static SharingGrant Offer(
        Guid id, Partnership partnership, OfferSharingGrantRequest request, DateOnly? reviewOn, DateOnly? endsOn,
        string by, DateTimeOffset now, IReadOnlyList<SharingGrant> earlier, RequestCheck check,
        Succession? succession = null)
    {
        var today = now.DateInLondon();
        var end = endsOn ?? today.AddMonths(12);
        var review = reviewOn ?? Earlier(today.AddMonths(6), end);
        var level = request.Level == SharingLevel.Unspecified ? SharingLevel.OwnActions : request.Level;
        check.That(request.AgencyId.Length > 0, "agency_id", "Choose the agency.")
            .That(request.Capacities.Count > 0, "capacities", "Choose at least one capacity that may look.")
            .That(request.Capacities.All(IsOfAnAgency), "capacities", "Choose capacities that people of an agency hold.")
            .Known("level", level, "what the agency sees");
        var reference = check.Text("agreement_reference", request.AgreementReference, "The agreement's reference", 100, required: true);
        check.That(end > today, "ends_on", "The grant must end after today.")
            .That(end <= today.AddMonths(12), "ends_on", "A grant lasts 12 months at most. Choose an earlier end.")
            .That(review >= today && review <= end, "review_on", "Review the grant between today and its end.")
            .ThrowIfRefused();
        if (!partnership.HasPartner(request.AgencyId) && succession?.IsCouncilOfASuccessor(request.AgencyId) != true)
        {
            throw new Refused("This agency is not a partner of the partnership. Add the agency first.");
        }

        // What is agreed stays until the agency agrees to the new one, so that a changed level leaves no gap.
        if (earlier.Any(grant => grant.State == SharingGrantState.Offered))
        {
            throw new Refused("An offer to this agency waits for its agreement already. Withdraw that one before you offer another.");
        }

        return new SharingGrant
        {
            GrantId = id,
            PartnershipId = partnership.PartnershipId,
            AgencyId = request.AgencyId,
            CapacityNames = [.. request.Capacities.Distinct().Select(capacity => capacity.ToString())],
            Level = level,
            AgreementReference = reference,
            ReviewOn = review,
            EndsOn = end,
            OfferedAt = now,
            OfferedBy = by,
        };
    }

    /// <summary>Agrees for the agency; it takes effect now.</summary>
    public SharingGrant Agree(string by, DateTimeOffset now)
    {
        if (State != SharingGrantState.Offered)
        {
            throw new Refused(State == SharingGrantState.Agreed ? "This grant is already agreed." : "This grant has been withdrawn.");
        }

        if (EndsOn < now.DateInLondon())
        {
            throw new Refused("This offer has passed its end. Ask the partnership to offer it again.");
        }

        return this with { State = SharingGrantState.Agreed, AgreedAt = now, AgreedBy = by, Version = Version + 1 };
    }

    /// <summary>Withdraws, offered or agreed; from now on it shows nothing.</summary>
    /// <param name="reason">Shown to the agency.</param>
    public SharingGrant Withdraw(string reason, string by, DateTimeOffset now)
    {
        var check = new RequestCheck();
        var words = check.Text("reason", reason, "The reason", 500, required: true);
        check.ThrowIfRefused();
        if (State == SharingGrantState.Withdrawn)
        {
            throw new Refused("This grant has already been withdrawn.");
        }

        return this with
        {
            State = SharingGrantState.Withdrawn,
            WithdrawnAt = now,
            WithdrawnBy = by,
            WithdrawnReason = words,
            Version = Version + 1,
        };
    }

    /// <summary>What it shows on this day.</summary>
    public SharingLevel EffectiveLevel(DateOnly today) =>
        State != SharingGrantState.Agreed ? SharingLevel.Unspecified
        : today <= EndsOn ? Level
        : Level.AfterEnd();

    public V1.SharingGrant ToProto(DateOnly today)
    {
        var proto = new V1.SharingGrant
        {
            GrantId = GrantId.ToString(),
            PartnershipId = PartnershipId,
            AgencyId = AgencyId,
            Level = Level,
            AgreementReference = AgreementReference,
            ReviewOn = ReviewOn.ToIso(),
            EndsOn = EndsOn.ToIso(),
            State = State,
            EffectiveLevel = EffectiveLevel(today),
            OfferedAt = OfferedAt.ToTimestamp(),
            AgreedAt = AgreedAt?.ToTimestamp(),
            WithdrawnAt = WithdrawnAt?.ToTimestamp(),
            OfferedBy = OfferedBy,
            AgreedBy = AgreedBy,
            WithdrawnBy = WithdrawnBy,
            WithdrawnReason = WithdrawnReason,
            Version = Version,
        };
        proto.Capacities.AddRange(Capacities);
        return proto;
    }

    public SharingGrantChanged ToEvent(DateOnly today) => new() { Grant = ToProto(today) };

    private static bool IsOfAnAgency(Capacity capacity) =>
        capacity != Capacity.Unspecified && System.Enum.IsDefined(capacity) && !NotOfAnAgency.Contains(capacity);

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
