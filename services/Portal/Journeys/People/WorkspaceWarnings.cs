using Jtai.Partners.V1;

namespace Jtai.Portal.Journeys.People;

/// <summary>What is amiss with who has what in an agency's own workspace on a day, in words.</summary>
public static class WorkspaceWarnings
{
    public static IReadOnlyList<string> Of(Roll roll) => [.. OfManagers(roll), .. PeopleWarnings.OfEnds(roll)];

    private static IEnumerable<string> OfManagers(Roll roll)
    {
        var managers = roll.InTheirOwnRight(Capacity.PartnershipManager).ToLookup(one => roll.Members.IsAwaited(one.PersonId));
        if (!roll.HasManager)
        {
            yield return "Nobody is manager of the workspace. A lead safeguarding partner with a role here appoints one, or whoever runs the platform invites one.";
        }
        else if (managers[false].ToList() is [var only] && roll.Current.All(one => one.DeputyForId != only.AppointmentId))
        {
            yield return $"{roll.Members.PersonName(only.PersonId)} is the only manager of the workspace{(managers[true].Any() ? " who has come" : "")} and has no deputy. Appoint a second, or name a deputy.";
        }

        foreach (var awaited in managers[true])
        {
            yield return $"{roll.Members.PersonName(awaited.PersonId)} is invited as manager of the workspace and has not come yet.";
        }
    }
}
