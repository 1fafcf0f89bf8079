using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Deputies;

/// <summary>Has a colleague stand in for an appointment's holder for a span of days.</summary>
public sealed class NameModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : RecordStep("role", person, time)
{
    [BindProperty]
    public string? PersonId { get; set; }

    [BindProperty]
    public DateEntry StartsOn { get; set; } = new();

    [BindProperty]
    public DateEntry EndsOn { get; set; } = new();

    public Appointment Appointment { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>Colleagues of the same agency who have a role here today.</summary>
    public IReadOnlyList<Choice> Colleagues { get; private set; } = [];

    public bool IsOwn => Appointment.PersonId == Person.Person.PersonId;

    protected override IActionResult? Refusal => StoodInFor.MayBeNamedBy(Person, Appointment.PersonId) ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Deputy named",
        () => calls.Partners.NameDeputyAsync(
            new NameDeputyRequest
            {
                AppointmentId = id,
                PersonId = PersonId ?? "",
                StartsOn = StartsOn.ReadIso(ModelState, nameof(StartsOn), "first day", required: true),
                EndsOn = EndsOn.ReadIso(ModelState, nameof(EndsOn), "last day", required: true),
                ExpectedVersion = Version,
            },
            cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var people = calls.Partners.ListPeopleAsync(new ListPeopleRequest(), cancellationToken: ct).ResponseAsync;
        Members = await reader.ReadAsync(ct);
        Appointment = StoodInFor.Required(StoodInFor.Of(await people, Today).Select(one => one.Appointment).FirstOrDefault(one => one.AppointmentId == id));
        Colleagues = [.. Members.CurrentPeopleOf(Appointment.AgencyId, Today).Where(choice => choice.Value != Appointment.PersonId)];
        return Appointment.Version;
    }

    protected override void Fill() => StartsOn = DateEntry.Of(Today);

    protected override string AddressOf(string id) => Addresses.Deputies(Partnership);
}
