using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>One report of progress on an action; it is never changed.</summary>
public sealed record ActionUpdate
{
    public const int LongestText = 4000;

    public Guid UpdateId { get; init; }
    public Guid ActionId { get; init; }
    public string Narrative { get; init; } = "";
    public V1.Delivery Delivery { get; init; }
    public V1.Progress? Progress { get; init; }
    public bool? DateAchievable { get; init; }
    public string? AssessmentReason { get; init; }
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }
    public string DifferenceForChildren { get; init; } = "";

    /// <summary>Of one that claims or completes: why there is no evidence and none can exist.</summary>
    public string NoEvidenceBecause { get; init; } = "";

    /// <summary>True where it says that the action is done, by another's word or by its own.</summary>
    public bool SaysDone => Delivery is V1.Delivery.AwaitingVerification or V1.Delivery.Complete;

    public StatusAssessment? Assessment => StatusAssessment.Of(Progress, DateAchievable, AssessmentReason);

    /// <param name="request">As it came.</param>
    /// <param name="caller">A person, acting for their agency.</param>
    /// <param name="actionId">The action's.</param>
    /// <param name="now">As <see cref="StoredTime.NowAsStored"/> gives it.</param>
    /// <exception cref="Invalid">A text is missing, too long or names a child; or an assessment is incomplete.</exception>
    public static ActionUpdate Read(V1.UpdateProgressRequest request, Caller caller, Guid actionId, DateTimeOffset now)
    {
        var check = new RequestCheck();
        var narrative = check.Text("narrative", request.Narrative, "What was done", LongestText, required: true);
        var difference = check.Text(
            "difference_for_children", request.DifferenceForChildren, "The difference for children", LongestText);
        var noEvidence = check.Text(
            "no_evidence_because", request.NoEvidenceBecause, "The reason why there can be no evidence", RecordedChange.LongestReason);
        var assessment = StatusAssessment.Read(request.Assessment, check);
        check.ThrowIfRefused();
        return new ActionUpdate
        {
            UpdateId = Guid.CreateVersion7(),
            ActionId = actionId,
            Narrative = narrative,
            Delivery = request.Delivery,
            Progress = assessment?.Progress,
            DateAchievable = assessment?.DateAchievable,
            AssessmentReason = assessment?.Reason,
            PersonId = caller.PersonId,
            AgencyId = caller.AgencyId ?? "",
            RecordedAt = now,
            DifferenceForChildren = difference,
            // Of work that goes on it says nothing.
            NoEvidenceBecause = request.Delivery is V1.Delivery.AwaitingVerification or V1.Delivery.Complete ? noEvidence : "",
        };
    }

    public V1.Update ToProto() => new()
    {
        UpdateId = UpdateId.ToString(),
        ActionId = ActionId.ToString(),
        Narrative = Narrative,
        Delivery = Delivery,
        Assessment = Assessment?.ToProto(),
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
        At = Timestamp.FromDateTimeOffset(RecordedAt),
        DifferenceForChildren = DifferenceForChildren,
        NoEvidenceBecause = NoEvidenceBecause,
    };
}
