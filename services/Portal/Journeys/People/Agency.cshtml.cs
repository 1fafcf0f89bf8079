using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.People;

/// <summary>Who has what for the person's agency as a whole, and who stands in for whom.</summary>
public sealed class AgencyModel(AgencyCalls calls, CurrentPerson person, TimeProvider time) : PageModel
{
    public Roll Roll { get; private set; } = null!;

    public string AgencyName => person.AgencyName;

    public bool MayExport => person.AgencyWorkspace?.Capacities.Contains(Capacity.CrossPartnershipLead) == true;

    /// <summary>Of today and to come, in their own right, by name.</summary>
    public IReadOnlyList<Appointment> Appointments { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (person.AgencyWorkspace is null)
        {
            return Forbid();
        }

        Roll = await calls.ReadRollAsync(person.AgencyId, time.Today(), ct);
        Appointments =
        [
            .. Roll.Members.Appointments.Where(one => one.DeputyForId.Length == 0 && !Roll.IsPast(one))
                .OrderBy(one => Roll.Members.PersonName(one.PersonId), StringComparer.Ordinal).ThenBy(one => one.Capacity),
        ];
        return Page();
    }

    public IEnumerable<Appointment> DeputiesOf(Appointment one) =>
        Roll.Members.Appointments.Where(deputy => deputy.DeputyForId == one.AppointmentId && !Roll.IsPast(deputy)).OrderBy(deputy => deputy.StartsOn, StringComparer.Ordinal);

    /// <summary>Whoever holds it names its deputies and ends them; the service says so again.</summary>
    public bool IsOwn(Appointment one) => one.PersonId == person.Person.PersonId;
}
