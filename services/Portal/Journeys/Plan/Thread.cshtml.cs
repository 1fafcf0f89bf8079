using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>The golden thread: from each finding to the response, the actions and the statement, and back from each action.</summary>
public sealed class ThreadModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanPartsPage(calls, membersReader, person, time)
{
    /// <summary>What must be answered.</summary>
    public IReadOnlyList<PlanFinding> Findings { get; private set; } = [];

    /// <summary>What is watched, and needs no action.</summary>
    public IReadOnlyList<PlanFinding> Strengths { get; private set; } = [];

    /// <summary>From the actions to what proves them; null where that is not told.</summary>
    public ThreadProof? Proof { get; private set; }

    [BindProperty(SupportsGet = true, Name = ThreadProof.Parameter)]
    public string? ProofPage { get; set; }

    private Dictionary<string, PlanFinding> byId = [];

    /// <summary>Which page of the findings is shown, and which of the actions.</summary>
    [BindProperty(SupportsGet = true, Name = PageSheet.Parameter)]
    public string? Sheet { get; set; }

    [BindProperty(SupportsGet = true, Name = "actions-sheet")]
    public string? ActionsSheet { get; set; }

    public PlanPages FindingPages { get; private set; } = PlanPages.Of([]);

    public int FindingsPage => Math.Min(PageSheet.Read(Sheet), Math.Max(1, FindingPages.Count));

    public int ActionsPage => Math.Min(PageSheet.Read(ActionsSheet), Math.Max(1, ActionPages));

    public int ActionPages => PageSheet.CountOf(Actions.Count, PlanActions.MostShown);

    public IEnumerable<ActionProto> ActionsOfPage => Actions.Skip((ActionsPage - 1) * PlanActions.MostShown).Take(PlanActions.MostShown);

    public string AddressOfFindings(int page) => AddressOf(page, ActionsPage) + "#findings";

    public string AddressOfActions(int page) => AddressOf(FindingsPage, page) + "#actions";

    /// <summary>Of the whole plan, whichever page is shown: "3 findings and 12 actions have a gap."</summary>
    public string Gaps
    {
        get
        {
            var (findings, actions) = (Findings.Count(finding => GapsOf(finding).Count > 0), Actions.Count(action => GapsOf(action).Count > 0));
            return findings + actions == 0
                ? "The thread holds throughout."
                : $"The thread has a gap at {Numbers.Of(findings, "finding")} and {Numbers.Of(actions, "action")} of the plan.";
        }
    }

    private string AddressOf(int findings, int actions) =>
        $"{Addresses.Thread(Partnership, Plan.PlanId)}?{PageSheet.Parameter}={findings}&actions-sheet={actions}";

    private DateOnly? Sent => LondonDates.TryFromIso(Plan.StatementSentOn);

    public override async Task OnGetAsync(string id, CancellationToken ct)
    {
        await base.OnGetAsync(id, ct);
        var findings = await Calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = Plan.InspectionId }, cancellationToken: ct);
        var all = PlanFinding.Of(findings.Findings, Actions, Parts.Responses);
        byId = all.ToDictionary(finding => finding.Finding.FindingId);
        (Findings, Strengths) = ([.. all.Where(finding => finding.NeedsAction)], [.. all.Where(finding => !finding.NeedsAction)]);
        FindingPages = PlanPages.Of(Findings);
        Proof = await ThreadProof.ReadAsync(Calls, Plan.PlanId, ProofPage ?? "", Actions, FindingsOf, ct);
    }

    /// <summary>Whether the statement of action holds it.</summary>
    public string InStatement(ActionProto action) => Sent is not { } sent ? "not sent yet"
        : action.AddedAt.ToDateTimeOffset().DateInLondon() > sent ? "added since it was sent"
        : $"sent on {Dates.Full(sent)}";

    public string InStatement(PlanFinding finding) => Sent is { } sent ? $"sent on {Dates.Full(sent)}" : "not sent yet";

    /// <summary>Where the thread is broken, in words; empty where it holds.</summary>
    public IReadOnlyList<string> GapsOf(PlanFinding finding) =>
    [
        .. finding.Response is null or { Position: FindingPosition.Unspecified } ? ["No response yet"] : Array.Empty<string>(),
        .. finding.IsUnanswered ? [SeesWholePlan ? "No action, and no reason why" : "None of the actions that you see"] : Array.Empty<string>(),
        .. finding.Actions.Count > 0 && finding.Actions.All(action => action.Delivery == Delivery.ClosedWithoutCompletion) ? ["Every action was closed without completion"] : Array.Empty<string>(),
    ];

    /// <inheritdoc cref="GapsOf(PlanFinding)"/>
    public IReadOnlyList<string> GapsOf(ActionProto action) =>
    [
        .. FindingsOf(action).Any() ? Array.Empty<string>() : ["It answers no finding any more"],
        .. ActionStanding.GapsOf(action).Select(gap => char.ToUpperInvariant(gap[0]) + gap[1..]),
    ];

    public IEnumerable<PlanFinding> FindingsOf(ActionProto action) =>
        action.FindingIds.Select(id => byId.GetValueOrDefault(id)).OfType<PlanFinding>();
}
