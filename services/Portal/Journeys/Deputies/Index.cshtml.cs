using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Deputies;

/// <summary>Who stands in for whom: one's own appointments and, for the manager, everybody's.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    /// <summary>The reader's own appointments, in their own right.</summary>
    public IReadOnlyList<StoodInFor> Own { get; private set; } = [];

    /// <summary>Everybody else's, for the manager.</summary>
    public IReadOnlyList<StoodInFor> Others { get; private set; } = [];

    /// <summary>Those in which the reader stands in for somebody.</summary>
    public IReadOnlyList<Appointment> StandingIn { get; private set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        // Not from what is kept: a deputy who was named just now is shown.
        var people = calls.Partners.ListPeopleAsync(new ListPeopleRequest(), cancellationToken: ct).ResponseAsync;
        Members = await reader.ReadAsync(ct);
        var all = StoodInFor.Of(await people, Today)
            .OrderBy(one => Members.PersonName(one.Appointment.PersonId), StringComparer.Ordinal).ThenBy(one => one.Appointment.Capacity).ToList();
        Own = [.. all.Where(one => IsReader(one.Appointment))];
        Others = Manages ? [.. all.Where(one => !IsReader(one.Appointment))] : [];
        StandingIn = [.. all.SelectMany(one => one.Deputies).Where(IsReader)];
    }

    /// <summary>"from 10 November 2026 to 24 November 2026".</summary>
    public static string Days(Appointment deputy) =>
        $"from {Dates.Full(Jtai.Field.LondonDates.TryFromIso(deputy.StartsOn), "no date")} to {Dates.Full(Jtai.Field.LondonDates.TryFromIso(deputy.EndsOn), "no date")}";

    private bool IsReader(Appointment appointment) => appointment.PersonId == Person.Person.PersonId;
}
