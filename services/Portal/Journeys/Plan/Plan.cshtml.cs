using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>One action plan: every finding, the actions that answer it, and in words what is still missing.</summary>
public sealed class PlanModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public ActionPlan Plan { get; private set; } = new();

    /// <summary>Of the partnership: its scale, and when an action is due soon.</summary>
    public PartnershipSettings Settings { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>Those that the person sees, each once.</summary>
    public IReadOnlyList<ActionProto> Actions { get; private set; } = [];

    public IReadOnlyList<PlanFinding> Findings { get; private set; } = [];

    /// <summary>Which page of the findings is shown.</summary>
    [BindProperty(SupportsGet = true, Name = PageSheet.Parameter)]
    public string? Sheet { get; set; }

    public PlanPages Pages { get; private set; } = PlanPages.Of([]);

    public int PageNumber => Math.Min(PageSheet.Read(Sheet), Math.Max(1, Pages.Count));

    public string AddressOf(int page) => $"{Addresses.Plan(Partnership, Plan.PlanId)}?{PageSheet.Parameter}={page}#findings";

    /// <summary>Open or closed actions that answer no finding any more, since all of theirs were withdrawn.</summary>
    public IReadOnlyList<ActionProto> WithoutFinding { get; private set; } = [];

    public PlanParts Parts { get; private set; } = new();

    /// <summary>A closed plan takes no writes.</summary>
    public bool MayChange => Manages && Plan.Closing is null;

    /// <summary>For people who see the whole of it, while it is open.</summary>
    public IReadOnlyList<PlanNeed> Needs { get; private set; } = [];

    /// <summary>Those withdrawn before the statement was sent; for the manager.</summary>
    public IReadOnlyList<ActionProto> Withdrawn { get; private set; } = [];

    /// <summary>Requests for new dates that wait; for the manager.</summary>
    private IReadOnlyList<DateRequest> Requests { get; set; } = [];

    /// <summary>The version before which the shown part of the history ends; 0 for the newest part.</summary>
    [BindProperty(SupportsGet = true)]
    public long Before { get; set; }

    public RecordHistory History { get; private set; } = null!;

    /// <summary>Statements made from this plan here, the newest version first; none where it was sent without the platform.</summary>
    public IReadOnlyList<Statement> Statements { get; private set; } = [];

    /// <summary>What ends this partnership; null where nothing does.</summary>
    public Partners.V1.Succession? Succession { get; private set; }

    public DateOnly? Sent => LondonDates.TryFromIso(Plan.StatementSentOn);

    public DateOnly? Due => LondonDates.TryFromIso(Plan.StatementDueOn);

    /// <summary>What the plan lacks; for people who see the whole of it.</summary>
    public string Gaps
    {
        get
        {
            var unanswered = Findings.Count(finding => finding.IsUnanswered);
            var priority = Findings.Count(finding => finding.IsUnanswered && finding.Finding.Kind == FindingKind.PriorityAction);
            if (unanswered == 0)
            {
                return "Every finding that needs an action has one.";
            }

            var sentence = $"{Numbers.Of(unanswered, "finding has", "findings have")} no action yet";
            return priority == 0 ? sentence + "." : $"{sentence}, {Numbers.Of(priority, "priority action", "priority actions")} among them.";
        }
    }

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        var settings = calls.Settings.GetSettingsAsync(new GetSettingsRequest(), cancellationToken: ct).ResponseAsync;
        var plan = calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct).ResponseAsync;
        var actions = calls.ListPlanActionsAsync(id, ct);
        var history = calls.Actions.ListPlanHistoryAsync(new ListPlanHistoryRequest { PlanId = id, BeforeVersion = Before }, cancellationToken: ct).ResponseAsync;
        var parts = calls.Actions.GetPlanPartsAsync(new GetPlanPartsRequest { PlanId = id }, cancellationToken: ct).ResponseAsync;
        var statements = calls.Statements.ListStatementsAsync(new ListStatementsRequest { PlanId = id }, cancellationToken: ct).ResponseAsync;
        var succession = calls.ReadSuccessionAsync(ct);
        Plan = await plan;
        await this.ReadInspectionAsync(calls, Plan.InspectionId, ct);
        var findings = await calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = Plan.InspectionId }, cancellationToken: ct);
        Succession = await succession;
        Settings = await settings;
        Statements = [.. (await statements).Statements.OrderByDescending(statement => statement.Number)];
        (Actions, Parts) = (await actions, await parts);
        Findings = PlanFinding.Of(findings.Findings, Actions, Parts.Responses);
        Pages = PlanPages.Of(Findings);
        var known = findings.Findings.Select(finding => finding.FindingId).ToHashSet();
        WithoutFinding = [.. Actions.Where(action => !action.FindingIds.Any(known.Contains))];
        Members = await members;
        var words = ActionHistory.Of(Members, findings.Findings, Actions, Parts);
        History = new([.. (await history).Changes.Select(words.EntryOf)], Addresses.Plan(Partnership, id), Before, (await history).EarlierBeforeVersion);
        if (Manages)
        {
            var requests = await calls.Actions.ListDateRequestsAsync(new ListDateRequestsRequest(), cancellationToken: ct);
            Requests = [.. requests.Requests.Where(request => Actions.Any(action => action.ActionId == request.ActionId))];
            Withdrawn = (await calls.Actions.ListActionsAsync(new ListActionsRequest { PlanId = id, Withdrawn = true }, cancellationToken: ct)).Actions;
        }

        Needs = SeesWholePlan ? PlanNeeds.Of(Partnership, Plan, Findings, Actions, Requests) : [];
    }
}
