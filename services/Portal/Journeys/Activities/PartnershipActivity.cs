using Jtai.Actions.V1;
using Jtai.Activities.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>The activity of the partnership of the page, for its manager.</summary>
public sealed class PartnershipActivity(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person)
    : ActivityPlace(calls.PartnershipId, person.Partnership!.Name, Addresses.Activity(calls.PartnershipId), calls.Activity)
{
    private PartnershipMembers members = null!;

    public override bool MayRead => person.IsAny(Capacity.PartnershipManager);

    public override string Lead => "Who did what, in which capacity, and to whom something was shown.";

    public override IEnumerable<Choice> People => members.People;

    public override async Task ReadAsync(PageModel page, CancellationToken ct)
    {
        var listed = calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct);
        members = await reader.ReadAnewAsync(ct);
        page.MarkList((await listed).Inspections);
    }

    public override string PersonAs(string personId, Capacity capacity, DateTimeOffset at) =>
        capacity == Capacity.PlatformOperator ? "A platform operator" : members.PersonAs(personId, capacity, at);

    public override string NameOf(string id) => Guid.TryParse(id, out _) ? members.PersonName(id) : members.AgencyName(id);

    public override string? RecordOf(ActivityEntry entry) => RegisterRecord.Of(entry, members) ?? base.RecordOf(entry);

    public override string? AddressOf(ActivityEntry entry) => entry.Entity switch
    {
        "InspectionChanged" => Addresses.Inspection(Key, entry.RecordId),
        "FindingChanged" => Addresses.Finding(Key, entry.RecordId),
        "LetterImport" => Addresses.LetterImport(Key, entry.RecordId),
        nameof(ActionPlanChanged) => Addresses.Plan(Key, entry.RecordId),
        nameof(ActionChanged) => Addresses.Action(Key, entry.RecordId),
        nameof(StatementChanged) => Addresses.Statement(Key, entry.RecordId),
        nameof(EvidenceChanged) => Addresses.Evidence(Key, entry.RecordId),
        nameof(AuditChanged) => Addresses.Audit(Key, entry.RecordId),
        nameof(ImpactMeasureChanged) => Addresses.ImpactMeasure(Key, entry.RecordId),
        nameof(ChallengeChanged) => Addresses.Challenge(Key, entry.RecordId),
        nameof(SharingGrantChanged) or nameof(AccessRecorded) => Addresses.Sharing(Key),
        nameof(PostChanged) => Addresses.Posts(Key),
        nameof(AppointmentChanged) or nameof(PersonChanged) or nameof(InvitationChanged) => RegisterRecord.PersonOf(entry, members) is { } about
            ? Addresses.Person(Key, about.PersonId)
            : null,
        nameof(AgencyChanged) => Addresses.People(Key),
        nameof(BodyChanged) => Addresses.People(Key) + "#groups",
        nameof(PartnershipSettingsChanged) => Addresses.Settings(Key),
        nameof(Notification) => Addresses.Notifications(Key),
        _ => null,
    };
}
