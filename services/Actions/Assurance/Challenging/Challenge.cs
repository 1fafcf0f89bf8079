using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One partner's challenge to another: where it stands on its ladder, and who is a side of it. Rules only.</summary>
public sealed record Challenge
{
    private const int MostActions = 20;

    /// <summary>Whoever raises it in one of these does so for their agency.</summary>
    private static readonly Capacity[] ForAnAgency =
        [Capacity.AgencyLead, Capacity.DelegatedSafeguardingPartner, Capacity.LeadSafeguardingPartner];

    public Guid ChallengeId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }

    /// <summary>Empty until the partnership sees it.</summary>
    public string Reference { get; init; } = "";
    public string Title { get; init; } = "";

    /// <summary>The agency or body that answers it first, as <see cref="LeadText"/> writes it.</summary>
    public string ToLead { get; init; } = "";
    public Guid RaisedBy { get; init; }

    /// <summary>Empty where it was raised for no agency.</summary>
    public string RaisedByAgencyId { get; init; } = "";
    public Capacity RaisedIn { get; init; }
    public DateTimeOffset RaisedAt { get; init; }
    public V1.ChallengeStep Step { get; init; }
    public V1.ChallengeState State { get; init; }
    public DateOnly AnswerDueOn { get; init; }

    /// <summary>The partnership sees all of it.</summary>
    public bool Escalated { get; init; }
    public long Version { get; init; }

    /// <summary>What it is about; rows of their own.</summary>
    public Guid[] ActionIds { get; init; } = [];

    public bool IsEnded => State is V1.ChallengeState.Accepted or V1.ChallengeState.Withdrawn;

    /// <summary>Ids of the actions that a request names; it may name none.</summary>
    /// <exception cref="NotFound">One is no id.</exception>
    public static Guid[] ReadActionIds(IReadOnlyCollection<string> ids, RequestCheck check)
    {
        check.That(ids.Count <= MostActions, "action_ids", "Choose at most 20 actions.")
            .That(ids.Distinct().Count() == ids.Count, "action_ids", "Choose each action once.");
        return [.. ids.Select(id => Ids.Parse("action", id))];
    }

    /// <summary>The day that a request sets for the answer, or the partnership's number of working days from today.</summary>
    public static DateOnly ReadAnswerDueOn(string given, int workingDays, DateOnly today, RequestCheck check)
    {
        var on = check.Date("answer_due_on", given, "The day for the answer");
        check.That(
            on is not { } day || (day >= today && day <= today.AddYears(1)), "answer_due_on", "Enter a day from today to a year ahead.");
        return on ?? WorkingDays.After(today, workingDays);
    }

    /// <summary>A new one, between the two.</summary>
    /// <param name="plan">Of which it is.</param>
    /// <param name="request">As it came.</param>
    /// <param name="actions">That it names, as the caller sees them.</param>
    /// <param name="partnership">Whose agency or body it is to.</param>
    /// <param name="by">Who raises it.</param>
    /// <param name="answerDueOn">See <see cref="ReadAnswerDueOn"/>.</param>
    /// <param name="now">As <see cref="StoredTime.NowAsStored"/> gives it.</param>
    /// <param name="check">Collects what is refused.</param>
    public static Challenge Raise(
        ActionPlan plan,
        V1.RaiseChallengeRequest request,
        IReadOnlyList<Action> actions,
        Partnership partnership,
        Caller by,
        DateOnly answerDueOn,
        DateTimeOffset now,
        RequestCheck check)
    {
        var to = LeadText.Of(request.To);
        var forAgency = ForAnAgency.Contains(by.ActingAs) ? by.AgencyId ?? "" : "";
        check.That(partnership.HasLead(to), "to", "Choose an agency or body of this partnership.")
            .That(forAgency.Length == 0 || LeadText.AgencyOf(to) != forAgency, "to", "Choose another agency than your own.")
            .That(
                actions.All(action => action.PlanId == plan.PlanId && action.WithdrawnBecause.Length == 0), "action_ids", "Choose actions of this plan.");
        return new Challenge
        {
            ChallengeId = Guid.CreateVersion7(),
            PlanId = plan.PlanId,
            InspectionId = plan.InspectionId,
            Title = check.Text("title", request.Title, "What it is about", 200, required: true),
            ToLead = to,
            RaisedBy = by.PersonId,
            RaisedByAgencyId = forAgency,
            RaisedIn = by.ActingAs,
            RaisedAt = now,
            Step = V1.ChallengeStep.AgencyLead,
            State = V1.ChallengeState.Open,
            AnswerDueOn = answerDueOn,
            ActionIds = [.. actions.Select(action => action.ActionId)],
            Version = 1,
        };
    }

    /// <exception cref="Refused">It does not wait for an answer.</exception>
    public Challenge Answer()
    {
        RefuseIfEnded();
        return State == V1.ChallengeState.Open
            ? this with { State = V1.ChallengeState.Answered, Version = Version + 1 }
            : throw new Refused("This challenge is answered. Whoever raised it accepts the answer or takes it further.");
    }

    /// <exception cref="Refused">There is no answer to accept.</exception>
    public Challenge Accept()
    {
        RefuseIfEnded();
        return State == V1.ChallengeState.Answered
            ? this with { State = V1.ChallengeState.Accepted, Version = Version + 1 }
            : throw new Refused("This challenge is not answered yet: there is nothing to accept.");
    }

    /// <exception cref="Refused">It has ended.</exception>
    public Challenge Withdraw()
    {
        RefuseIfEnded();
        return this with { State = V1.ChallengeState.Withdrawn, Version = Version + 1 };
    }

    /// <summary>To the ladder's next step. That the day for the answer has not come yet is pointed out and never forbidden.</summary>
    /// <exception cref="Refused">It has ended, or was on the last step.</exception>
    public Challenge Escalate(ChallengeLadder ladder, DateOnly answerDueOn)
    {
        RefuseIfEnded();
        return ladder.After(Step) is { } next
            ? this with { Step = next, State = V1.ChallengeState.Open, AnswerDueOn = answerDueOn, Escalated = true, Version = Version + 1 }
            : throw new Refused("This challenge is with the three safeguarding partners together. There is no further step.");
    }

    /// <summary>Who raised it or stands in for them; of an agency that raised it, its leads.</summary>
    public bool IsRaisedBy(Caller caller) =>
        Guid.TryParse(caller.Subject, out var person)
        && (person == RaisedBy
            || caller.StandsInFor(RaisedIn).Contains(RaisedBy)
            || (RaisedByAgencyId.Length > 0 && caller.AgencyId == RaisedByAgencyId && caller.Has(Capacity.AgencyLead)));

    public bool IsRaisedForAgencyOf(Caller caller) => RaisedByAgencyId.Length > 0 && caller.AgencyId == RaisedByAgencyId;

    /// <summary>The two sides alone before it is escalated, whatever else somebody may read; then whoever knows of the plan.</summary>
    public bool IsSeenBy(Caller caller, PlanAccess access, Inspection inspection) =>
        access.Sees(inspection) && (Escalated || IsRaisedBy(caller) || ChallengeLadder.FirstAnswerers(ToLead).Include(caller));

    /// <summary>What it has become, for audit and event.</summary>
    public Change Changed() => new(ChallengeId.ToString(), Version, new V1.ChallengeChanged { Challenge = ToProto() });

    public V1.AssuranceReply ToReply() => new() { RecordId = ChallengeId.ToString(), Version = Version };

    /// <summary>For a reader, with those of its actions that they see.</summary>
    public V1.Challenge ToProto(IReadOnlySet<Guid> seen) => (this with { ActionIds = [.. ActionIds.Where(seen.Contains)] }).ToProto();

    public V1.Challenge ToProto() => new()
    {
        ChallengeId = ChallengeId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        Reference = Reference,
        Title = Title,
        ActionIds = { ActionIds.Select(id => id.ToString()) },
        To = LeadText.ToProto(ToLead),
        RaisedBy = RaisedBy.ToString(),
        RaisedByAgencyId = RaisedByAgencyId,
        RaisedIn = RaisedIn,
        RaisedAt = Timestamp.FromDateTimeOffset(RaisedAt),
        Step = Step,
        State = State,
        AnswerDueOn = AnswerDueOn.ToIso(),
        Escalated = Escalated,
        Version = Version,
    };

    private void RefuseIfEnded()
    {
        if (IsEnded)
        {
            throw new Refused(State == V1.ChallengeState.Accepted
                ? "The answer to this challenge was accepted. Raise another one."
                : "This challenge was withdrawn. Raise another one.");
        }
    }
}
