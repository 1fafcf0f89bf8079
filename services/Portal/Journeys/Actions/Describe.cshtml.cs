using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Changes what an action says, who leads it and which findings it answers; never its dates or progress.</summary>
public sealed class DescribeModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ActionFormPage(calls, membersReader, person, time)
{
    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ActionProto Action { get; private set; } = new();

    /// <summary>After somebody else's change: what is saved now beside what was typed, where they differ.</summary>
    public IReadOnlyList<(string Field, string Saved, string Typed)> Differences { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        var record = await Calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct);
        if (record.PlanClosed)
        {
            return Redirect(Addresses.Action(Partnership, id));
        }

        Action = record.Action;
        Version = Action.Version;
        Fill(Action);
        await ReadFormAsync(Action.InspectionId, Action.PlanId, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, bool filter, CancellationToken ct)
    {
        var links = ReadLinks();
        if (filter)
        {
            await ReadAsync(id, ct);
            return Page();
        }

        var (ownerId, ownerPostId) = PartnershipMembers.OwnerOf(OwnerId);
        try
        {
            await Calls.Actions.DescribeActionAsync(
                new DescribeActionRequest
                {
                    ActionId = id,
                    ExpectedVersion = Version,
                    Title = Title ?? "",
                    Description = Description ?? "",
                    Theme = string.IsNullOrEmpty(ThemeId) ? Theme ?? "" : "",
                    ThemeId = ThemeId ?? "",
                    FindingIds = { FindingIds },
                    Lead = PartnershipMembers.LeadOf(Lead),
                    SupportingAgencyIds = { SupportingAgencyIds },
                    JointLeads = { ReadJointLeads() },
                    OwnerId = ownerId,
                    OwnerPostId = ownerPostId,
                    OutcomeSought = OutcomeSought ?? "",
                    SuccessMeasure = SuccessMeasure ?? "",
                    Resources = ReadResources(),
                    BeganBeforePublication = BeganBeforePublication,
                    QuickWin = QuickWin,
                    AnsweringBodyId = AnsweringBodyId ?? "",
                    Links = { links },
                    Reason = Reason ?? "",
                },
                cancellationToken: ct);
            return Done("Action changed", Addresses.Action(Partnership, id));
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            await ReadAsync(id, ct);
            Version = Action.Version;
            ModelState.Remove(nameof(Version));
            ModelState.AddModelError("", "Somebody else changed this action while you were writing. Nothing that you typed is lost.");
            Differences = [.. Compared().Where(one => one.Saved != one.Typed)];
            return Page();
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, PropertyOf))
        {
            await ReadAsync(id, ct);
            Version = ModelState.SaysSavedBefore() ? Action.Version : Version;
            return Page();
        }
    }

    private IEnumerable<(string Field, string Saved, string Typed)> Compared() =>
    [
        ("Name", Action.Title, Typed(Title)),
        ("What will be done", Action.Description, Typed(Description)),
        ("Findings", FindingNames(Action.FindingIds), FindingNames(FindingIds)),
        ("Led by", Members.LeadName(Action.Lead), Members.LeadName(PartnershipMembers.LeadOf(Lead))),
        ("Led jointly by", LeadNames(Action.JointLeads), LeadNames(ReadJointLeads())),
        ("Supported by", AgencyNames(Action.SupportingAgencyIds), AgencyNames(SupportingAgencyIds)),
        ("Owner", Members.OwnerName(Action), TypedOwner()),
        ("Theme", Action.Theme, Themes.FirstOrDefault(theme => theme.ThemeId == ThemeId)?.Name ?? Typed(Theme)),
        ("What will be different for children", Action.OutcomeSought, Typed(OutcomeSought)),
        ("How the partnership will know", Action.SuccessMeasure, Typed(SuccessMeasure)),
        ("What it needs", PlanWords.Of(Action.Resources) ?? "", PlanWords.Of(ReadResources()) ?? ""),
        ("Quick win", YesNo(Action.QuickWin), YesNo(QuickWin)),
        ("Work began before publication", YesNo(Action.BeganBeforePublication), YesNo(BeganBeforePublication)),
        ("Answered for by", BodyName(Action.AnsweringBodyId), BodyName(AnsweringBodyId)),
        ("Links", LinkWords(Action.Links), LinkWords(Links.Where(link => !link.IsEmpty).Select(link => link.Read(new ModelStateDictionary(), nameof(Links))))),
    ];

    private string TypedOwner()
    {
        var (personId, postId) = PartnershipMembers.OwnerOf(OwnerId);
        return Members.OwnerName(new ActionProto { OwnerId = personId, OwnerPostId = postId });
    }

    private string LeadNames(IEnumerable<Lead> leads) => string.Join(", ", leads.Select(Members.LeadName).Order(StringComparer.Ordinal));

    private string BodyName(string? id) => string.IsNullOrEmpty(id) ? "" : Members.BodyName(id);

    private static string LinkWords(IEnumerable<OtherPlanLink> links) => string.Join("\n", links.Select(PlanWords.Of));

    private static string YesNo(bool said) => said ? "yes" : "no";

    private string FindingNames(IEnumerable<string> ids) => string.Join(", ", Findings.Where(finding => ids.Contains(finding.FindingId)).Select(finding => finding.Reference));

    private string AgencyNames(IEnumerable<string> ids) => string.Join(", ", ids.Select(Members.AgencyName).Order(StringComparer.Ordinal));

    private static string Typed(string? text) => (text ?? "").Trim();

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        Action = (await Calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct)).Action;
        await ReadFormAsync(Action.InspectionId, Action.PlanId, ct);
    }
}
