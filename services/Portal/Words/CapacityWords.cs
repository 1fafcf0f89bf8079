using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>Capacities as people say them.</summary>
public static class CapacityWords
{
    /// <summary>What somebody can be in an agency's own workspace today, the one who runs it first.</summary>
    public static IReadOnlyList<Capacity> InWorkspace { get; } =
        [Capacity.PartnershipManager, Capacity.CrossPartnershipLead, Capacity.LeadSafeguardingPartner];

    /// <summary>As they are called in that tenant.</summary>
    public static string Of(Capacity capacity, string tenantId) =>
        capacity == Capacity.PartnershipManager && new TenantId(tenantId).AgencyId is not null ? "Manager of the workspace" : Of(capacity);

    public static string Of(Capacity capacity) => capacity switch
    {
        Capacity.PartnershipManager => "Partnership manager",
        Capacity.LeadSafeguardingPartner => "Lead safeguarding partner",
        Capacity.DelegatedSafeguardingPartner => "Delegated safeguarding partner",
        Capacity.PartnershipChair => "Partnership chair",
        Capacity.IndependentScrutineer => "Independent scrutineer",
        Capacity.AgencyLead => "Agency lead",
        Capacity.ActionOwner => "Action owner",
        Capacity.Contributor => "Contributor",
        Capacity.Verifier => "Verifier",
        Capacity.SubGroupChair => "Sub-group chair",
        Capacity.BoardMember => "Board member",
        Capacity.Councillor => "Councillor",
        Capacity.CommitteeClerk => "Committee clerk",
        Capacity.InformationGovernanceReader => "Information governance reader",
        Capacity.Adviser => "Adviser",
        Capacity.CrossPartnershipLead => "Cross-partnership lead",
        Capacity.PlatformOperator => "Platform operator",
        Capacity.SystemUser => "System user",
        _ => "",
    };
}
