using Jtai.Access;
using Jtai.Activities;
using Jtai.Exporting;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Partners;

/// <summary>Who may call what.</summary>
public static class Policies
{
    public const string RunRegister = nameof(RunRegister);
    public const string ReadRegister = nameof(ReadRegister);
    public const string ReadPeople = nameof(ReadPeople);
    public const string RunPartnership = nameof(RunPartnership);
    public const string AppointPeople = nameof(AppointPeople);
    public const string AppointNewPeople = nameof(AppointNewPeople);
    public const string RunInvitations = nameof(RunInvitations);
    public const string ReadTenants = nameof(ReadTenants);
    public const string CallOffClosings = nameof(CallOffClosings);
    public const string RefuseRecoveries = nameof(RefuseRecoveries);
    public const string CorrectPeople = nameof(CorrectPeople);
    public const string NameDeputies = nameof(NameDeputies);

    /// <summary>Managers end all; which one somebody else may end, is said by the record.</summary>
    public const string EndAppointments = nameof(EndAppointments);
    public const string OfferSharing = nameof(OfferSharing);
    public const string AgreeSharing = nameof(AgreeSharing);
    public const string ReadSharing = nameof(ReadSharing);
    public const string ReadSharingLog = nameof(ReadSharingLog);
    public const string ReadGuardReasons = nameof(ReadGuardReasons);
    public const string RegisterPosts = nameof(RegisterPosts);
    public const string RemovePartners = nameof(RemovePartners);
    public const string FillPosts = nameof(FillPosts);
    public const string ReadSuccessions = nameof(ReadSuccessions);
    public const string ReadSettings = nameof(ReadSettings);
    public const string SaveSettings = nameof(SaveSettings);
    public const string KeepOwnPreferences = nameof(KeepOwnPreferences);
    public const string ReadContacts = nameof(ReadContacts);
    public const string UseSessions = nameof(UseSessions);

    private const TokenScopes Anywhere =
        TokenScopes.Partnership | TokenScopes.AgencyWorkspace | TokenScopes.Platform | TokenScopes.AcrossPartnerships;

    // The manager comes first: an act that they may do as such is recorded so.
    private static readonly IReadOnlyList<Capacity> AppointedPeople =
        [.. AccessPolicy.AnyCapacity.Where(capacity => capacity != Capacity.SystemUser)];

    /// <param name="clients">Registered clients; those that may start sessions are named by their settings.</param>
    public static IReadOnlyList<AccessPolicy> All(IEnumerable<Client> clients) =>
    [
        AccessPolicy.ForPeople(RunRegister, TokenScopes.Platform, Capacity.PlatformOperator),
        AccessPolicy.ForPeople(ReadRegister, Anywhere, [.. AccessPolicy.AnyCapacity, Capacity.PlatformOperator]),
        AccessPolicy.ForPeople(ReadPeople, TokenScopes.Partnership | TokenScopes.AgencyWorkspace, AccessPolicy.AnyCapacity),
        AccessPolicy.ForPeople(
            RunPartnership, TokenScopes.Partnership | TokenScopes.Platform, Capacity.PartnershipManager, Capacity.PlatformOperator),
        AccessPolicy.ForPeople(
            AppointPeople, TokenScopes.Partnership | TokenScopes.AgencyWorkspace | TokenScopes.Platform,
            Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner, Capacity.PlatformOperator),
        AccessPolicy.ForPeople(
            AppointNewPeople,
            TokenScopes.Partnership | TokenScopes.AgencyWorkspace | TokenScopes.Platform,
            Capacity.PartnershipManager, Capacity.PlatformOperator),
        AccessPolicy.ForPeople(
            RunInvitations,
            TokenScopes.Partnership | TokenScopes.AgencyWorkspace | TokenScopes.Platform,
            Capacity.PartnershipManager, Capacity.PlatformOperator),
        AccessPolicy.ForPeople(
            ReadTenants, TokenScopes.Partnership | TokenScopes.AgencyWorkspace | TokenScopes.Platform,
            Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.CrossPartnershipLead,
            Capacity.PlatformOperator),
        AccessPolicy.ForPeople(
            CallOffClosings,
            TokenScopes.Partnership | TokenScopes.AgencyWorkspace | TokenScopes.Platform,
            Capacity.PartnershipManager, Capacity.PlatformOperator),
        AccessPolicy.ForPeople(
            RefuseRecoveries, TokenScopes.Partnership | TokenScopes.Platform,
            Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PlatformOperator),
        AccessPolicy.ForPeople(CorrectPeople, TokenScopes.Partnership | TokenScopes.AgencyWorkspace, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(NameDeputies, TokenScopes.Partnership | TokenScopes.AgencyWorkspace, AppointedPeople),
        AccessPolicy.ForPeople(
            EndAppointments,
            TokenScopes.Partnership | TokenScopes.AgencyWorkspace | TokenScopes.Platform,
            [.. AppointedPeople, Capacity.PlatformOperator]),
        AccessPolicy.ForPeople(OfferSharing, TokenScopes.Partnership, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(
            AgreeSharing, TokenScopes.AgencyWorkspace, SharingGrant.CanAgree),
        AccessPolicy.ForPeople(
            ReadSharing,
            TokenScopes.Partnership | TokenScopes.AgencyWorkspace,
            Capacity.PartnershipManager, Capacity.InformationGovernanceReader, Capacity.LeadSafeguardingPartner,
            Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair, Capacity.IndependentScrutineer,
            Capacity.CrossPartnershipLead),
        AccessPolicy.ForPeople(
            ReadSharingLog, TokenScopes.Partnership, Capacity.PartnershipManager, Capacity.InformationGovernanceReader),
        AccessPolicy.ForPeople(ReadGuardReasons, TokenScopes.Partnership, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(RegisterPosts, TokenScopes.Partnership, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(RemovePartners, TokenScopes.Partnership, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(FillPosts, TokenScopes.Partnership, Capacity.PartnershipManager, Capacity.AgencyLead),
        AccessPolicy.ForPeople(
            ReadSuccessions, TokenScopes.Partnership | TokenScopes.Platform, [.. AccessPolicy.AnyCapacity, Capacity.PlatformOperator]),
        AccessPolicy.ForPeople(ReadSettings, TokenScopes.Partnership, AccessPolicy.AnyCapacity),
        AccessPolicy.ForPeople(SaveSettings, TokenScopes.Partnership, Capacity.PartnershipManager),
        AccessPolicy.ForPeople(KeepOwnPreferences, Anywhere, [.. AccessPolicy.AnyCapacity, Capacity.PlatformOperator]),
        AccessPolicy.ForServices(ReadContacts, "actions"),
        AccessPolicy.ForServices(EventFeedPolicies.PullEvents, "inspections", "actions", "reporting"),
        new(UseSessions, TokenScopes.None, [], [.. clients.Where(client => client.MayStartSessions).Select(client => client.Id)]),
        ActivityPolicies.Reading,
        ExportPolicies.Exporting,
        OperatingPolicies.Operating,
    ];
}
