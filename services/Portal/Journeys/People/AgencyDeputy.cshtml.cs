using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Has a colleague stand in for a role for the agency: the person's own, or for its manager anybody's.</summary>
public sealed class AgencyDeputyModel(AgencyCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("role", person, time)
{
    [BindProperty]
    public string? PersonId { get; set; }

    [BindProperty]
    public DateEntry StartsOn { get; set; } = new();

    [BindProperty]
    public DateEntry EndsOn { get; set; } = new();

    public Roll Roll { get; private set; } = null!;

    public Appointment Appointment { get; private set; } = new();

    public IReadOnlyList<Choice> Colleagues => [.. Roll.Members.CurrentPeople(Today).Where(choice => choice.Value != Appointment.PersonId)];

    public bool IsOwn => Appointment.PersonId == Person.Person.PersonId;

    protected override IActionResult? Refusal => IsOwn || Manages ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new NameDeputyRequest
        {
            AppointmentId = id,
            PersonId = PersonId ?? "",
            StartsOn = StartsOn.ReadIso(ModelState, nameof(StartsOn), "first day", required: true),
            EndsOn = EndsOn.ReadIso(ModelState, nameof(EndsOn), "last day", required: true),
            ExpectedVersion = Version,
        };
        return TryAsync(id, "Deputy named", () => calls.Partners.NameDeputyAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Roll = await calls.ReadRollAsync(Person.AgencyId, Today, ct);
        Appointment = Roll.Required(id, deputy: false);
        return Appointment.Version;
    }

    protected override void Fill() => StartsOn = DateEntry.Of(Today);

    protected override string AddressOf(string id) => Addresses.AgencyPeople;
}
