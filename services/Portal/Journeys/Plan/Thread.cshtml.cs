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

    private DateOnly? Sent => LondonDates.TryFromIso(Plan.StatementSentOn);

    public override async Task OnGetAsync(string id, CancellationToken ct)
    {
        await base.OnGetAsync(id, ct);
        var findings = await Calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = Plan.InspectionId }, cancellationToken: ct);
        var all = PlanFinding.Of(findings.Findings, Actions, Parts.Responses);
        (Findings, Strengths) = ([.. all.Where(finding => finding.NeedsAction)], [.. all.Where(finding => !finding.NeedsAction)]);
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
        Findings.Concat(Strengths).Where(finding => finding.Actions.Any(answer => answer.ActionId == action.ActionId));
}
