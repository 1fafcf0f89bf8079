using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Ends a deputy's days in the agency's workspace before their time.</summary>
public sealed class AgencyDeputyEndModel(AgencyCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("deputy", person, time)
{
    public Roll Roll { get; private set; } = null!;

    public Appointment Deputy { get; private set; } = new();

    public bool IsOwn => Deputy.DeputyForPersonId == Person.Person.PersonId;

    protected override IActionResult? Refusal => IsOwn || Manages ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Ended: they stand in no more",
        () => calls.Partners.EndAppointmentAsync(new EndAppointmentRequest { AppointmentId = id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Roll = await calls.ReadRollAsync(Person.AgencyId, Today, ct);
        Deputy = Roll.Required(id, deputy: true);
        return Deputy.Version;
    }

    protected override string AddressOf(string id) => Addresses.AgencyPeople;
}
