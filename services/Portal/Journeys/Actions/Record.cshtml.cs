using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>One action with its whole history, read from its owner.</summary>
public sealed class RecordModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public ActionRecord Record { get; private set; } = new();

    public ActionProto Action => Record.Action;

    public PartnershipMembers Members { get; private set; } = null!;

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    public bool IsWithdrawn => Action.WithdrawnBecause.Length > 0;

    public bool IsOpen => ActionStanding.IsOpen(Action);

    public ActionPlan Plan { get; private set; } = new();

    public PlanParts Parts { get; private set; } = new();

    /// <summary>A closed plan takes no writes.</summary>
    public bool PlanIsClosed => Plan.Closing is not null;

    /// <summary>True where the manager can change the action as it stands.</summary>
    public bool MayChange => Manages && IsOpen && !PlanIsClosed;

    /// <summary>True where this person can record progress and what goes with it: milestones and coverage.</summary>
    public bool MayRecord => Record.MayUpdate && !PlanIsClosed;

    public bool MaySayWhatItWaitsFor => MayChange || (IsOpen && !PlanIsClosed && Action.IsLedBy(Person));

    public bool MayAskForDate => Record.MayAskForDate && !Manages && !PlanIsClosed && Action.DateAskedFor.Length == 0;

    public string? Theme => Parts.Themes.FirstOrDefault(theme => theme.ThemeId == Action.ThemeId)?.Name
        ?? (Action.Theme.Length > 0 ? Action.Theme : null);

    public SharedCause? Cause => Parts.Causes.FirstOrDefault(cause => cause.CauseId == Action.SharedCauseId);

    /// <summary>The request that is not decided on; null where there is none, or it is not this person's to see.</summary>
    public DateRequest? Waiting => Record.DateRequests.FirstOrDefault(request => request.State == DateRequestState.Waiting);

    /// <summary>What it waits for outside of the plan, in words, and actions that this person does not see.</summary>
    public IEnumerable<string> WaitsForOutside => Action.DependsOn
        .Select(one => one.OnCase == Dependency.OnOneofCase.Outside ? one.Outside
            : Record.Neighbours.Any(other => other.WaitedFor && other.ActionId == one.ActionId) ? "" : "An action that you do not see")
        .Where(words => words.Length > 0);

    public bool HasDependencies => Action.DependsOn.Count > 0 || Record.Neighbours.Count > 0;

    /// <summary>"Superseded by HSK-2026-A015: one pathway for both"; null where it is not closed.</summary>
    public string? Closing => Action.Closing is not { } closing ? null : closing.As switch
    {
        ClosedAs.Superseded => $"Superseded by {History.Actions.GetValueOrDefault(closing.SupersededBy, "another action")}: {closing.Reason}",
        ClosedAs.Transferred => $"Transferred to {closing.TransferredTo}: {closing.Reason}",
        _ => $"{ActionWords.Of(closing.As)}: {closing.Reason}",
    };

    public PartnershipSettings Settings { get; private set; } = new();

    /// <summary>Where it stands on the partnership's own scale; null where there is none, or it was withdrawn.</summary>
    public StatusStep? Step => IsWithdrawn ? null : Settings.Scale.StepOf(ActionStanding.CaseOf(Action, Today, Settings.DueSoonDays));

    /// <summary>What shows that it is done, and whether that holds.</summary>
    public ActionAssurance Assurance { get; private set; } = new();

    /// <summary>"Confirmed by Asha Verma, Moors ICB, on 10 November 2026"; null while it is not complete.</summary>
    public string? Completed => Action.Completion switch
    {
        { SelfAssured: true } own => $"Complete, self-assured: said by {Members.PersonOf(own.PersonId, own.AgencyId)}, on {Date(own.On)}. Nobody else has checked it",
        { } completion => $"Confirmed by {Members.PersonOf(completion.PersonId, completion.AgencyId)}, on {Date(completion.On)}",
        null when Action.CompletedOn.Length > 0 => "on " + Date(Action.CompletedOn),
        _ => null,
    };

    public ActionHistory History { get; private set; } = null!;

    /// <summary>The one that it is allotted for; null where it is not, or not known.</summary>
    public Partners.V1.Succession? Succession { get; private set; }

    public IReadOnlyList<string> Gaps => IsOpen ? ActionStanding.GapsOf(Action) : [];

    public string Supporters => string.Join(", ", Action.SupportingAgencyIds.Select(Members.AgencyName));

    /// <summary>The version of the action before which this part of its history ends; 0 for the newest part.</summary>
    [BindProperty(SupportsGet = true)]
    public long Before { get; set; }

    public string? EarlierHref => Record.EarlierBeforeVersion > 0
        ? $"{Addresses.Action(Partnership, Action.ActionId)}?before={Record.EarlierBeforeVersion}#history"
        : null;

    // Where nobody is known to have added it, the start is told all the same.
    private bool TellsOfItsStart => EarlierHref is not null || Record.Changes.Any(change => change.Kind == ActionChangeKind.Added);

    /// <summary>Updates, changes of the date and of its words and, where the history ends here, the start, newest first.</summary>
    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Record.Updates.Select(update => new TimelineEntry(
                "Update: " + ActionWords.Of(update.Delivery).Text.ToLowerInvariant(),
                update.At.ToDateTimeOffset(),
                Members.PersonOf(update.PersonId, update.AgencyId),
                TextOf(update)))
            .Concat(Record.DateChanges.Select(change => new TimelineEntry(
                $"Due date moved from {Date(change.From)} to {Date(change.To)}",
                change.At.ToDateTimeOffset(),
                Members.PersonName(change.PersonId),
                ActionStanding.Of(change.Reason) + (change.Explanation.Length > 0 ? ": " + change.Explanation : ""))))
            .Concat(Record.Changes.Select(History.EntryOf))
            .Concat(TellsOfItsStart ? [] : [new TimelineEntry("Action added to the plan", Action.AddedAt.ToDateTimeOffset())])
            .OrderByDescending(entry => entry.At),
    ];

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        var settings = calls.Settings.GetSettingsAsync(new GetSettingsRequest(), cancellationToken: ct).ResponseAsync;
        Record = await calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id, BeforeVersion = Before }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Action.InspectionId, ct);
        var findings = await calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = Action.InspectionId }, cancellationToken: ct);
        Findings = [.. findings.Findings.Where(finding => Action.FindingIds.Contains(finding.FindingId))];
        Members = await members;
        var parts = calls.Actions.GetPlanPartsAsync(new GetPlanPartsRequest { PlanId = Action.PlanId }, cancellationToken: ct).ResponseAsync;
        var ownPlan = calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = Action.PlanId }, cancellationToken: ct).ResponseAsync;
        var plan = await calls.ListPlanActionsAsync(Action.PlanId, ct);
        Assurance = await calls.Assurance.GetActionAssuranceAsync(new GetActionAssuranceRequest { ActionId = id }, cancellationToken: ct);
        Settings = await settings;
        Parts = await parts;
        Plan = await ownPlan;
        History = ActionHistory.Of(Members, findings.Findings, plan, Parts);
        Succession = Action.Allotment is null ? null : await calls.ReadSuccessionAsync(ct);
        return Page();
    }

    private static string Date(string iso) => Dates.Full(LondonDates.TryFromIso(iso), "no date");

    private string TextOf(Update update) => string.Join("\n\n", new[]
    {
        update.Narrative,
        update.DifferenceForChildren.Length > 0 ? "Difference for children: " + update.DifferenceForChildren : "",
        update.NoEvidenceBecause.Length > 0 ? "No evidence can exist: " + update.NoEvidenceBecause : "",
        ActionStanding.InWords(update.Assessment, LondonDates.TryFromIso(Action.DueOn), update.At.ToDateTimeOffset().DateInLondon()) is { } assessment ? "Status assessment: " + assessment : "",
    }.Where(part => part.Length > 0));
}
