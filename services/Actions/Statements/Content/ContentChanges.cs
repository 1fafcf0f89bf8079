using Google.Protobuf.Collections;

namespace Jtai.Actions;

/// <summary>
/// What differs between two contents of a statement, each difference once and by its name: drafts are compared by it, sign-offs
/// voided, corrections found editorial, and the plan held against what was sent.
/// </summary>
public static class ContentChanges
{
    public const string Resources = "Resources";
    public const string BeganBefore = "Work began before publication";
    public const string QuickWin = "Quick win";
    public const string Response = "Response";
    public const string LettersWords = "Words of the letter";
    public const string FindingKind = "Kind of finding";
    public const string Order = "Order";

    // What a signer would want to be asked about again although it is said in words.
    private static readonly string[] NotEditorial = [Resources, BeganBefore, QuickWin, LettersWords, FindingKind, Order, "Whose part"];

    /// <summary>Changes of the whole first, then of sections, findings and actions in the order of the later content.</summary>
    public static IReadOnlyList<V1.ContentChange> Between(V1.StatementContent before, V1.StatementContent after)
    {
        var changes = new List<V1.ContentChange>(
        [
            .. OfWhole(before, after),
            .. OfParts(before.Sections, after.Sections, one => one.SectionId, Called, OfSection),
            .. OfParts(before.Findings, after.Findings, one => one.FindingId, Called, OfFinding),
            .. OfParts(before.Actions, after.Actions, one => one.ActionId, Called, (one, other) => OfAction(one, other, before, after)),
        ]);
        if (changes.Count == 0 && !before.Equals(after))
        {
            // The same parts, each as it was: they stand in another order.
            changes.Add(new() { Kind = V1.ContentChangeKind.Reworded, Field = Order });
        }

        return changes;
    }

    /// <summary>True where only words changed: no part more or less, no date, lead, owner or finding.</summary>
    public static bool IsEditorial(V1.ContentChange change) =>
        change.Kind == V1.ContentChangeKind.Reworded && !NotEditorial.Contains(change.Field);

    private static IEnumerable<V1.ContentChange> OfWhole(V1.StatementContent before, V1.StatementContent after) =>
    [
        .. Reworded("Title", before.Title, after.Title),
        .. Reworded("Partnership", before.Partnership, after.Partnership),
        .. Reworded("Reference of the inspection", before.InspectionReference, after.InspectionReference),
        .. Reworded("Theme of the inspection", before.InspectionTheme, after.InspectionTheme),
        .. Where(V1.ContentChangeKind.DateMoved, "Date of the letter", before.LetterDated, after.LetterDated),
        .. Where(V1.ContentChangeKind.DateMoved, "Printed deadline", before.StatementDueOn, after.StatementDueOn),
    ];

    private static IEnumerable<V1.ContentChange> OfSection(V1.ContentSection before, V1.ContentSection after) =>
    [
        .. Reworded("Heading", before.Heading, after.Heading),
        .. Reworded("Text", before.Text, after.Text),
        .. Reworded("Whose part", before.Of, after.Of),
        .. before.Of == after.Of ? Reworded("Name", before.OfName, after.OfName) : [],
    ];

    private static IEnumerable<V1.ContentChange> OfFinding(V1.ContentFinding before, V1.ContentFinding after) =>
    [
        .. Reworded("Reference", before.Reference, after.Reference),
        .. Reworded(FindingKind, before.Kind.ToString(), after.Kind.ToString()),
        .. Reworded(LettersWords, before.Text, after.Text),
        .. Reworded(Response, string.Join('\n', before.Response), string.Join('\n', after.Response)),
    ];

    private static IEnumerable<V1.ContentChange> OfAction(
        V1.ContentAction before, V1.ContentAction after, V1.StatementContent whole, V1.StatementContent later) =>
    [
        .. (before.Closed, after.Closed) switch
        {
            ("", { Length: > 0 }) => Where(V1.ContentChangeKind.Closed, "", "", after.Closed),
            ({ Length: > 0 }, "") => Where(V1.ContentChangeKind.Reopened, "", before.Closed, ""),
            _ => Reworded("Closing", before.Closed, after.Closed),
        },
        .. Where(V1.ContentChangeKind.DateMoved, "Due date", before.DueOn, after.DueOn),
        .. Where(V1.ContentChangeKind.DateMoved, "Next review", before.NextReviewOn, after.NextReviewOn),
        .. Named(V1.ContentChangeKind.LeadChanged, "Lead", before.Leads, after.Leads),
        .. Named(V1.ContentChangeKind.LeadChanged, "Supporting agencies", before.Supporting, after.Supporting),
        .. before.OwnerId == after.OwnerId
            ? Reworded("Name: Owner", before.Owner, after.Owner)
            : [new V1.ContentChange { Kind = V1.ContentChangeKind.OwnerChanged, From = before.Owner, To = after.Owner }],
        .. before.FindingIds.Equals(after.FindingIds)
            ? []
            : Listed(V1.ContentChangeKind.FindingsChanged, References(before.FindingIds, whole), References(after.FindingIds, later)),
        .. before.Milestones.Equals(after.Milestones)
            ? []
            : Listed(V1.ContentChangeKind.MilestonesChanged, Milestones(before.Milestones), Milestones(after.Milestones)),
        .. Reworded("Reference", before.Reference, after.Reference),
        .. Reworded("Title", before.Title, after.Title),
        .. Reworded("Description", before.Description, after.Description),
        .. Reworded("Theme", before.Theme, after.Theme),
        .. Reworded("Outcome sought", before.OutcomeSought, after.OutcomeSought),
        .. Reworded("Success measure", before.SuccessMeasure, after.SuccessMeasure),
        .. Reworded(Resources, before.Resources, after.Resources),
        .. Reworded(BeganBefore, YesNo(before.BeganBeforePublication), YesNo(after.BeganBeforePublication)),
        .. Reworded(QuickWin, YesNo(before.QuickWin), YesNo(after.QuickWin)),
    ];

    private static IEnumerable<V1.ContentChange> OfParts<TPart>(
        RepeatedField<TPart> before,
        RepeatedField<TPart> after,
        Func<TPart, string> idOf,
        Action<V1.ContentChange, TPart> called,
        Func<TPart, TPart, IEnumerable<V1.ContentChange>> between)
    {
        var earlier = before.ToDictionary(idOf, StringComparer.Ordinal);
        foreach (var part in after)
        {
            var changes = earlier.Remove(idOf(part), out var was)
                ? between(was, part)
                : [new V1.ContentChange { Kind = V1.ContentChangeKind.Added }];
            foreach (var change in changes)
            {
                called(change, part);
                yield return change;
            }
        }

        foreach (var part in before.Where(part => earlier.ContainsKey(idOf(part))))
        {
            var removed = new V1.ContentChange { Kind = V1.ContentChangeKind.Removed };
            called(removed, part);
            yield return removed;
        }
    }

    private static void Called(V1.ContentChange change, V1.ContentSection section) =>
        (change.SectionId, change.Called) = (section.SectionId, section.Heading);

    private static void Called(V1.ContentChange change, V1.ContentFinding finding) =>
        (change.FindingId, change.Called) = (finding.FindingId, finding.Reference);

    private static void Called(V1.ContentChange change, V1.ContentAction action) =>
        (change.ActionId, change.Called) = (action.ActionId, $"{action.Reference} {action.Title}");

    private static IEnumerable<V1.ContentChange> Reworded(string field, string before, string after) =>
        Where(V1.ContentChangeKind.Reworded, field, before, after);

    private static IEnumerable<V1.ContentChange> Where(V1.ContentChangeKind kind, string field, string before, string after) =>
        before == after ? [] : [new V1.ContentChange { Kind = kind, Field = field, From = before, To = after }];

    // Another one is another lead; the same one under another name is a word.
    private static IEnumerable<V1.ContentChange> Named(
        V1.ContentChangeKind kind, string field, RepeatedField<V1.ContentName> before, RepeatedField<V1.ContentName> after) =>
        before.Equals(after) ? []
        : before.Select(one => one.Id).SequenceEqual(after.Select(one => one.Id), StringComparer.Ordinal)
            ? [new V1.ContentChange { Kind = V1.ContentChangeKind.Reworded, Field = $"Name: {field}", From = Names(before), To = Names(after) }]
            : [new V1.ContentChange { Kind = kind, Field = field, From = Names(before), To = Names(after) }];

    private static IEnumerable<V1.ContentChange> Listed(V1.ContentChangeKind kind, string before, string after) =>
        [new V1.ContentChange { Kind = kind, From = before, To = after }];

    private static string Names(IEnumerable<V1.ContentName> names) => string.Join(", ", names.Select(one => one.Name));

    private static string References(IEnumerable<string> ids, V1.StatementContent content) => string.Join(
        ", ", ids.Select(id => content.Findings.FirstOrDefault(finding => finding.FindingId == id)?.Reference ?? "a finding that was taken out"));

    private static string Milestones(IEnumerable<V1.ContentMilestone> milestones) =>
        string.Join("; ", milestones.Select(one => $"{one.Title} ({one.DueOn})"));

    private static string YesNo(bool value) => value ? "Yes" : "No";
}
