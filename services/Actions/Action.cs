using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One action of a plan: what it says, by when, and how far it is. Rules only; the slices read and save it.</summary>
public sealed partial record Action
{
    public Guid ActionId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }

    /// <summary>E.g. HSK-2026-A014, allotted once the inspection is published; empty before.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Its place among the actions of its plan, as added; what it is called by before it has a reference.</summary>
    public int Draft { get; init; }
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public string Theme { get; init; } = "";
    public Guid[] FindingIds { get; init; } = [];
    public string? LeadAgencyId { get; init; }
    public string? LeadBodyId { get; init; }
    public string[] SupportingAgencyIds { get; init; } = [];
    public Guid? OwnerId { get; init; }
    public string OutcomeSought { get; init; } = "";
    public string SuccessMeasure { get; init; } = "";

    /// <summary>As first agreed; the database refuses to change it.</summary>
    public DateOnly? OriginalDueOn { get; init; }
    public DateOnly? DueOn { get; init; }

    /// <summary>For an ongoing action, in place of a due date.</summary>
    public DateOnly? NextReviewOn { get; init; }
    public int DateChanges { get; init; }

    /// <summary>When its due date was moved last, and by whom; null where it never was.</summary>
    public DateTimeOffset? DateMovedAt { get; init; }
    public Guid? DateMovedBy { get; init; }
    public V1.Delivery Delivery { get; init; }
    public V1.Progress? Progress { get; init; }
    public bool? DateAchievable { get; init; }
    public string? AssessmentReason { get; init; }
    public DateOnly? CompletedOn { get; init; }
    public int Updates { get; init; }
    public DateTimeOffset AddedAt { get; init; }
    public long Version { get; init; }

    public bool IsOpen => WithdrawnBecause.Length == 0 && Delivery is not (V1.Delivery.Complete or V1.Delivery.ClosedWithoutCompletion);

    // Before publication a number would tell how much there is that others do not see.
    private string ShownReference => Reference.Length > 0 ? Reference : string.Create(CultureInfo.InvariantCulture, $"Draft {Draft}");

    /// <summary>A new action of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="reference">The next of the partnership's series; empty before the inspection is published.</param>
    /// <param name="draft">Its place among the actions of the plan, from 1.</param>
    /// <param name="description">What it says, checked.</param>
    /// <param name="dueOn">Either this or the next review date.</param>
    /// <param name="nextReviewOn">For an ongoing action.</param>
    /// <param name="now">As <see cref="StoredTime.NowAsStored"/> gives it.</param>
    public static Action Add(
        ActionPlan plan,
        string reference,
        int draft,
        ActionDescription description,
        DateOnly? dueOn,
        DateOnly? nextReviewOn,
        DateTimeOffset now) =>
        new Action
        {
            ActionId = Guid.CreateVersion7(),
            PlanId = plan.PlanId,
            InspectionId = plan.InspectionId,
            Reference = reference,
            Draft = draft,
            OriginalDueOn = dueOn,
            DueOn = dueOn,
            NextReviewOn = nextReviewOn,
            Delivery = V1.Delivery.NotStarted,
            AddedAt = now,
            Version = 1,
        }.Saying(description);

    /// <summary>An action has a due date or, where it never ends, a next review date.</summary>
    /// <param name="request">Where it asks so, a date that has passed is taken only once it is said to be meant.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    public static (DateOnly? DueOn, DateOnly? NextReviewOn) ReadDates(V1.AddActionRequest request, DateOnly today, RequestCheck check)
    {
        var dueOn = check.Date("due_on", request.DueOn, "The due date");
        var nextReviewOn = check.Date("next_review_on", request.NextReviewOn, "The next review date");
        if (request.DueOn.Length == 0 == (request.NextReviewOn.Length == 0))
        {
            check.Refuse("due_on", request.DueOn.Length == 0
                ? "Enter a due date or, for an ongoing action, a next review date."
                : "Enter either a due date or a next review date, not both.");
        }
        else if ((dueOn ?? nextReviewOn) is { } date)
        {
            check.That(!request.AskIfPast || date >= today, "ask_if_past", $"{date.InWords()} has passed. Is that what you mean?");
        }

        return (dueOn, nextReviewOn);
    }

    /// <summary>What an action is called from the publication of its inspection on.</summary>
    public Action Numbered(string reference) => this with { Reference = reference, Version = Version + 1 };

    /// <summary>Changes what it says; with the changes, field by field.</summary>
    /// <exception cref="Refused">It is complete, closed or withdrawn, or says so already.</exception>
    public (Action Described, IReadOnlyList<V1.FieldChange> Changes) Describe(ActionDescription description)
    {
        RefuseIfClosed("changed");
        var described = Saying(description) with { Version = Version + 1 };
        var changes = FieldChanges.Between(
            ToProto(lastUpdate: null),
            described.ToProto(lastUpdate: null),
            "title", "description", "theme", "finding_ids", "lead", "supporting_agency_ids", "owner_id", "outcome_sought", "success_measure");
        return changes.Count > 0 ? (described, changes) : throw new Refused("Nothing is changed: the action says all of this already.");
    }

    /// <exception cref="Refused">It is complete or closed, or ongoing.</exception>
    /// <exception cref="Invalid">The date is the one it has, or is past.</exception>
    public Action MoveDueDate(DateOnly to, DateTimeOffset now, Guid by)
    {
        var today = now.DateInLondon();
        RefuseIfClosed("given a new date");
        if (DueOn is null)
        {
            throw new Refused("This action is ongoing: it has a next review date and no due date.");
        }

        if (to == DueOn)
        {
            throw new Invalid("due_on", "This is the date that the action has already.");
        }

        if (to < today)
        {
            throw new Invalid("due_on", "The new date must not be in the past.");
        }

        var moved = this with
        {
            DueOn = to,
            DateChanges = DateChanges + 1,
            DateMovedAt = now,
            DateMovedBy = by,
            Version = Version + 1,
        };
        // That a date cannot be kept was said of the date before: of a later one nobody has said it.
        return to > DueOn && DateAchievable == false ? moved with { DateAchievable = true, AssessmentReason = "" } : moved;
    }

    /// <summary>Takes an update in. That an action is complete is another person's word, so no update says it.</summary>
    /// <exception cref="Refused">It is complete or closed.</exception>
    /// <exception cref="Invalid">It cannot go from where it is to where the update says.</exception>
    public Action Take(ActionUpdate update)
    {
        RefuseIfClosed("updated");
        if (!CanBecome(update.Delivery))
        {
            throw new Invalid("delivery", update.Delivery switch
            {
                V1.Delivery.NotStarted => "Work on this action has begun: say in progress or awaiting verification.",
                V1.Delivery.Complete =>
                    "An update cannot complete an action: say awaiting verification, and another person confirms it.",
                _ => "Say not started, in progress or awaiting verification.",
            });
        }

        var assessment = update.Assessment ?? StatusAssessment.Of(Progress, DateAchievable, AssessmentReason);
        return this with
        {
            Delivery = update.Delivery,
            Progress = assessment?.Progress,
            DateAchievable = assessment?.DateAchievable,
            AssessmentReason = assessment?.Reason,
            Updates = Updates + 1,
            Version = Version + 1,
        };
    }

    /// <summary>True where the agency leads or supports it.</summary>
    public bool Involves(string? agencyId) =>
        agencyId is not null && (LeadAgencyId == agencyId || SupportingAgencyIds.Contains(agencyId));

    /// <summary>What the action has become, for audit and event.</summary>
    /// <param name="kind">What was done to it.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="lastUpdate">The newest update; null before the first.</param>
    public Change Changed(V1.ActionChangeKind kind, Caller by, ActionUpdate? lastUpdate) => new(
        ActionId.ToString(),
        Version,
        new V1.ActionChanged { Action = ToProto(lastUpdate), Kind = kind, PersonId = by.IsService ? "" : by.PersonId.ToString() });

    public V1.ActionReply ToReply() => new() { ActionId = ActionId.ToString(), Reference = ShownReference, Version = Version };

    /// <param name="lastUpdate">The newest update; null before the first.</param>
    public V1.Action ToProto(ActionUpdate? lastUpdate) => new()
    {
        ActionId = ActionId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        Reference = ShownReference,
        Title = Title,
        Description = Description,
        Theme = Theme,
        FindingIds = { FindingIds.Select(id => id.ToString()) },
        Lead = LeadAgencyId is null ? new V1.Lead { BodyId = LeadBodyId ?? "" } : new V1.Lead { AgencyId = LeadAgencyId },
        SupportingAgencyIds = { SupportingAgencyIds },
        OwnerId = OwnerId?.ToString() ?? "",
        OutcomeSought = OutcomeSought,
        SuccessMeasure = SuccessMeasure,
        OriginalDueOn = OriginalDueOn.ToIso(),
        DueOn = DueOn.ToIso(),
        NextReviewOn = NextReviewOn.ToIso(),
        DateChanges = DateChanges,
        DateMovedAt = DateMovedAt is { } moved ? Timestamp.FromDateTimeOffset(moved) : null,
        DateMovedBy = DateMovedBy?.ToString() ?? "",
        Delivery = Delivery,
        Assessment = StatusAssessment.Of(Progress, DateAchievable, AssessmentReason)?.ToProto(),
        CompletedOn = CompletedOn.ToIso(),
        Updates = Updates,
        LastUpdate = lastUpdate?.ToProto(),
        AddedAt = Timestamp.FromDateTimeOffset(AddedAt),
        WithdrawnBecause = WithdrawnBecause,
        Closing = ClosingToProto(),
        Version = Version,
    };

    private Action Saying(ActionDescription description) => this with
    {
        Title = description.Title,
        Description = description.Description,
        Theme = description.Theme,
        FindingIds = description.FindingIds,
        LeadAgencyId = description.LeadAgencyId,
        LeadBodyId = description.LeadBodyId,
        SupportingAgencyIds = description.SupportingAgencyIds,
        OwnerId = description.OwnerId,
        OutcomeSought = description.OutcomeSought,
        SuccessMeasure = description.SuccessMeasure,
    };

    private bool CanBecome(V1.Delivery next) => (Delivery, next) switch
    {
        (V1.Delivery.NotStarted, V1.Delivery.NotStarted) => true,
        (_, V1.Delivery.InProgress or V1.Delivery.AwaitingVerification) => true,
        _ => false,
    };

    private void RefuseIfClosed(string done)
    {
        if (!IsOpen)
        {
            var state = WithdrawnBecause.Length > 0 ? "withdrawn" : Delivery == V1.Delivery.Complete ? "complete" : "closed";
            throw new Refused($"This action is {state} and cannot be {done}.");
        }
    }
}
