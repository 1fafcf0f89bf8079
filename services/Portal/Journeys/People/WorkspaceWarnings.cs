using Jtai.Partners.V1;

namespace Jtai.Portal.Journeys.People;

/// <summary>What is amiss with who has what in an agency's own workspace on a day, in words.</summary>
public static class WorkspaceWarnings
{
    public static IReadOnlyList<string> Of(Roll roll) => [.. OfManagers(roll), .. PeopleWarnings.OfEnds(roll)];

    private static IEnumerable<string> OfManagers(Roll roll)
    {
        Appointment[] managers = [.. roll.Current.Where(one => one.Capacity == Capacity.PartnershipManager && one.DeputyForId.Length == 0)];
        if (managers.Length == 0)
        {
            yield return "Nobody is manager of the workspace. A lead safeguarding partner with a role here appoints one, or whoever runs the platform invites one.";
        }
        else if (managers is [var only] && roll.Current.All(one => one.DeputyForId != only.AppointmentId))
        {
            yield return $"{roll.Members.PersonName(only.PersonId)} is the only manager of the workspace and has no deputy. Appoint a second, or name a deputy.";
        }
    }
}
