using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Who has what, by agency, on a day; today where none is named.</summary>
public class IndexModel(PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty(SupportsGet = true)]
    public DateEntry On { get; set; } = new();

    public Roll Roll { get; private set; } = null!;

    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>A lead safeguarding partner appoints a manager where there is none.</summary>
    public bool AppointsManager => !Manages && IsToday && !Roll.HasManager && Person.IsAny(Capacity.LeadSafeguardingPartner);

    public bool ReadsStanding => Manages || Person.IsAny(Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner);

    public bool IsToday => Roll.Day == Today;

    public virtual async Task OnGetAsync(CancellationToken ct)
    {
        var day = On.IsEmpty ? null : On.Read(ModelState, nameof(On), "day");
        Roll = new(await reader.ReadAnewAsync(ct), day ?? Today);
        // What was amiss on a day that is over can no longer be helped.
        Warnings = Roll.Day >= Today ? WarningsOf(Roll) : [];
    }

    protected virtual IReadOnlyList<string> WarningsOf(Roll roll) => PeopleWarnings.Of(roll);
}
