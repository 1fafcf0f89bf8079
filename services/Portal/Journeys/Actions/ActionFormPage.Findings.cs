using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Which findings the form lists: of a long list those of one kind, or with some words, and those that are chosen.</summary>
public abstract partial class ActionFormPage
{
    /// <summary>The name of the button that lists other findings; nothing is saved by it, and nothing that was typed is lost.</summary>
    public const string Filter = "filter";

    private const int MostFindingsAtOnce = 12;
    private HashSet<string> answered = [];

    /// <summary>All findings of the plan's inspection.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>Null for what needs an action most; UNSPECIFIED for every kind.</summary>
    [BindProperty(SupportsGet = true, Name = "kind")]
    public FindingKind? ShownKind { get; set; }

    /// <summary>True to show those too that another action answers.</summary>
    [BindProperty(SupportsGet = true, Name = "answered")]
    public bool ShowAnswered { get; set; }

    /// <summary>Words that a finding must have, all of them, in its reference or text.</summary>
    [BindProperty(SupportsGet = true, Name = "finding-words")]
    public string? FindingWords { get; set; }

    public bool HasManyFindings => Findings.Count > MostFindingsAtOnce;

    public static IEnumerable<Choice> Kinds { get; } =
    [
        new(nameof(FindingKind.Unspecified), "Any kind"),
        .. InspectionWords.Kinds.Select(kind => new Choice(kind.ToString(), InspectionWords.Of(kind).Text)),
    ];

    public IEnumerable<Choice> FindingChoices => Findings.Where(IsShown).Select(finding => new Choice(finding.FindingId, $"{finding.Reference}, {InspectionWords.Of(finding.Kind).Text.ToLowerInvariant()}")
    {
        Hint = $"{finding.LeadIn} {finding.Text}".Trim(),
    });

    private void ShowFindings(IReadOnlyList<Finding> findings, IEnumerable<ActionProto> actions)
    {
        Findings = findings;
        answered = [.. actions.SelectMany(action => action.FindingIds)];
        ShownKind ??= InspectionWords.Kinds.FirstOrDefault(kind => Findings.Any(finding => finding.Kind == kind && !answered.Contains(finding.FindingId)), InspectionWords.Kinds[0]);
    }

    private bool IsShown(Finding finding) => !HasManyFindings || FindingIds.Contains(finding.FindingId)
        || ((ShownKind == FindingKind.Unspecified || finding.Kind == ShownKind)
            && (ShowAnswered || !answered.Contains(finding.FindingId))
            && (FindingWords ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
                $"{finding.Reference} {finding.LeadIn} {finding.Text}".Contains(word, StringComparison.CurrentCultureIgnoreCase)));
}
