using System.Globalization;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
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

    /// <summary>Null where it stands under none of its plan's themes.</summary>
    public Guid? ThemeId { get; init; }
    public Guid[] FindingIds { get; init; } = [];
    public string OutcomeSought { get; init; } = "";
    public string SuccessMeasure { get; init; } = "";

    public V1.Delivery Delivery { get; init; }
    public V1.Progress? Progress { get; init; }
    public bool? DateAchievable { get; init; }
    public string? AssessmentReason { get; init; }
    public int Updates { get; init; }
    public DateTimeOffset AddedAt { get; init; }
    public V1.ResourceKind ResourceKind { get; init; }
    public DateOnly? ResourcesReviewOn { get; init; }
    public long OneOffPounds { get; init; }
    public long YearlyPounds { get; init; }
    public string MoneyFrom { get; init; } = "";

    /// <summary>Work on it began before the letter was published.</summary>
    public bool BeganBeforePublication { get; init; }
    public bool QuickWin { get; init; }

    /// <summary>Which of two collating bodies answers for it; empty where the plan has not two, or while nobody has said.</summary>
    public string AnsweringBodyId { get; init; } = "";

    /// <summary>As <see cref="OtherPlanLinks"/> keeps them.</summary>
    [JsonConverter(typeof(JsonAsItIs))]
    public string Links { get; init; } = "[]";
    public long Version { get; init; }

    public bool IsClosed => Delivery == V1.Delivery.ClosedWithoutCompletion;

    public bool IsOpen => WithdrawnBecause.Length == 0 && Delivery is not (V1.Delivery.Complete or V1.Delivery.ClosedWithoutCompletion);

    private ActionResources Resources => new(ResourceKind, ResourcesReviewOn, OneOffPounds, YearlyPounds, MoneyFrom);

    /// <summary>The reference or, before publication, "Draft 3": a number would tell how much there is that others do not see.</summary>
    public string ShownReference => Reference.Length > 0 ? Reference : string.Create(CultureInfo.InvariantCulture, $"Draft {Draft}");

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

    /// <summary>What an action is called from the publication of its inspection on.</summary>
    public Action Numbered(string reference) => this with { Reference = reference, Version = Version + 1 };

    /// <summary>Changes what it says; with the changes, field by field.</summary>
    /// <exception cref="Refused">It is complete, closed or withdrawn, or says so already.</exception>
    public (Action Described, IReadOnlyList<V1.FieldChange> Changes) Describe(ActionDescription description)
    {
        RefuseIfClosed("changed");
        var described = Saying(description) with { Version = Version + 1 };
        var (before, after) = (ToProto(lastUpdate: null), described.ToProto(lastUpdate: null));
        V1.FieldChange[] changes =
        [
            .. FieldChanges.Between(
                before, after,
                "title", "description", "theme", "finding_ids", "lead", "joint_leads", "supporting_agency_ids", "owner_id", "owner_post_id",
                "outcome_sought", "success_measure", "began_before_publication", "quick_win", "answering_body_id", "links"),
            .. FieldChanges.Within(
                "resources", before.Resources ?? new(), after.Resources ?? new(),
                "kind", "review_on", "one_off_pounds", "yearly_pounds", "source"),
        ];
        return changes.Length > 0 || described.ThemeId != ThemeId ? (described, changes) : throw new Refused("Nothing is changed: the action says all of this already.");
    }

    /// <summary>
    /// Takes an update in. Where a second check is compulsory, that an action is complete is another person's word, and no update says
    /// it; elsewhere it is then complete, self-assured.
    /// </summary>
    /// <param name="update">The update.</param>
    /// <param name="proof">What its completion asks for; needed for an update that completes it.</param>
    /// <exception cref="Refused">It is complete or closed.</exception>
    /// <exception cref="Invalid">It cannot go from where it is to where the update says.</exception>
    public Action Take(ActionUpdate update, ProofOfAction? proof = null)
    {
        RefuseIfClosed("updated");
        if (!CanBecome(update.Delivery))
        {
            throw new Invalid("delivery", update.Delivery switch
            {
                V1.Delivery.NotStarted => "Work on this action has begun: say in progress or awaiting verification.",
                _ => "Say not started, in progress, awaiting verification or complete.",
            });
        }

        var completed = this;
        if (update.Delivery == V1.Delivery.Complete)
        {
            (proof ?? throw new ArgumentNullException(nameof(proof))).RequireMayCompleteItself(update);
            completed = Completed(update.RecordedAt.DateInLondon(), update.PersonId, update.AgencyId) with
            {
                SelfAssured = true,
                NoEvidenceBecause = update.NoEvidenceBecause,
            };
        }

        var assessment = update.Assessment ?? StatusAssessment.Of(Progress, DateAchievable, AssessmentReason);
        return completed with
        {
            Delivery = update.Delivery,
            Progress = assessment?.Progress,
            DateAchievable = assessment?.DateAchievable,
            AssessmentReason = assessment?.Reason,
            Updates = Updates + 1,
            Version = Version + 1,
        };
    }

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
        ThemeId = ThemeId?.ToString() ?? "",
        Lead = LeadText.ToProto(LeadText.Of(LeadAgencyId, LeadBodyId)),
        JointLeads = { JointLeads.Select(LeadText.ToProto) },
        SupportingAgencyIds = { SupportingAgencyIds },
        OwnerId = OwnerId?.ToString() ?? "",
        OwnerPostId = OwnerPostId?.ToString() ?? "",
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
        Resources = Resources.ToProto(),
        BeganBeforePublication = BeganBeforePublication,
        QuickWin = QuickWin,
        AnsweringBodyId = AnsweringBodyId,
        Links = { OtherPlanLinks.ToProto(Links) },
        Completion = CompletionToProto(),
        Embedding = EmbeddingToProto(),
        Pause = PauseToProto(),
        DateAskedFor = DateAskedFor.ToIso(),
        Milestones = Milestones,
        MilestonesDone = MilestonesDone,
        NextMilestoneDueOn = NextMilestoneDueOn.ToIso(),
        Coverage = CoverageReading.FromJson(Coverage)?.ToProto(),
        DependsOn = { Dependency.FromJson(DependsOn).Select(one => one.ToProto()) },
        SharedCauseId = SharedCauseId?.ToString() ?? "",
        Allotment = AllotmentToProto(),
        TakenOver = Columns.FromJson<TakenOver>(TakenOver),
        Version = Version,
    };

    private Action Saying(ActionDescription description) => this with
    {
        Title = description.Title,
        Description = description.Description,
        Theme = description.Theme,
        ThemeId = description.ThemeId,
        FindingIds = description.FindingIds,
        LeadAgencyId = description.LeadAgencyId,
        LeadBodyId = description.LeadBodyId,
        JointLeads = description.JointLeads,
        SupportingAgencyIds = description.SupportingAgencyIds,
        OwnerId = description.OwnerId,
        OwnerPostId = description.OwnerPostId,
        OutcomeSought = description.OutcomeSought,
        SuccessMeasure = description.SuccessMeasure,
        ResourceKind = description.Resources.Kind,
        ResourcesReviewOn = description.Resources.ReviewOn,
        OneOffPounds = description.Resources.OneOffPounds,
        YearlyPounds = description.Resources.YearlyPounds,
        MoneyFrom = description.Resources.MoneyFrom,
        BeganBeforePublication = description.BeganBeforePublication,
        QuickWin = description.QuickWin,
        AnsweringBodyId = description.AnsweringBodyId,
        Links = description.Links,
    };

    private bool CanBecome(V1.Delivery next) => (Delivery, next) switch
    {
        (V1.Delivery.NotStarted, V1.Delivery.NotStarted) => true,
        (_, V1.Delivery.InProgress or V1.Delivery.AwaitingVerification or V1.Delivery.Complete) => true,
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
