using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Journeys.Choosing;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Hosting;

/// <summary>The frame of a signed-in person's page: where they are, who they are there, and where they can go.</summary>
internal static class SignedInFrame
{
    /// <summary>Those to whom Partners shows the grants.</summary>
    private static readonly Capacity[] SharingReaders =
    [
        Capacity.PartnershipManager, Capacity.InformationGovernanceReader, Capacity.LeadSafeguardingPartner,
        Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair, Capacity.IndependentScrutineer,
    ];

    /// <param name="address">The page's address without its query.</param>
    public static void Fill(PageFrame frame, CurrentPerson person, PathString address)
    {
        frame.SignedInAs = string.Join(", ", new[] { person.Person.Name, CapacitiesOf(person), person.AgencyName }.Where(part => part.Length > 0));
        frame.Agency = person.AgencyName;
        frame.SessionEndsAt = person.SessionEndsAt;
        frame.SwitchHref = person.Places > 1 && address != "/" ? ChooseModel.Address : null;
        if (person.Partnership is { } partnership)
        {
            frame.Partnership = partnership.Name;
            frame.AccentHref = AccentSheet.AddressOf(partnership.AccentColour);
            frame.HomeHref = "/partnerships/" + partnership.TenantId;
            frame.Navigation = [.. InPartnership(person, frame.HomeHref, address)];
            frame.Notices = [.. NoticesOf(person, partnership, frame.HomeHref + "/standing", address)];
        }
        else
        {
            frame.SwitchText = "Choose a partnership";
            frame.Navigation = [.. Outside(person, address)];
            frame.Notices = [.. NoticesOfWorkspace(person, address)];
        }
    }

    private static IEnumerable<(string, string, string)> NoticesOf(CurrentPerson person, Workplace partnership, string standing, PathString address)
    {
        // The page that they lead to says all of it.
        if (address.StartsWithSegments(standing))
        {
            yield break;
        }

        if (LondonDates.TryFromIso(partnership.ClosesOn) is { } day && person.IsAny(Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner))
        {
            yield return ($"This partnership closes on {Dates.Full(day)}", "Until then everything works, and it can be called off.", standing);
        }

        if (partnership.RecoveryWaits)
        {
            yield return ("This partnership has no manager", "Whoever runs the platform has proposed one, and you can refuse.", standing);
        }
    }

    /// <summary>On all pages outside of a partnership: what is seen across partnerships is seen in the workspace's name.</summary>
    private static IEnumerable<(string, string, string)> NoticesOfWorkspace(CurrentPerson person, PathString address)
    {
        if (person.AnswersForWorkspace && LondonDates.TryFromIso(person.AgencyWorkspace!.ClosesOn) is { } day && !address.StartsWithSegments(Addresses.AgencyStanding))
        {
            yield return (
                $"The workspace of {person.AgencyWorkspace.Name} closes on {Dates.Full(day)}", "Until then everything works, and it can be called off.",
                Addresses.AgencyStanding);
        }
    }

    private static string CapacitiesOf(CurrentPerson person) =>
        string.Join(" and ", person.Capacities.Take(2).Select(capacity => CapacityWords.Of(capacity, person.Place!.TenantId).ToLowerInvariant()));

    private static IEnumerable<NavigationItem> InPartnership(CurrentPerson person, string home, PathString address)
    {
        // Every page of the partnership is below the overview's address: only the overview itself is in that section.
        if (person.ReadsPlan)
        {
            yield return Item("Overview", home, address) with { Active = false };
            yield return Item("My work", home + "/my-work", address);
        }
        else
        {
            yield return Item("What is published", home + "/published", address);
            yield return Item("Your role", home + "/your-role", address);
        }

        yield return Item("Inspections", home + "/inspections", address);
        yield return Item("Findings", home + "/findings", address);
        if (person.ReadsPlan)
        {
            yield return Item("Action plan", home + "/plan", address);
            yield return Item("Statement", home + "/statements", address);
            yield return Item("Actions", home + "/actions", address);
        }

        if (person.IsAny(Capacity.PartnershipManager))
        {
            yield return Item("New dates", home + "/date-requests", address);
            yield return Item("Notifications", home + "/notifications", address);
        }

        if (person.IsAny(SharingReaders))
        {
            yield return Item("Sharing", home + "/sharing", address);
        }

        // A lead appoints a manager where there is none.
        if (person.IsAny(Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner))
        {
            yield return Item("People", home + "/people", address);
        }

        if (person.IsAny(Capacity.PartnershipManager))
        {
            yield return Item("Guard", home + "/guard", address);
            yield return Item("Activity", home + "/activity", address);
            yield return Item("Settings", home + "/settings", address);
        }

        if (person.MayLookAcross)
        {
            yield return Item("All partnerships", "/across", address);
        }
        else if (person.AgencyWorkspace is not null)
        {
            yield return Item("Our people", Addresses.AgencyPeople, address);
        }

        if (person.RunsPlatform)
        {
            yield return Item("Health of the platform", FirstScreens.Operations, address);
        }
    }

    private static IEnumerable<NavigationItem> Outside(CurrentPerson person, PathString address)
    {
        if (person.MayLookAcross)
        {
            yield return Item("All partnerships", "/across", address);
            yield return Item("My work", "/my-work", address);
        }

        if (person.AgencyWorkspace is not null)
        {
            yield return Item("Our people", Addresses.AgencyPeople, address);
        }

        if (person.ManagesAgency)
        {
            yield return Item("Our activity", Addresses.AgencyActivity, address);
        }

        if (person.RunsPlatform)
        {
            // The others' addresses are below it.
            yield return Item("Health", FirstScreens.Operations, address) with { Active = false };
            yield return Item("Quarantine", FirstScreens.Operations + "/quarantine", address);
            yield return Item("Jobs", FirstScreens.Operations + "/jobs", address);
            yield return Item("Traces", FirstScreens.Operations + "/trace", address);
            yield return Item("Keys", FirstScreens.Operations + "/trust", address);
            yield return Item("Tenants", FirstScreens.Operations + "/tenants", address);
            yield return Item("Invitations", FirstScreens.Operations + "/invitations", address);
            yield return Item("Successors", FirstScreens.Operations + "/successors", address);
            yield return Item("Activity", FirstScreens.Operations + "/activity", address);
            yield return Item("Runbook", FirstScreens.Operations + "/runbook", address);
        }

        if (person.MayAgreeSharing)
        {
            yield return Item("What is shared with us", "/agency/sharing", address);
        }
    }

    private static NavigationItem Item(string text, string href, PathString address)
    {
        var isBelow = address.StartsWithSegments(href, out var rest);
        var isCurrent = isBelow && (!rest.HasValue || rest == "/");
        return new NavigationItem(text, href, Current: isCurrent, Active: isBelow && !isCurrent);
    }
}
