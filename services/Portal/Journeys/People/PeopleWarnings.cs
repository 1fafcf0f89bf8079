using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.People;

/// <summary>What is amiss with who has what on a day, in words; what weighs most comes first.</summary>
public static class PeopleWarnings
{
    /// <summary>How long before its end an appointment that nobody follows is said.</summary>
    public const int DaysBeforeAnEnd = 28;

    private static readonly Capacity[] Followed =
    [
        Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair,
        Capacity.IndependentScrutineer, Capacity.AgencyLead, Capacity.CrossPartnershipLead,
    ];

    public static IReadOnlyList<string> Of(Roll roll) =>
    [
        .. OfManagers(roll, "partnership manager", "A lead safeguarding partner appoints one."), .. OfLeadPartners(roll), .. OfOthers(roll), .. OfEnds(roll),
    ];

    /// <summary>Of an agency's own workspace.</summary>
    public static IReadOnlyList<string> OfWorkspace(Roll roll) =>
    [
        .. OfManagers(
            roll, "manager of the workspace", "A lead safeguarding partner with a role here appoints one, or whoever runs the platform invites one."),
        .. OfEnds(roll),
    ];

    private static IEnumerable<string> OfManagers(Roll roll, string manager, string whoGivesOne)
    {
        var managers = roll.InTheirOwnRight(Capacity.PartnershipManager).ToLookup(one => roll.Members.IsAwaited(one.PersonId));
        if (!roll.HasManager)
        {
            yield return $"Nobody is {manager}. {whoGivesOne}";
        }
        else if (managers[false].ToList() is [var only] && roll.Current.All(one => one.DeputyForId != only.AppointmentId))
        {
            yield return $"{roll.Members.PersonName(only.PersonId)} is the only {manager}{(managers[true].Any() ? " who has come" : "")} and has no deputy. Appoint a second, or name a deputy.";
        }

        foreach (var awaited in managers[true])
        {
            yield return $"{roll.Members.PersonName(awaited.PersonId)} is invited as {manager} and has not come yet.";
        }
    }

    private static IEnumerable<string> OfLeadPartners(Roll roll)
    {
        var led = roll.InTheirOwnRight(Capacity.LeadSafeguardingPartner).Select(one => one.AgencyId).ToHashSet();
        return roll.Members.SafeguardingPartners.Where(agency => !led.Contains(agency))
            .Select(agency => $"{roll.Members.AgencyName(agency)} has no lead safeguarding partner.");
    }

    private static IEnumerable<string> OfOthers(Roll roll)
    {
        if (!roll.InTheirOwnRight(Capacity.IndependentScrutineer).Any())
        {
            yield return "Nobody is independent scrutineer.";
        }

        foreach (var (agency, people) in roll.ByAgency)
        {
            if (people.Count == 0)
            {
                yield return $"Nobody of {roll.Members.AgencyName(agency)} has a role here.";
            }
        }
    }

    /// <summary>Of appointments that end soon, with nobody after them.</summary>
    private static IEnumerable<string> OfEnds(Roll roll) =>
        from one in roll.Current
        where Followed.Contains(one.Capacity) && one.DeputyForId.Length == 0
        let end = LondonDates.TryFromIso(one.EndsOn)
        where end is { } day && day.DayNumber - roll.Day.DayNumber <= DaysBeforeAnEnd
        let next = new Roll(roll.Members, end.Value.AddDays(1))
        where next.InTheirOwnRight(one.Capacity).All(other => other.AgencyId != one.AgencyId)
        orderby one.EndsOn, one.Capacity
        select $"{roll.Members.PersonName(one.PersonId)} is {CapacityWords.Of(one.Capacity, one.TenantId).ToLowerInvariant()} until {Roll.Last(one)}, and nobody of {roll.Members.AgencyName(one.AgencyId)} follows.";
}
