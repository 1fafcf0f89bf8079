using Jtai.Access;
using Jtai.Partners.V1;

namespace Jtai.Portal.SigningIn;

/// <summary>With what somebody's Monday begins in a partnership.</summary>
public enum FirstScreen
{
    /// <summary>Days left, who owes what, own decisions, what is late: the manager's.</summary>
    Managing,

    /// <summary>What the agency has to do, each with its button.</summary>
    AgencyFirst,

    /// <summary>What the person has to do, each with its button.</summary>
    MineFirst,

    /// <summary>What went badly first, in plain English: of who reads the whole plan and runs none of it.</summary>
    Scrutiny,

    /// <summary>What is public anyway: of who reads no plan.</summary>
    Published,
}

/// <summary>Decides where everybody lands. Of several roles the one counts that has most to do.</summary>
public static class FirstScreens
{
    public const string Across = "/across";

    public const string Operations = "/operations";

    /// <summary>Who has what for the agency as a whole.</summary>
    public const string Workspace = Shared.Addresses.AgencyPeople;

    /// <summary>After signing in; null where there is something to choose.</summary>
    public static string? AddressOf(CurrentPerson person) => person switch
    {
        { MayLookAcross: true } => Across,
        { RunsPlatform: true, Places: 0 } => Operations,
        { Places: 1 } => "/partnerships/" + person.Partnerships[0].TenantId,
        { Places: 0, ManagesAgency: true, MayAgreeSharing: false } => Workspace,
        _ => null,
    };

    /// <summary>In the partnership of the page.</summary>
    public static FirstScreen Of(CurrentPerson person) => person switch
    {
        _ when person.IsAny(Capacity.PartnershipManager) => FirstScreen.Managing,
        _ when person.IsAny(Capacity.AgencyLead) => FirstScreen.AgencyFirst,
        _ when person.IsAny(Capacity.ActionOwner, Capacity.Contributor) => FirstScreen.MineFirst,
        _ when person.IsAny([.. PlanVisibility.WholePlan]) => FirstScreen.Scrutiny,
        _ when person.IsAny([.. PlanVisibility.OwnActions]) => FirstScreen.MineFirst,
        _ => FirstScreen.Published,
    };

    /// <param name="partnership">The partnership of the page.</param>
    public static string PublishedIn(string partnership) => $"/partnerships/{partnership}/published";
}
