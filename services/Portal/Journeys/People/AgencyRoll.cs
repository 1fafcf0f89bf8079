using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.People;

/// <summary>Reads who has what in the workspace of the person's agency.</summary>
public static class AgencyRoll
{
    public static async Task<Roll> ReadRollAsync(this AgencyCalls calls, string agencyId, DateOnly today, CancellationToken ct) =>
        new(await calls.ReadMembersAsync(agencyId, ct), today);

    /// <exception cref="RpcException">NOT_FOUND: there is none of today or later.</exception>
    public static Appointment Required(this Roll roll, string appointmentId, bool deputy) =>
        roll.Members.Appointments.FirstOrDefault(one => one.AppointmentId == appointmentId && one.DeputyForId.Length > 0 == deputy && !roll.IsPast(one))
            ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such appointment."));
}
