using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>The form that says what an action is, for a new action and for one that is described anew.</summary>
public abstract class ActionFormPage(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Description { get; set; }

    [BindProperty]
    public string? Theme { get; set; }

    [BindProperty]
    public List<string> FindingIds { get; set; } = [];

    /// <summary>As <see cref="PartnershipMembers.LeadOf"/> reads it.</summary>
    [BindProperty]
    public string? Lead { get; set; }

    [BindProperty]
    public List<string> SupportingAgencyIds { get; set; } = [];

    [BindProperty]
    public string? OwnerId { get; set; }

    [BindProperty]
    public string? OutcomeSought { get; set; }

    [BindProperty]
    public string? SuccessMeasure { get; set; }

    private const int MostFindingsAtOnce = 12;
    private HashSet<string> answered = [];

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>All findings of the plan's inspection.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    protected PartnershipCalls Calls => calls;

    /// <summary>Of a long list only findings of this kind are shown, and those that are chosen; null for what needs an action most.</summary>
    [BindProperty(SupportsGet = true, Name = "kind")]
    public FindingKind? ShownKind { get; set; }

    /// <summary>True to show those too that another action answers.</summary>
    [BindProperty(SupportsGet = true, Name = "answered")]
    public bool ShowAnswered { get; set; }

    public bool HasManyFindings => Findings.Count > MostFindingsAtOnce;

    public static IEnumerable<Choice> Kinds { get; } =
        [.. InspectionWords.Kinds.Select(kind => new Choice(kind.ToString(), InspectionWords.Of(kind).Text))];

    public IEnumerable<Choice> FindingChoices => Findings.Where(IsShown).Select(finding => new Choice(finding.FindingId, $"{finding.Reference}, {InspectionWords.Of(finding.Kind).Text.ToLowerInvariant()}")
    {
        Hint = $"{finding.LeadIn} {finding.Text}".Trim(),
    });

    public IEnumerable<Choice> Leads => Members.LeadChoices.Prepend(new Choice("", "Choose an agency or a group"));

    public IEnumerable<Choice> Owners => Members.CurrentPeopleByAgency(Today).Prepend(new Choice("", "Nobody yet"));

    protected async Task ReadFindingsAsync(string inspectionId, string planId, CancellationToken ct)
    {
        var findings = calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = inspectionId }, cancellationToken: ct).ResponseAsync;
        var actions = calls.Actions.ListActionsAsync(new ListActionsRequest { PlanId = planId }, cancellationToken: ct).ResponseAsync;
        await this.ReadInspectionAsync(calls, inspectionId, ct);
        Members = await membersReader.ReadAsync(ct);
        Findings = (await findings).Findings;
        answered = [.. (await actions).Actions.SelectMany(action => action.FindingIds)];
        ShownKind ??= InspectionWords.Kinds.FirstOrDefault(kind => Findings.Any(finding => finding.Kind == kind && !answered.Contains(finding.FindingId)), InspectionWords.Kinds[0]);
    }

    private bool IsShown(Finding finding) => !HasManyFindings || FindingIds.Contains(finding.FindingId)
        || (finding.Kind == ShownKind && (ShowAnswered || !answered.Contains(finding.FindingId)));

    protected void Fill(ActionProto action)
    {
        (Title, Description, Theme) = (action.Title, action.Description, action.Theme);
        (Lead, OwnerId) = (PartnershipMembers.ChoiceOf(action.Lead), action.OwnerId);
        (FindingIds, SupportingAgencyIds) = ([.. action.FindingIds], [.. action.SupportingAgencyIds]);
        (OutcomeSought, SuccessMeasure) = (action.OutcomeSought, action.SuccessMeasure);
    }
}
