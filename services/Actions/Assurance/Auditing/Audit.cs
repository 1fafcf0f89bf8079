using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A look at whether actions hold some time after they were completed. Rules only; counts, and no child's record.</summary>
public sealed record Audit
{
    /// <summary>Begins the fields of its history that say what a correction changed of an action; its id follows.</summary>
    public const string OfActions = "actions.";

    private const int LargestSample = 100_000;

    public Guid AuditId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }
    public V1.AuditKind Kind { get; init; }
    public string Title { get; init; } = "";
    public V1.AuditState State { get; init; }
    public DateOnly PlannedFor { get; init; }
    public DateOnly? DoneOn { get; init; }

    /// <summary>In words.</summary>
    public string CarriedOutBy { get; init; } = "";

    /// <summary>0: not said.</summary>
    public int SampleSize { get; init; }
    public string Summary { get; init; } = "";
    public string CancelledBecause { get; init; } = "";

    /// <summary>Who planned or recorded it last.</summary>
    public Guid PersonId { get; init; }
    public long Version { get; init; }

    /// <summary>What it looks at, in the order chosen; rows of their own.</summary>
    public IReadOnlyList<AuditedAction> Actions { get; init; } = [];

    /// <summary>What a request plans; of a new one the version is 0.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="actions">That it chooses, as the caller sees them.</param>
    /// <param name="by">Who plans it.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">It was done or cancelled, or says so already.</exception>
    public Audit Plan(V1.PlanAuditRequest request, IReadOnlyList<Action> actions, Guid by, RequestCheck check)
    {
        check.Known("kind", request.Kind, "what kind of audit it is");
        var title = check.Text("title", request.Title, "The title", 200, required: true);
        var plannedFor = check.Date("planned_for", request.PlannedFor, "The day that it is planned for");
        check.That(request.PlannedFor.Length > 0, "planned_for", "Enter the day that it is planned for.")
            .That(
                actions.All(action => action.PlanId == PlanId && action.WithdrawnBecause.Length == 0), "action_ids", "Choose actions of this plan.")
            .ThrowIfRefused();
        RefuseUnlessPlanned();
        var planned = this with
        {
            Kind = request.Kind,
            Title = title,
            State = V1.AuditState.Planned,
            PlannedFor = plannedFor.GetValueOrDefault(),
            Actions = [.. actions.Select((action, index) => new AuditedAction { AuditId = AuditId, ActionId = action.ActionId, Position = index })],
        };
        return planned with { Actions = Actions } != this || !planned.Actions.SequenceEqual(Actions)
            ? planned with { PersonId = by, Version = Version + 1 }
            : throw new Refused("Nothing is changed: the audit is planned so already.");
    }

    /// <summary>What it found, as a request tells of it.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="by">Who records it.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">It was done or cancelled.</exception>
    public Audit Record(V1.RecordAuditRequest request, Guid by, DateOnly today, RequestCheck check)
    {
        var recorded = Found(request, today, check);
        RefuseUnlessPlanned();
        return recorded with { State = V1.AuditState.Done, PersonId = by };
    }

    /// <summary>What it found, put right: all of it, as it should have been recorded. Who recorded it stays.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">It was not done, or says so already.</exception>
    public Audit Correct(V1.CorrectAuditRequest request, DateOnly today, RequestCheck check)
    {
        var corrected = Found(
            new()
            {
                DoneOn = request.DoneOn, By = request.By, SampleSize = request.SampleSize, Actions = { request.Actions }, Summary = request.Summary,
            },
            today,
            check);
        return State != V1.AuditState.Done ? throw new Refused("Only an audit that is recorded as done can be corrected.")
            : Corrections(this, corrected).Count == 0 ? throw new Refused("Nothing is changed: the audit is recorded so already.")
            : corrected;
    }

    /// <summary>The same, with the actions marked that it reopens now.</summary>
    public Audit Reopening(IReadOnlyCollection<Guid> actionIds) =>
        this with { Actions = [.. Actions.Select(one => one with { Reopened = one.Reopened || actionIds.Contains(one.ActionId) })] };

    private Audit Found(V1.RecordAuditRequest request, DateOnly today, RequestCheck check)
    {
        var doneOn = check.Date("done_on", request.DoneOn, "The day on which it was done");
        check.That(request.DoneOn.Length > 0, "done_on", "Enter the day on which it was done.")
            .That(!(doneOn > today), "done_on", "The day on which it was done cannot be in the future.");
        var carriedOutBy = check.Text("by", request.By, "Who carried it out", 200, required: true);
        check.That(request.SampleSize is >= 0 and <= LargestSample, "sample_size", "Enter how many were looked at, as a number up to 100,000.");
        var summary = check.Text("summary", request.Summary, "What was learned", 4000);
        var found = request.Actions.Select((said, index) => AuditedAction.Read(said, $"actions[{index}]", check)).ToArray();
        check.That(
            found.Select(one => one.ActionId).Order().SequenceEqual(Actions.Select(one => one.ActionId).Order()),
            "actions",
            "Say of each action of the audit what it found, once.")
            .ThrowIfRefused();
        return this with
        {
            DoneOn = doneOn,
            CarriedOutBy = carriedOutBy,
            SampleSize = request.SampleSize,
            Summary = summary,
            Actions = [.. Actions.Join(found, before => before.ActionId, one => one.ActionId, (before, one) => before with { Verdict = one.Verdict, Words = one.Words })],
            Version = Version + 1,
        };
    }

    /// <exception cref="Refused">It was done or cancelled.</exception>
    public Audit Cancel(string reason)
    {
        RefuseUnlessPlanned();
        return this with { State = V1.AuditState.Cancelled, CancelledBecause = reason, Version = Version + 1 };
    }

    /// <summary>What differs, for its history. What it found of an action stands in the history of that.</summary>
    public static IReadOnlyList<V1.FieldChange> Changes(Audit? before, Audit after)
    {
        var (from, to) = (before?.ToProto() ?? new(), after.ToProto());
        V1.FieldChange chosen = new() { Field = "action_ids", From = ChosenIds(from), To = ChosenIds(to) };
        return
        [
            .. FieldChanges.Between(from, to, "kind", "title", "planned_for", "state", "done_on", "by", "sample_size"),
            .. chosen.From == chosen.To ? (V1.FieldChange[])[] : [chosen],
        ];
    }

    /// <summary>The same of a correction, with what it changes of each action.</summary>
    public static IReadOnlyList<V1.FieldChange> Corrections(Audit before, Audit after) =>
    [
        .. Changes(before, after),
        .. FieldChanges.Between(before.ToProto(), after.ToProto(), "summary"),
        .. before.Actions.Join(after.Actions, one => one.ActionId, one => one.ActionId, (from, to) =>
            FieldChanges.Within($"{OfActions}{from.ActionId}", from.ToProto(), to.ToProto(), "verdict", "words")).SelectMany(changes => changes),
    ];

    /// <summary>What it has become, for audit and event.</summary>
    public Change Changed() => new(AuditId.ToString(), Version, new V1.AuditChanged { Audit = ToProto() });

    public V1.AssuranceReply ToReply() => new() { RecordId = AuditId.ToString(), Version = Version };

    public V1.Audit ToProto() => new()
    {
        AuditId = AuditId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        Kind = Kind,
        Title = Title,
        State = State,
        PlannedFor = PlannedFor.ToIso(),
        DoneOn = DoneOn.ToIso(),
        By = CarriedOutBy,
        SampleSize = SampleSize,
        Actions = { Actions.OrderBy(one => one.Position).Select(one => one.ToProto()) },
        Summary = Summary,
        CancelledBecause = CancelledBecause,
        PersonId = PersonId.ToString(),
        Version = Version,
    };

    private static string ChosenIds(V1.Audit audit) => string.Join(',', audit.Actions.Select(one => one.ActionId).Order(StringComparer.Ordinal));

    private void RefuseUnlessPlanned()
    {
        if (State is V1.AuditState.Done or V1.AuditState.Cancelled)
        {
            throw new Refused(State == V1.AuditState.Done
                ? $"This audit was done on {DoneOn.GetValueOrDefault().InWords()}. Correct what was recorded of it, or plan another one."
                : "This audit was cancelled. Plan another one.");
        }
    }
}

/// <summary>One action of an audit, and what it found of it.</summary>
public sealed record AuditedAction
{
    public Guid AuditId { get; init; }
    public Guid ActionId { get; init; }
    public int Position { get; init; }

    /// <summary>Unspecified while it is planned.</summary>
    public V1.AuditVerdict Verdict { get; init; }
    public string Words { get; init; } = "";

    /// <summary>It was found not embedded and so reopened; also when that is corrected.</summary>
    public bool Reopened { get; init; }

    public static AuditedAction Read(V1.AuditOfAction said, string at, RequestCheck check)
    {
        check.Known($"{at}.verdict", said.Verdict, "what was found");
        var required = said.Verdict is V1.AuditVerdict.NotEmbedded or V1.AuditVerdict.NotApplicable;
        var called = said.Verdict == V1.AuditVerdict.NotApplicable ? "The reason why it does not apply" : "What was found";
        return new AuditedAction
        {
            // What is no id is none of the audit's.
            ActionId = Ids.TryParse(said.ActionId) ?? Guid.Empty,
            Verdict = said.Verdict,
            Words = check.Text($"{at}.words", said.Words, called, RecordedChange.LongestReason, required),
        };
    }

    public V1.AuditOfAction ToProto() => new() { ActionId = ActionId.ToString(), Verdict = Verdict, Words = Words, Reopened = Reopened };
}
