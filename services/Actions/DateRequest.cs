using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A new due date that somebody asks for, until the manager decides or the asker takes it back.</summary>
public sealed record DateRequest
{
    /// <summary>
    /// Keeps requests, in the statement that changes their actions: under the action's version no other can have changed one.
    /// Parameter: <c>DateRequests</c>, as <see cref="ToRows"/> gives them.
    /// </summary>
    public const string Save =
        """
        ;
        insert into date_request (tenant_id, request_id, action_id, from_date, to_date, reason, explanation, person_id, asked_at, state,
          decision, decided_by, decided_at, version)
        select @TenantId, request_id, action_id, from_date, to_date, reason, explanation, person_id, asked_at, state,
          decision, decided_by, decided_at, version
        from jsonb_populate_recordset(null::date_request, @DateRequests::jsonb)
        on conflict (tenant_id, request_id) do update set state = excluded.state, decision = excluded.decision,
          decided_by = excluded.decided_by, decided_at = excluded.decided_at, version = excluded.version
        """;

    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public Guid RequestId { get; init; }
    public Guid ActionId { get; init; }
    public DateOnly FromDate { get; init; }
    public DateOnly ToDate { get; init; }
    public V1.DateChangeReason Reason { get; init; }
    public string Explanation { get; init; } = "";

    /// <summary>Who asks.</summary>
    public Guid PersonId { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public V1.DateRequestState State { get; init; }

    /// <summary>The manager's words.</summary>
    public string Decision { get; init; } = "";
    public Guid? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public long Version { get; init; }

    /// <summary>A new one of an action that has been asked for the date.</summary>
    public static DateRequest Of(
        Action before, DateOnly to, V1.DateChangeReason reason, string explanation, Guid personId, DateTimeOffset now) => new()
        {
            RequestId = Guid.CreateVersion7(),
            ActionId = before.ActionId,
            FromDate = before.DueOn.GetValueOrDefault(),
            ToDate = to,
            Reason = reason,
            Explanation = explanation,
            PersonId = personId,
            AskedAt = now,
            State = V1.DateRequestState.Waiting,
            Version = 1,
        };

    public static string ToRows(params IEnumerable<DateRequest> requests) => JsonSerializer.Serialize(requests, AsColumns);

    /// <exception cref="Refused">It is decided on, or was taken back.</exception>
    public DateRequest Decide(V1.DateRequestState state, string words, Guid by, DateTimeOffset now) =>
        State != V1.DateRequestState.Waiting
            ? throw new Refused(State == V1.DateRequestState.TakenBack ? "This request was taken back." : "This request is decided on already.")
            : this with { State = state, Decision = words, DecidedBy = by, DecidedAt = now, Version = Version + 1 };

    /// <summary>What the request has become, for audit and event.</summary>
    public Change Changed() => new(RequestId.ToString(), Version, new V1.DateRequestChanged { Request = ToProto() });

    public V1.DateRequest ToProto() => new()
    {
        RequestId = RequestId.ToString(),
        ActionId = ActionId.ToString(),
        From = FromDate.ToIso(),
        To = ToDate.ToIso(),
        Reason = Reason,
        Explanation = Explanation,
        PersonId = PersonId.ToString(),
        At = Timestamp.FromDateTimeOffset(AskedAt),
        State = State,
        Decision = Decision,
        DecidedBy = DecidedBy?.ToString() ?? "",
        DecidedAt = DecidedAt is { } decided ? Timestamp.FromDateTimeOffset(decided) : null,
        Version = Version,
    };
}
