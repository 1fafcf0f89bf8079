using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Words;
using FieldChange = Jtai.Actions.V1.FieldChange;

namespace Jtai.Portal.Shared;

/// <summary>What was changed of an action or a plan, in words, with the names that only the page knows.</summary>
/// <param name="Members">Names of people, agencies and bodies.</param>
/// <param name="Findings">References of findings by id.</param>
/// <param name="Actions">References of actions by id.</param>
public sealed record ActionHistory(
    PartnershipMembers Members, IReadOnlyDictionary<string, string> Findings, IReadOnlyDictionary<string, string> Actions)
{
    public static ActionHistory Of(PartnershipMembers members, IEnumerable<Finding> findings, IEnumerable<Jtai.Actions.V1.Action> actions) => new(
        members,
        findings.ToDictionary(finding => finding.FindingId, finding => finding.Reference),
        actions.ToDictionary(action => action.ActionId, action => action.Reference));

    public TimelineEntry EntryOf(RecordedChange change) => new(
        change.Kind == ActionChangeKind.Unspecified ? StatementTitle(change) : ActionWords.Of(change.Kind),
        change.At.ToDateTimeOffset(),
        change.PersonId.Length > 0 ? Members.PersonOf(change.PersonId, change.AgencyId) : null,
        HistoryWords.Text(change.Fields.Select(SentenceOf), change.Reason) is { Length: > 0 } text ? text : null);

    private static string StatementTitle(RecordedChange change) => change.Fields.FirstOrDefault(field => field.Field == "statement_sent_on") switch
    {
        { From.Length: 0 } => "Statement of action sent",
        { To.Length: 0 } => "That the statement was sent is taken back",
        _ => "Sending of the statement corrected",
    };

    private string SentenceOf(FieldChange change) =>
        HistoryWords.Sentence(NameOf(change.Field), ValueOf(change.Field, change.From), ValueOf(change.Field, change.To));

    private static string NameOf(string field) => field switch
    {
        "title" => "Name",
        "description" => "What will be done",
        "theme" => "Theme",
        "finding_ids" => "Findings",
        "lead" => "Led by",
        "supporting_agency_ids" => "Supported by",
        "owner_id" => "Owner",
        "outcome_sought" => "What will be different for children",
        "success_measure" => "How the partnership will know",
        "reference" => "Reference",
        "delivery" => "Delivery",
        "as" => "Closed as",
        "superseded_by" => "Superseded by",
        "transferred_to" => "Transferred to",
        "statement_sent_on" => "Sent on",
        "statement_sent_by" => "Sent by",
        "statement_sent_note" => "Note",
        _ => field,
    };

    private string ValueOf(string field, string value) => field switch
    {
        _ when value.Length == 0 => "",
        "finding_ids" => Each(value, id => Findings.GetValueOrDefault(id, "a finding that was withdrawn")),
        "superseded_by" => Actions.GetValueOrDefault(value, "another action"),
        "supporting_agency_ids" => Each(value, Members.AgencyName),
        "owner_id" => Members.PersonName(value),
        "lead" => Members.LeadName(PartnershipMembers.LeadOf(value)),
        "delivery" => ActionWords.Of((Delivery)int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)).Text.ToLowerInvariant(),
        "as" when value == "0" => "",
        "as" => ActionWords.Of((ClosedAs)int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)).ToLowerInvariant(),
        "statement_sent_on" => Dates.Full(LondonDates.TryFromIso(value), value),
        "reference" => value,
        _ => HistoryWords.Quoted(value),
    };

    private static string Each(string ids, Func<string, string> name) => string.Join(", ", ids.Split(',').Select(name));
}
