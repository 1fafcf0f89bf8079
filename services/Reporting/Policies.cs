using Jtai.Access;
using Jtai.Activities;
using Jtai.Exporting;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Who may call what.</summary>
public static class Policies
{
    /// <summary>People appointed in the partnership who see all of its plan or their agency's part.</summary>
    public const string ReadOwnPartnership = nameof(ReadOwnPartnership);

    /// <summary>The view across partnerships, as far as each has agreed to share.</summary>
    public const string LookAcrossPartnerships = nameof(LookAcrossPartnerships);

    public static IReadOnlyList<AccessPolicy> All { get; } =
    [
        AccessPolicy.ForPeople(ReadOwnPartnership, TokenScopes.Partnership, [.. PlanVisibility.WholePlan, .. PlanVisibility.OwnActions]),
        AccessPolicy.ForPeople(LookAcrossPartnerships, TokenScopes.AcrossPartnerships, Capacity.CrossPartnershipLead),
        AccessPolicy.ForServices(EventFeedPolicies.PullEvents, "partners"),
        ActivityPolicies.Reading,
        ExportPolicies.Exporting,
        OperatingPolicies.Operating,
    ];
}
