using System.Globalization;
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
    private IReadOnlyDictionary<string, string> Themes { get; init; } = new Dictionary<string, string>();

    private IReadOnlyDictionary<string, string> Causes { get; init; } = new Dictionary<string, string>();

    public static ActionHistory Of(
        PartnershipMembers members, IEnumerable<Finding> findings, IEnumerable<Jtai.Actions.V1.Action> actions, PlanParts parts) => new(
            members,
            findings.ToDictionary(finding => finding.FindingId, finding => finding.Reference),
            actions.ToDictionary(action => action.ActionId, action => action.Reference))
        {
            Themes = parts.Themes.ToDictionary(theme => theme.ThemeId, theme => theme.Name),
            Causes = parts.Causes.ToDictionary(cause => cause.CauseId, cause => cause.Name),
        };

    public TimelineEntry EntryOf(RecordedChange change) => new(
        change.Kind == ActionChangeKind.Unspecified ? PlanTitle(change) : ActionWords.Of(change.Kind),
        change.At.ToDateTimeOffset(),
        change.PersonId.Length > 0 ? Members.PersonOf(change.PersonId, change.AgencyId) : null,
        HistoryWords.Text(change.Fields.Select(SentenceOf), change.Reason) is { Length: > 0 } text ? text : null);

    private static string PlanTitle(RecordedChange change)
    {
        if (change.Fields.Any(field => field.Field == "handed_over_to"))
        {
            return "Action plan handed over";
        }

        foreach (var field in change.Fields)
        {
            var title = (field.Field, field.From.Length == 0, field.To.Length == 0) switch
            {
                ("statement_sent_on", true, _) => "Statement of action sent",
                ("statement_sent_on", _, true) => "That the statement was sent is taken back",
                ("statement_sent_on", _, _) => "Sending of the statement corrected",
                ("closing.closed_on" or "closed_on", true, _) => "Action plan closed",
                ("closing.closed_on" or "closed_on", _, true) => "Action plan opened again",
                ("taken_over.from_name", _, _) => "Action plan taken over",
                ("collating_body_ids", _, _) => "Who collates the plan changed",
                _ => null,
            };
            if (title is not null)
            {
                return title;
            }
        }

        return change.Fields.Any(field => field.Field.StartsWith("statement", StringComparison.Ordinal)) ? "Sending of the statement corrected" : "Action plan changed";
    }

    private string SentenceOf(FieldChange change) =>
        HistoryWords.Sentence(NameOf(change.Field), ValueOf(change.Field, change.From), ValueOf(change.Field, change.To));

    // A part of the record stands before its fields: "milestone.due_on".
    private static string NameOf(string field) => field switch
    {
        "title" => "Name",
        "description" => "What will be done",
        "theme" or "theme_id" => "Theme",
        "finding_ids" => "Findings",
        "lead" => "Led by",
        "joint_leads" => "Led jointly by",
        "supporting_agency_ids" => "Supported by",
        "owner_id" => "Owner",
        "owner_post_id" => "Post that owns it",
        "outcome_sought" => "What will be different for children",
        "success_measure" => "How the partnership will know",
        "began_before_publication" => "Work began before publication",
        "quick_win" => "Quick win",
        "answering_body_id" => "Answered for by",
        "collating_body_ids" => "Collated by",
        "shared_cause_id" => "Held back by",
        "links" => "Links to other inspections and plans",
        "depends_on" => "Waits for",
        "reference" => "Reference",
        "delivery" => "Delivery",
        "as" => "Closed as",
        "superseded_by" => "Superseded by",
        "transferred_to" => "Transferred to",
        "statement_sent_on" => "Sent on",
        "statement_sent_by" => "Sent by",
        "statement_sent_note" => "Note",
        "milestone.title" => "Milestone",
        "embedding.verdict" => "Found by an audit",
        "embedding.on" => "Audited on",
        "resources.kind" => "What it needs",
        "allotted_to" => "Goes to",
        "handed_over_to" => "Handed over to",
        "taken_over.from_name" => "Taken over from",
        "taken_over.owner_post" => "Post that owned it",
        "resources.source" => "Where the money comes from",
        _ => field[(field.LastIndexOf('.') + 1)..] switch
        {
            "title" => "Name",
            "due_on" => "Due",
            "done_on" => "Done on",
            "done_by" => "Done by",
            "removed" => "Removed",
            "review_on" => "Looked at again",
            "since" => "Since",
            "reason" => "Why",
            "explanation" => "Explained",
            "one_off_pounds" => "Once, in pounds",
            "yearly_pounds" => "Each year, in pounds",
            "done" => "Done",
            "of" => "Of",
            "what" => "What is counted",
            "on" => "Counted on",
            "from" => "Due until then",
            "to" or "date_asked_for" => "Date asked for",
            "state" => "Request",
            "decision" => "Decision",
            "next_review_on" => "Next review",
            "closed_on" => "Closed on",
            "decided_by" => "Decided by",
            var other => char.ToUpperInvariant(other[0]) + other[1..].Replace('_', ' '),
        },
    };

    private string ValueOf(string field, string value) => field switch
    {
        _ when value.Length == 0 => "",
        "finding_ids" => Each(value, id => Findings.GetValueOrDefault(id, "a finding that was withdrawn")),
        "superseded_by" => Action(value),
        "depends_on" => Each(value, one => Guid.TryParse(one, out _) ? Action(one) : HistoryWords.Quoted(one)),
        "supporting_agency_ids" => Each(value, Members.AgencyName),
        "collating_body_ids" or "answering_body_id" => Each(value, Members.BodyName),
        "owner_id" or "milestone.done_by" => Members.PersonName(value),
        "owner_post_id" => Members.PostName(value),
        "theme_id" => Themes.GetValueOrDefault(value, "a theme that was removed"),
        "shared_cause_id" => HistoryWords.Quoted(Causes.GetValueOrDefault(value, "a shared cause")),
        "lead" or "joint_leads" => Each(value, lead => Members.LeadName(PartnershipMembers.LeadOf(lead))),
        "delivery" => ActionWords.Of((Delivery)Number(value)).Text.ToLowerInvariant(),
        "as" when value == "0" => "",
        "as" => ActionWords.Of((ClosedAs)Number(value)).ToLowerInvariant(),
        "embedding.verdict" when value == "0" => "",
        "embedding.verdict" => AssuranceWords.Of((AuditVerdict)Number(value)).Text.ToLowerInvariant(),
        "resources.kind" => PlanWords.Of((ResourceKind)Number(value)).ToLowerInvariant(),
        _ when field.EndsWith(".state", StringComparison.Ordinal) => PlanWords.Of((DateRequestState)Number(value)).ToLowerInvariant(),
        _ when field.Contains("request", StringComparison.Ordinal) && field.EndsWith(".reason", StringComparison.Ordinal) && int.TryParse(value, out var reason) =>
            ActionStanding.Of((DateChangeReason)reason),
        "reference" or "allotted_to" or "handed_over_to" or "taken_over.from_name" => value,
        _ when value == "true" => "yes",
        _ when long.TryParse(value, out var number) => number.ToString("N0", CultureInfo.GetCultureInfo("en-GB")),
        _ => LondonDates.TryFromIso(value) is { } date ? Dates.Full(date) : HistoryWords.Quoted(value),
    };

    private string Action(string id) => Actions.GetValueOrDefault(id, "another action");

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    private static string Each(string ids, Func<string, string> name) => string.Join(", ", ids.Split(',').Select(name));
}
