using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Ends one appointment, now or with a day.</summary>
public sealed class EndModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : RecordStep("role", person, time)
{
    [BindProperty]
    public DateEntry EndsOn { get; set; } = new();

    public Appointment Ending { get; private set; } = new();

    public Roll Roll { get; private set; } = null!;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new EndAppointmentRequest { AppointmentId = id, ExpectedVersion = Version, EndsOn = EndsOn.ReadIso(ModelState, nameof(EndsOn), "last day") };
        return TryAsync(id, "The end of the role is saved", () => calls.Partners.EndAppointmentAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Roll = new(await reader.ReadAnewAsync(ct), Today);
        Ending = Roll.Members.Appointments.FirstOrDefault(one => one.AppointmentId == id)
            ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such appointment."));
        return Ending.Version;
    }

    protected override string AddressOf(string id) => Addresses.People(Partnership);
}
