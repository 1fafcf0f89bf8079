using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.TagHelpers;
using Jtai.Portal.Words;

namespace Jtai.Portal.Layout;

/// <summary>The frame of a signed-in person's page: where they are, who they are there, and where they can go.</summary>
internal static class FrameOf
{
    /// <param name="page">The page's path under Pages, such as "/Partnerships/Overview".</param>
    public static void Fill(PageFrame frame, CurrentPerson person, string page)
    {
        frame.SignedInAs = string.Join(", ", new[] { person.Person.Name, CapacitiesOf(person), person.AgencyName }.Where(part => part.Length > 0));
        frame.Agency = person.AgencyName;
        frame.SwitchHref = person.Places > 1 && page != "/Index" ? "/" : null;
        if (person.Partnership is { } partnership)
        {
            frame.Partnership = partnership.Name;
            frame.HomeHref = "/partnerships/" + partnership.TenantId;
            frame.Navigation = [.. InPartnership(person, page)];
        }
        else
        {
            frame.SwitchText = "Choose a partnership";
            frame.Navigation = [.. Outside(person, page)];
        }
    }

    private static string CapacitiesOf(CurrentPerson person) =>
        string.Join(" and ", person.Capacities.Take(2).Select(capacity => CapacityWords.Of(capacity).ToLowerInvariant()));

    private static IEnumerable<NavigationItem> InPartnership(CurrentPerson person, string page)
    {
        var root = "/partnerships/" + person.Partnership!.TenantId;
        yield return Entry("Overview", root, page, "/Partnerships/Overview");
        yield return Entry("Inspections", root + "/inspections", page, "/Partnerships/Inspections");
        yield return Entry("Findings", root + "/findings", page, "/Partnerships/Findings");
        yield return Entry("Action plan", root + "/plan", page, "/Partnerships/Plan");
        yield return Entry("Actions", root + "/actions", page, "/Partnerships/Actions");
        if (person.IsAny(SharingReaders))
        {
            yield return Entry("Sharing", root + "/sharing", page, "/Partnerships/Sharing");
        }

        if (person.MayLookAcross)
        {
            yield return Entry("All partnerships", "/across", page, "/Across");
        }
    }

    private static IEnumerable<NavigationItem> Outside(CurrentPerson person, string page)
    {
        if (person.MayLookAcross)
        {
            yield return Entry("All partnerships", "/across", page, "/Across");
        }

        if (person.MayAgreeSharing)
        {
            yield return Entry("What is shared with us", "/agency/sharing", page, "/Workspace/Sharing");
        }
    }

    /// <summary>Those to whom Partners shows the grants.</summary>
    private static readonly Capacity[] SharingReaders =
    [
        Capacity.PartnershipManager, Capacity.InformationGovernanceReader, Capacity.LeadSafeguardingPartner,
        Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair, Capacity.IndependentScrutineer,
    ];

    private static NavigationItem Entry(string text, string href, string page, string section) => new(
        text,
        href,
        Current: page == section || page == section + "/Index",
        Active: page.StartsWith(section + "/", StringComparison.Ordinal));
}
