using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>What a person may do in one tenant, from one day to another.</summary>
public sealed partial record Appointment
{
    // Wider than one partnership: they belong to the agency's own workspace, and so does whoever runs that.
    private static readonly Capacity[] OfAgency =
    [
        Capacity.PartnershipManager, Capacity.CrossPartnershipLead, Capacity.LeadSafeguardingPartner, Capacity.AgencyLead, Capacity.ActionOwner,
        Capacity.Contributor, Capacity.Verifier,
    ];

    // Capacities that check one another: nobody holds one of each side in one partnership on the same day.
    private static readonly (Capacity[] These, Capacity[] Those, string Why)[] Apart =
    [
        (
            [Capacity.IndependentScrutineer],
            [
                Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair,
                Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier, Capacity.SubGroupChair, Capacity.BoardMember,
            ],
            "Scrutiny is independent of those whose work it looks at."),
        (
            [Capacity.PartnershipManager],
            [Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair],
            "The manager prepares what the safeguarding partners and their chair decide and sign."),
        ([Capacity.PartnershipManager], [Capacity.Verifier], "What is said to be done is checked by somebody who does not run the plan."),
        ([Capacity.PartnershipManager], [Capacity.InformationGovernanceReader], "The sharing log is read by somebody who does not decide what is shared."),
        (
            [Capacity.Councillor],
            [
                Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair,
                Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier,
            ],
            "Councillors hold to account those who carry the plan out."),
    ];

    public required Guid AppointmentId { get; init; }
    public required string TenantId { get; init; }
    public required Guid PersonId { get; init; }
    public required string AgencyId { get; init; }
    public required Capacity Capacity { get; init; }
    public required DateOnly StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public long Version { get; init; } = 1;

    /// <summary>The appointment that a deputy stands in for, and its holder; null for one in its own right.</summary>
    public Guid? DeputyForId { get; init; }
    public Guid? DeputyForPersonId { get; init; }

    /// <summary>The body that a sub-group's chair chairs; null for any of the partnership's.</summary>
    public string? BodyId { get; init; }

    /// <summary>Whether it gives access on this London day; the first and last days count.</summary>
    public bool IsCurrent(DateOnly today) => IsCurrent(StartsOn, EndsOn, today);

    public static bool IsCurrent(DateOnly startsOn, DateOnly? endsOn, DateOnly today) =>
        startsOn <= today && (endsOn is not { } end || today <= end);

    /// <summary>Makes an appointment of a person in a partnership, for their agency, or on the platform.</summary>
    /// <param name="partnership">The partnership, where the tenant is one.</param>
    /// <param name="earlier">The person's appointments in that tenant so far.</param>
    /// <param name="bodyId">Of a sub-group's chair the body that they chair; else null.</param>
    public static Appointment Make(
        Guid id, string tenantId, Person person, Capacity capacity, DateOnly? startsOn, DateOnly? endsOn, DateOnly today,
        Partnership? partnership, IReadOnlyList<Appointment> earlier, string? bodyId = null)
    {
        var appointment = new Appointment
        {
            AppointmentId = id,
            TenantId = tenantId,
            PersonId = person.PersonId,
            AgencyId = person.AgencyId,
            Capacity = capacity,
            StartsOn = startsOn ?? today,
            EndsOn = endsOn,
            BodyId = bodyId,
        };
        new RequestCheck()
            .Known("capacity", capacity, "a role")
            .That(appointment.StartsOn >= today, "starts_on", "An appointment starts today or later.")
            .That(endsOn is not { } end || end >= appointment.StartsOn, "ends_on", "The last day cannot be before the first.")
            .That(bodyId is null || capacity == Capacity.SubGroupChair, "body_id", "Only the chair of a sub-group is appointed to a body.")
            .That(bodyId is null || partnership?.BodyIds.Contains(bodyId) == true, "body_id", "Choose a group of this partnership.")
            .That(
                bodyId is null || partnership is null || !partnership.LastDaysOfBodies.TryGetValue(bodyId, out var last) || endsOn <= last, "body_id",
                "This group ends. Give the role a last day by then, or choose another group.")
            .ThrowIfRefused();
        DemandPlace(appointment, partnership);
        if (earlier.Any(other => other.Capacity == capacity && other.DeputyForId is null && other.IsOfSameBody(bodyId) && other.Overlaps(appointment)))
        {
            throw new Refused("They have this role already for some of these days. End that one first.");
        }

        appointment.DemandGoesWith(earlier);
        return appointment;
    }

    /// <summary>Whoever runs the platform gives themselves no place in a tenant, whether they appoint, invite or provision.</summary>
    /// <exception cref="Refused">The person is the operator who calls.</exception>
    public static void DemandSomebodyElse(Caller caller, Guid personId)
    {
        if (caller.ActingAs == Capacity.PlatformOperator && Guid.TryParse(caller.Subject, out var self) && self == personId)
        {
            throw new Refused("A platform operator cannot appoint or invite themselves.");
        }
    }

    private void DemandGoesWith(IReadOnlyList<Appointment> earlier)
    {
        if (NotBeside(Capacity).FirstOrDefault(pair => earlier.Any(other => other.Capacity == pair.Other && other.Overlaps(this))) is { Why: { } why })
        {
            throw new Refused($"This person already has an appointment here that does not go with it for some of these days. {why} Appoint somebody else, or end that one first.");
        }
    }

    /// <summary>The capacities that nobody holds beside this one, each with its reason.</summary>
    public static IEnumerable<(Capacity Other, string Why)> NotBeside(Capacity capacity) =>
        from pair in Apart
        from other in pair.These.Contains(capacity) ? pair.Those : pair.Those.Contains(capacity) ? pair.These : []
        select (other, pair.Why);

    /// <summary>Ends it after the given last day; with none, yesterday, so that access ends now.</summary>
    /// <param name="colleagues">Appointments of others to the same capacity there, of those who have ever signed in.</param>
    /// <param name="hasCome">Whether its holder has.</param>
    public Appointment End(DateOnly? lastDay, DateOnly today, IReadOnlyList<Appointment> colleagues, bool hasCome = true)
    {
        var yesterday = today.AddDays(-1);
        var end = lastDay ?? yesterday;
        if (EndsOn < today)
        {
            throw new Refused("This appointment has already ended.");
        }

        new RequestCheck()
            .That(end >= yesterday, "ends_on", "The last day cannot be earlier than yesterday: what was done until then stays recorded.")
            .That(EndsOn is not { } present || end <= present, "ends_on", "This appointment already ends before that day. Appoint the person again instead.")
            .ThrowIfRefused();
        var nextDay = end.AddDays(1) > today ? end.AddDays(1) : today;
        if (Capacity == Capacity.PartnershipManager && DeputyForId is null && hasCome && !colleagues.Any(other => other.StartsOn <= nextDay && other.EndsOn is null))
        {
            throw new Refused(new TenantId(TenantId).AgencyId is null
                ? "Nobody would run the partnership after that day. Appoint another manager, without a last day, first. Who has not signed in yet does not count."
                : "Nobody would run the workspace after that day. Appoint another manager, without a last day, first, or have whoever runs the platform invite one. Who has not signed in yet does not count.");
        }

        return this with { EndsOn = end, Version = Version + 1 };
    }

    public V1.Appointment ToProto() => new()
    {
        AppointmentId = AppointmentId.ToString(),
        TenantId = TenantId,
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
        Capacity = Capacity,
        StartsOn = StartsOn.ToIso(),
        EndsOn = EndsOn.ToIso(),
        Version = Version,
        DeputyForId = DeputyForId?.ToString() ?? "",
        DeputyForPersonId = DeputyForPersonId?.ToString() ?? "",
        BodyId = BodyId ?? "",
    };

    public AppointmentChanged ToEvent() => new() { Appointment = ToProto() };

    private static void DemandPlace(Appointment appointment, Partnership? partnership)
    {
        var (capacity, agencyId) = (appointment.Capacity, appointment.AgencyId);
        if (new TenantId(appointment.TenantId).AgencyId is { } workspace)
        {
            new RequestCheck().That(OfAgency.Contains(capacity), "capacity", "This capacity is held in a partnership, not for an agency.").ThrowIfRefused();
            if (workspace != agencyId)
            {
                throw new Refused("Only people of the agency can be appointed for it.");
            }
        }
        else if (appointment.TenantId == Field.TenantId.Platform)
        {
            new RequestCheck().That(capacity == Capacity.PlatformOperator, "capacity", "Only platform operators are appointed here.").ThrowIfRefused();
        }
        else
        {
            new RequestCheck()
                .That(capacity is not (Capacity.CrossPartnershipLead or Capacity.PlatformOperator or Capacity.SystemUser), "capacity",
                    "This capacity is not held in a partnership.")
                .ThrowIfRefused();
            DemandPartner(capacity, agencyId, partnership ?? throw new NotFound("partnership"));
        }
    }

    private static void DemandPartner(Capacity capacity, string agencyId, Partnership partnership)
    {
        if (!partnership.HasPartner(agencyId))
        {
            throw new Refused("This person's agency is not a partner of the partnership. Add the agency first.");
        }

        if (capacity is Capacity.LeadSafeguardingPartner or Capacity.DelegatedSafeguardingPartner
            && !partnership.HasSafeguardingPartner(agencyId))
        {
            throw new Refused("Only people of the safeguarding partners can lead or be delegated for one.");
        }
    }

    // Somebody may chair two groups, each by an appointment that names it.
    private bool IsOfSameBody(string? bodyId) => BodyId is null || bodyId is null || BodyId == bodyId;

    private bool Overlaps(Appointment other) =>
        (EndsOn is not { } end || end >= other.StartsOn) && (other.EndsOn is not { } otherEnd || otherEnd >= StartsOn);
}
