using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>One audit: what it looks at, what it found of each action, and what became of it.</summary>
public sealed class AuditModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public AuditRecord Record { get; private set; } = new();

    public Audit Audit => Record.Audit;

    public PartnershipMembers Members { get; private set; } = null!;

    public bool MayChange => Manages && Audit.State == AuditState.Planned;

    public IEnumerable<(Jtai.Actions.V1.Action Action, AuditOfAction Found)> Actions =>
        Audit.Actions.Join(Record.Actions, found => found.ActionId, action => action.ActionId, (found, action) => (action, found));

    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Record.Changes.Select(change => new TimelineEntry(
            TitleOf(change),
            change.At.ToDateTimeOffset(),
            Members.PersonAs(change.PersonId, change.Capacity, change.At.ToDateTimeOffset()),
            change.Reason.Length > 0 ? "Why: " + change.Reason : null)),
    ];

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        Record = await calls.Assurance.GetAuditAsync(new GetAuditRequest { AuditId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Audit.InspectionId, ct);
        Members = await members;
    }

    private static string TitleOf(RecordedChange change) => change.Fields.FirstOrDefault(field => field.Field == "state")?.To switch
    {
        "1" => "Audit planned",
        "2" => "What it found recorded",
        "3" => "Audit cancelled",
        _ => "Plan of the audit changed",
    };
}
