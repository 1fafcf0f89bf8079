using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Deputies;

/// <summary>Ends a deputy's days before their time.</summary>
public sealed class EndModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : RecordStep("deputy", person, time)
{
    public Appointment Deputy { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    protected override IActionResult? Refusal => StoodInFor.MayBeNamedBy(Person, Deputy.DeputyForPersonId) ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Ended: they stand in no more",
        () => calls.Partners.EndAppointmentAsync(new EndAppointmentRequest { AppointmentId = id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var people = calls.Partners.ListPeopleAsync(new ListPeopleRequest(), cancellationToken: ct).ResponseAsync;
        Members = await reader.ReadAsync(ct);
        Deputy = StoodInFor.Required(StoodInFor.Of(await people, Today).SelectMany(one => one.Deputies).FirstOrDefault(one => one.AppointmentId == id));
        return Deputy.Version;
    }

    protected override string AddressOf(string id) => Addresses.Deputies(Partnership);
}
