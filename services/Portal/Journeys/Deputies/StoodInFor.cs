using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Deputies;

/// <summary>An appointment in its own right, and the deputies that it has today or later, first come first.</summary>
public sealed record StoodInFor(Appointment Appointment, IReadOnlyList<Appointment> Deputies)
{
    /// <summary>The appointments of today and later, each with its deputies.</summary>
    public static IReadOnlyList<StoodInFor> Of(ListPeopleReply people, DateOnly today)
    {
        // ISO dates sort as text.
        var day = today.ToIso();
        var current = people.Appointments.Where(one => one.EndsOn.Length == 0 || string.CompareOrdinal(one.EndsOn, day) >= 0).ToList();
        var deputies = current.Where(one => one.DeputyForId.Length > 0).ToLookup(one => one.DeputyForId);
        return
        [
            .. current.Where(one => one.DeputyForId.Length == 0)
                .Select(one => new StoodInFor(one, [.. deputies[one.AppointmentId].OrderBy(deputy => deputy.StartsOn, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>Whoever holds it and the manager name its deputies and end them; the service says so again.</summary>
    public static bool MayBeNamedBy(CurrentPerson person, string holderId) =>
        person.Person.PersonId == holderId || person.IsAny(Capacity.PartnershipManager);

    /// <exception cref="RpcException">NOT_FOUND: there is none of today or later.</exception>
    public static Appointment Required(Appointment? appointment) =>
        appointment ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such appointment."));
}
