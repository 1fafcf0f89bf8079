using Jtai.Partners.V1;

namespace Jtai.Access;

/// <summary>Who sees how much of a partnership's plan from within it; said once, for the owner and for the read models.</summary>
public static class PlanVisibility
{
    /// <summary>
    /// Capacities that see every action: those that run, sign, chair, scrutinise or sense-check the whole plan. The three
    /// safeguarding partners carry an equal duty, so their named leads are among them. Others see what their agency leads
    /// or supports.
    /// </summary>
    public static IReadOnlyList<Capacity> WholePlan { get; } =
    [
        Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner,
        Capacity.PartnershipChair, Capacity.IndependentScrutineer, Capacity.SubGroupChair, Capacity.BoardMember,
        Capacity.InformationGovernanceReader, Capacity.SystemUser,
    ];

    /// <summary>Capacities that see what their own agency leads or supports.</summary>
    public static IReadOnlyList<Capacity> OwnActions { get; } =
        [Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier];

    /// <summary>Capacities that raise challenges or answer them, in the order in which somebody who holds several acts.</summary>
    public static IReadOnlyList<Capacity> Challengers { get; } =
    [
        Capacity.AgencyLead, Capacity.DelegatedSafeguardingPartner, Capacity.LeadSafeguardingPartner, Capacity.PartnershipChair,
        Capacity.IndependentScrutineer, Capacity.BoardMember, Capacity.SubGroupChair,
    ];

    /// <summary>Capacities in which people own actions: their deputies in one of these act for them as owners.</summary>
    public static IReadOnlyList<Capacity> Owners { get; } = [Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor];
}

/// <summary>What a grant's level becomes, for its owner and for whoever answers across a border.</summary>
public static class SharingLevels
{
    /// <summary>
    /// After a grant's end it falls to own actions, or stays at headlines, but not to nothing: an agency keeps sight of what it
    /// leads.
    /// </summary>
    public static SharingLevel AfterEnd(this SharingLevel level) => (SharingLevel)Math.Min((int)level, (int)SharingLevel.OwnActions);
}
