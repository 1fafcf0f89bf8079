using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.People;

/// <summary>Reads who has what in the workspace of the person's agency.</summary>
public static class AgencyRoll
{
    public static async Task<Roll> ReadRollAsync(this AgencyCalls calls, string agencyId, DateOnly today, CancellationToken ct)
    {
        var agencies = calls.Partners.ListAgenciesAsync(new ListAgenciesRequest(), cancellationToken: ct).ResponseAsync;
        var people = await calls.Partners.ListPeopleAsync(new ListPeopleRequest(), cancellationToken: ct);
        var ownAlone = new Partnership { Agencies = { new PartnerAgency { AgencyId = agencyId } } };
        return new(new PartnershipMembers(ownAlone, await agencies, people, []), today);
    }

    /// <exception cref="RpcException">NOT_FOUND: there is none of today or later.</exception>
    public static Appointment Required(this Roll roll, string appointmentId, bool deputy) =>
        roll.Members.Appointments.FirstOrDefault(one => one.AppointmentId == appointmentId && one.DeputyForId.Length > 0 == deputy && !roll.IsPast(one))
            ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such appointment."));
}
