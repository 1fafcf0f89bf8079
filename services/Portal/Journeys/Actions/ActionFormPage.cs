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

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>All findings of the plan's inspection.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    protected PartnershipCalls Calls => calls;

    public IEnumerable<Choice> FindingChoices => Findings.Select(finding => new Choice(finding.FindingId, $"{finding.Reference}, {InspectionWords.Of(finding.Kind).Text.ToLowerInvariant()}")
    {
        Hint = $"{finding.LeadIn} {finding.Text}".Trim(),
    });

    public IEnumerable<Choice> Leads => Members.LeadChoices.Prepend(new Choice("", "Choose an agency or a group"));

    public IEnumerable<Choice> Owners => Members.CurrentPeople(Today).Prepend(new Choice("", "Nobody yet"));

    protected async Task ReadFindingsAsync(string inspectionId, CancellationToken ct)
    {
        var findings = calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = inspectionId }, cancellationToken: ct).ResponseAsync;
        await this.ReadInspectionAsync(calls, inspectionId, ct);
        Members = await membersReader.ReadAsync(ct);
        Findings = (await findings).Findings;
    }

    protected void Fill(ActionProto action)
    {
        (Title, Description, Theme) = (action.Title, action.Description, action.Theme);
        (Lead, OwnerId) = (PartnershipMembers.ChoiceOf(action.Lead), action.OwnerId);
        (FindingIds, SupportingAgencyIds) = ([.. action.FindingIds], [.. action.SupportingAgencyIds]);
        (OutcomeSought, SuccessMeasure) = (action.OutcomeSought, action.SuccessMeasure);
    }
}
