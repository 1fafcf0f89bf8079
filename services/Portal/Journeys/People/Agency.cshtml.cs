using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.People;

/// <summary>Who has what for the person's agency as a whole, and who stands in for whom; its manager changes both from here.</summary>
public sealed class AgencyModel(PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : IndexModel(reader, person, time)
{
    public bool MayExport => Person.MayExportWorkspace;

    /// <summary>A lead safeguarding partner appoints the manager and nobody else.</summary>
    public bool MayAppointManager => !Manages && Person.IsAny(Capacity.LeadSafeguardingPartner);

    /// <summary>What each of the reader's roles can do here.</summary>
    public IEnumerable<string> OwnRoles => Person.Capacities.Select(RoleWords.InWorkspace).Where(words => words.Length > 0);

    /// <summary>Of the day, and today those to come, in their own right, by name.</summary>
    public IReadOnlyList<Appointment> Appointments { get; private set; } = [];

    /// <summary>People who had or will have a role, and are not among those.</summary>
    public IEnumerable<Person> Others => Roll.Others.Where(one => Appointments.All(shown => shown.PersonId != one.PersonId));

    public override async Task OnGetAsync(CancellationToken ct)
    {
        await base.OnGetAsync(ct);
        Appointments =
        [
            .. Roll.Members.Appointments.Where(one => one.DeputyForId.Length == 0 && !Roll.IsPast(one) && (IsToday || !Roll.IsToCome(one)))
                .OrderBy(one => Roll.Members.PersonName(one.PersonId), StringComparer.Ordinal).ThenBy(one => one.Capacity),
        ];
    }

    public IEnumerable<Appointment> DeputiesOf(Appointment one) =>
        Roll.Members.Appointments.Where(deputy => deputy.DeputyForId == one.AppointmentId && !Roll.IsPast(deputy)).OrderBy(deputy => deputy.StartsOn, StringComparer.Ordinal);

    /// <summary>Whoever holds it, and the manager, names its deputies and ends them; the service says so again.</summary>
    public bool MayNameDeputies(Appointment one) => IsOwn(one) || Manages;

    public bool IsOwn(Appointment one) => one.PersonId == Person.Person.PersonId;

    protected override IReadOnlyList<string> WarningsOf(Roll roll) => PeopleWarnings.OfWorkspace(roll);
}
