using Jtai.Access;
using Jtai.Activities;
using Jtai.Exporting;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Who may call what. Which actions a reader then sees is <see cref="PlanAccess"/>'s rule.</summary>
public static class Policies
{
    public const string ReadPlans = nameof(ReadPlans);
    public const string RunPlans = nameof(RunPlans);
    public const string ReportProgress = nameof(ReportProgress);
    public const string AskForDates = nameof(AskForDates);
    public const string SetDependencies = nameof(SetDependencies);
    public const string ReadWholePlans = nameof(ReadWholePlans);

    /// <summary>Whoever reads plans may be named to write, comment on or send a statement; the record says whether this one is.</summary>
    public const string TakePartInStatements = nameof(TakePartInStatements);
    public const string GiveReturns = nameof(GiveReturns);
    public const string SignStatementsOff = nameof(SignStatementsOff);
    public const string ReadNotifications = nameof(ReadNotifications);
    public const string RetryNotifications = nameof(RetryNotifications);

    /// <summary>What is public anyway: councillors, clerks and advisers may ask for it too.</summary>
    public const string ReadPublicFacts = nameof(ReadPublicFacts);

    /// <summary>Whoever may be admitted to some action's evidence; <see cref="PlanAccess"/> says to which.</summary>
    public const string KeepEvidence = nameof(KeepEvidence);

    /// <summary>Whoever reads plans here, and whoever looks across; the grant and the audience say which files.</summary>
    public const string OpenEvidence = nameof(OpenEvidence);
    public const string CheckActions = nameof(CheckActions);
    public const string KeepImpact = nameof(KeepImpact);
    public const string CheckStrengths = nameof(CheckStrengths);

    /// <summary>Whoever may be one of the two sides of a challenge, or comes in on a step of its ladder.</summary>
    public const string TakePartInChallenges = nameof(TakePartInChallenges);

    // Councillors, clerks and advisers are not among the readers: theirs is the public pack.
    public static IReadOnlyList<AccessPolicy> All { get; } =
    [
        AccessPolicy.ForPeople(
            ReadPlans,
            TokenScopes.Partnership,
            [.. PlanVisibility.WholePlan, .. PlanVisibility.OwnActions]),
        AccessPolicy.ForPeople(RunPlans, TokenScopes.Partnership, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(
            ReportProgress,
            TokenScopes.Partnership,
            Capacity.PartnershipManager, Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor),
        AccessPolicy.ForPeople(AskForDates, TokenScopes.Partnership, Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor),
        AccessPolicy.ForPeople(SetDependencies, TokenScopes.Partnership, Capacity.PartnershipManager, Capacity.AgencyLead),
        AccessPolicy.ForPeople(ReadWholePlans, TokenScopes.Partnership, PlanVisibility.WholePlan),
        AccessPolicy.ForPeople(
            TakePartInStatements,
            TokenScopes.Partnership,
            [.. PlanVisibility.WholePlan.Where(capacity => capacity != Capacity.SystemUser), .. PlanVisibility.OwnActions]),
        AccessPolicy.ForPeople(GiveReturns, TokenScopes.Partnership, Capacity.PartnershipManager, Capacity.AgencyLead),
        AccessPolicy.ForPeople(
            SignStatementsOff,
            TokenScopes.Partnership,
            Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(ReadPublicFacts, TokenScopes.Partnership, AccessPolicy.AnyCapacity),
        AccessPolicy.ForPeople(ReadNotifications, TokenScopes.Partnership, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(RetryNotifications, TokenScopes.Partnership, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(
            OpenEvidence,
            TokenScopes.Partnership | TokenScopes.AcrossPartnerships,
            [.. PlanVisibility.WholePlan, .. PlanVisibility.OwnActions, Capacity.CrossPartnershipLead]),
        AccessPolicy.ForPeople(
            KeepEvidence,
            TokenScopes.Partnership,
            Capacity.PartnershipManager, Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier),
        AccessPolicy.ForPeople(CheckActions, TokenScopes.Partnership, Capacity.Verifier, Capacity.SubGroupChair),
        AccessPolicy.ForPeople(KeepImpact, TokenScopes.Partnership, Capacity.PartnershipManager, Capacity.AgencyLead),
        AccessPolicy.ForPeople(CheckStrengths, TokenScopes.Partnership, Capacity.PartnershipManager, Capacity.AgencyLead),
        AccessPolicy.ForPeople(
            TakePartInChallenges,
            TokenScopes.Partnership,
            PlanVisibility.Challengers),
        AccessPolicy.ForServices(EventFeedPolicies.PullEvents, "partners", "reporting"),
        ActivityPolicies.Reading,
        ExportPolicies.Exporting,
        OperatingPolicies.Operating,
    ];
}
