using Jtai.Errors;
using Jtai.Field;

using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Jtai.Actions;

/// <summary>One move of an action's due date, with its reason; it is never changed.</summary>
public sealed record DateChange
{
    public Guid ChangeId { get; init; }
    public Guid ActionId { get; init; }
    public DateOnly FromDate { get; init; }
    public DateOnly ToDate { get; init; }
    public V1.DateChangeReason Reason { get; init; }
    public string Explanation { get; init; } = "";
    public Guid PersonId { get; init; }
    public DateTimeOffset RecordedAt { get; init; }

    /// <exception cref="Invalid">No real date, or no reason for it.</exception>
    public static (DateOnly To, V1.DateChangeReason Reason, string Explanation) Read(V1.ChangeDueDateRequest request)
    {
        var check = new RequestCheck();
        var to = check.Date("due_on", request.DueOn, "The new date");
        if (request.DueOn.Length == 0)
        {
            check.Refuse("due_on", "Enter the new date.");
        }

        if (request.Reason == V1.DateChangeReason.Unspecified || !Enum.IsDefined(request.Reason))
        {
            check.Refuse("reason", "Choose a reason for the new date.");
        }

        var explanation = check.Text(
            "explanation",
            request.Explanation,
            "The explanation",
            longest: 1000,
            required: request.Reason == V1.DateChangeReason.OtherReason);
        check.ThrowIfRefused();
        return (to.GetValueOrDefault(), request.Reason, explanation);
    }

    public static DateChange Of(
        Action before, Action after, V1.DateChangeReason reason, string explanation, Guid personId, DateTimeOffset now) => new()
        {
            ChangeId = Guid.CreateVersion7(),
            ActionId = before.ActionId,
            FromDate = before.DueOn.GetValueOrDefault(),
            ToDate = after.DueOn.GetValueOrDefault(),
            Reason = reason,
            Explanation = explanation,
            PersonId = personId,
            RecordedAt = now,
        };

    public V1.DateChange ToProto() => new()
    {
        ChangeId = ChangeId.ToString(),
        ActionId = ActionId.ToString(),
        From = FromDate.ToIso(),
        To = ToDate.ToIso(),
        Reason = Reason,
        Explanation = Explanation,
        PersonId = PersonId.ToString(),
        At = Timestamp.FromDateTimeOffset(RecordedAt),
    };
}
