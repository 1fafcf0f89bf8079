using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using ActionDelivery = Jtai.Actions.V1.Delivery;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>One audit: what it looks at, what it found of each action, and what became of it.</summary>
public sealed class AuditModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    private const string Corrected = "What was recorded is corrected";

    public AuditRecord Record { get; private set; } = new();

    public Audit Audit => Record.Audit;

    public PartnershipMembers Members { get; private set; } = null!;

    public bool MayChange => Manages && Audit.State == AuditState.Planned;

    public bool MayCorrect => Audit.State == AuditState.Done && MayBeCorrected(Audit, Person);

    /// <summary>Those that a wrong result opened again, and that nobody has completed since.</summary>
    public IEnumerable<Jtai.Actions.V1.Action> LeftOpen => Actions
        .Where(one => one.Found.Reopened && one.Found.Verdict != AuditVerdict.NotEmbedded
            && one.Action.Delivery is not (ActionDelivery.Complete or ActionDelivery.ClosedWithoutCompletion))
        .Select(one => one.Action);

    public IEnumerable<(Jtai.Actions.V1.Action Action, AuditOfAction Found)> Actions =>
        Audit.Actions.Join(Record.Actions, found => found.ActionId, action => action.ActionId, (found, action) => (action, found));

    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Record.Changes.Select(change => new TimelineEntry(
            TitleOf(change),
            change.At.ToDateTimeOffset(),
            Members.PersonAs(change.PersonId, change.Capacity, change.At.ToDateTimeOffset()),
            HistoryWords.Text(IsCorrection(change) ? change.Fields.Select(one => AssuranceWords.OfAudit(one, ReferenceOf)) : [], change.Reason) is { Length: > 0 } text
                ? text : null)),
    ];

    /// <summary>The manager, and who recorded it and still reports on actions here; the service says whether they see all of it.</summary>
    public static bool MayBeCorrected(Audit audit, CurrentPerson person) => person.IsAny(Capacity.PartnershipManager)
        || (audit.PersonId == person.Person.PersonId && person.IsAny(Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor));

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        Record = await calls.Assurance.GetAuditAsync(new GetAuditRequest { AuditId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Audit.InspectionId, ct);
        Members = await members;
    }

    private string ReferenceOf(string actionId) => Record.Actions.FirstOrDefault(action => action.ActionId == actionId)?.Reference ?? "An action";

    // Of a plan that was changed the page shows what it is now.
    private static bool IsCorrection(RecordedChange change) => TitleOf(change) == Corrected;

    private static string TitleOf(RecordedChange change) => change.Fields.FirstOrDefault(field => field.Field == "state")?.To switch
    {
        "1" => "Audit planned",
        "2" => "What it found recorded",
        "3" => "Audit cancelled",
        // It alone needs a reason.
        _ when change.Reason.Length > 0 => Corrected,
        _ => "Plan of the audit changed",
    };
}
