using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One move of an action's due date, with its reason; it is never changed.</summary>
public sealed record DateChange
{
    /// <summary>
    /// Keeps changes, in the statement that changes their actions. Parameter: <c>DateChanges</c>, as <see cref="ToRows"/> gives them.
    /// </summary>
    public const string Insert =
        """
        ;
        insert into date_change (tenant_id, change_id, action_id, action_version, from_date, to_date, reason, explanation, person_id, recorded_at)
        select @TenantId, change_id, action_id, action_version, from_date, to_date, reason, explanation, person_id, recorded_at
        from jsonb_populate_recordset(null::date_change, @DateChanges::jsonb)
        """;

    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public Guid ChangeId { get; init; }
    public Guid ActionId { get; init; }

    /// <summary>Version of the action that the move made.</summary>
    public long ActionVersion { get; init; }
    public DateOnly FromDate { get; init; }
    public DateOnly ToDate { get; init; }
    public V1.DateChangeReason Reason { get; init; }
    public string Explanation { get; init; } = "";
    public Guid PersonId { get; init; }
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The date and why it is wanted, of whoever moves it or asks for it.</summary>
    /// <param name="field">The proto's name of the date.</param>
    /// <param name="date">As it came.</param>
    /// <param name="reason">As it came.</param>
    /// <param name="explanation">As it came.</param>
    /// <exception cref="Invalid">No real date, or no reason for it.</exception>
    public static (DateOnly To, V1.DateChangeReason Reason, string Explanation) Read(
        string field, string date, V1.DateChangeReason reason, string explanation)
    {
        var check = new RequestCheck();
        var to = check.Date(field, date, "The new date");
        if (date.Length == 0)
        {
            check.Refuse(field, "Enter the new date.");
        }

        if (reason == V1.DateChangeReason.Unspecified || !System.Enum.IsDefined(reason))
        {
            check.Refuse("reason", "Choose a reason for the new date.");
        }

        var words = check.Text(
            "explanation", explanation, "The explanation", longest: 1000, required: reason == V1.DateChangeReason.OtherReason);
        check.ThrowIfRefused();
        return (to.GetValueOrDefault(), reason, words);
    }

    public static DateChange Of(
        Action before, Action after, V1.DateChangeReason reason, string explanation, Guid personId, DateTimeOffset now) => new()
        {
            ChangeId = Guid.CreateVersion7(),
            ActionId = before.ActionId,
            ActionVersion = after.Version,
            FromDate = before.DueOn.GetValueOrDefault(),
            ToDate = after.DueOn.GetValueOrDefault(),
            Reason = reason,
            Explanation = explanation,
            PersonId = personId,
            RecordedAt = now,
        };

    public static string ToRows(params IEnumerable<DateChange> changes) => JsonSerializer.Serialize(changes, AsColumns);

    /// <summary>For audit and event.</summary>
    public Change Recorded() => new(ChangeId.ToString(), 1, new V1.DueDateChanged { Change = ToProto() });

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
