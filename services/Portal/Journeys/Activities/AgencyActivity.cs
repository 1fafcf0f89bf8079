using Jtai.Activities.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>The activity of the agency's own workspace, for its manager.</summary>
public sealed class AgencyActivity(AgencyCalls calls, CurrentPerson person)
    : ActivityPlace(person.AgencyId, person.AgencyName, Addresses.AgencyActivity, calls.Activity)
{
    private PartnershipMembers members = null!;

    public override bool MayRead => person.ManagesAgency;

    public override string Lead => "Who did what in the name of the agency as a whole. What its people do in a partnership is in that partnership’s activity.";

    public override IEnumerable<Choice> People => members.People;

    public override async Task ReadAsync(PageModel page, CancellationToken ct) => members = await calls.ReadMembersAsync(person.AgencyId, ct);

    public override string PersonAs(string personId, Capacity capacity, DateTimeOffset at) =>
        capacity == Capacity.PlatformOperator ? "A platform operator" : members.PersonAs(personId, capacity, at);

    public override string? RecordOf(ActivityEntry entry) => RegisterRecord.Of(entry, members) ?? base.RecordOf(entry);

    public override string? AddressOf(ActivityEntry entry) =>
        RegisterRecord.PersonOf(entry, members) is { } person ? $"{Addresses.AgencyPeople}/{person.PersonId}" : null;

    public override string NameOf(string id) => Guid.TryParse(id, out _) ? members.PersonName(id) : members.AgencyName(id);
}
