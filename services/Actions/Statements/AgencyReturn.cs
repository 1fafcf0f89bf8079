using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What an agency or body was asked for its part of a statement, and what came of it.</summary>
public sealed record AgencyReturn
{
    /// <summary>Asks, or asks again: a row that is there gets the new date.</summary>
    public const string Ask =
        $"""
        ;
        insert into agency_return as asked (tenant_id, {Named})
        select @TenantId, {Named} from jsonb_populate_recordset(null::agency_return, @Returns::jsonb)
        on conflict (tenant_id, return_id) do update
        set state = excluded.state, asked_on = excluded.asked_on, due_on = excluded.due_on, note = excluded.note,
          changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = excluded.version;
        """;

    public const string Update =
        """
        ;
        with changed as (
          update agency_return set state = saved.state, text = saved.text, typed_in = saved.typed_in, note = saved.note,
            changed_by = saved.changed_by, changed_at = saved.changed_at, version = saved.version
          from jsonb_populate_record(null::agency_return, @Return::jsonb) as saved
          where agency_return.tenant_id = @TenantId and agency_return.return_id = saved.return_id
            and agency_return.version = saved.version - 1
          returning 1)
        select require_changed(exists (select from changed))
        """;

    /// <summary>Keeps that their leads were reminded; raises where one of them changed meanwhile.</summary>
    public const string Remind =
        """
        ;
        with changed as (
          update agency_return set reminded_at = saved.reminded_at, reminders = saved.reminders, version = saved.version
          from jsonb_populate_recordset(null::agency_return, @Returns::jsonb) as saved
          where agency_return.tenant_id = @TenantId and agency_return.return_id = saved.return_id
            and agency_return.version = saved.version - 1
          returning 1)
        select require_changed((select count(*) from changed) = jsonb_array_length(@Returns::jsonb));
        """;

    private const string Named =
        "return_id, statement_id, from_agency_id, from_body_id, state, asked_on, due_on, text, typed_in, note, changed_by, changed_at, version";

    public Guid ReturnId { get; init; }
    public Guid StatementId { get; init; }
    public string? FromAgencyId { get; init; }
    public string? FromBodyId { get; init; }
    public V1.ReturnState State { get; init; }
    public DateOnly AskedOn { get; init; }
    public DateOnly DueOn { get; init; }
    public string Text { get; init; } = "";

    /// <summary>True where the manager typed it in from an e-mail or paper.</summary>
    public bool TypedIn { get; init; }
    public string Note { get; init; } = "";
    public Guid ChangedBy { get; init; }
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>When the agency's leads were reminded last; null where they never were.</summary>
    public DateTimeOffset? RemindedAt { get; init; }
    public int Reminders { get; init; }
    public long Version { get; init; }

    public V1.Lead From => LeadText.ToProto(LeadText.Of(FromAgencyId, FromBodyId)) ?? new();

    /// <summary>True once nothing more is waited for.</summary>
    public bool IsSettled => State is V1.ReturnState.Accepted or V1.ReturnState.DraftedForThem or V1.ReturnState.NoneReceived;

    /// <summary>True while it is waited for: asked for and not come, or sent back.</summary>
    public bool IsOwed => State is V1.ReturnState.Asked or V1.ReturnState.SentBack;

    public bool WasRemindedOn(DateOnly day) => RemindedAt?.DateInLondon() == day;

    /// <summary>Asks for a part by a date, again where it was asked for before; what was given stays.</summary>
    /// <exception cref="Refused">Theirs is accepted.</exception>
    public static AgencyReturn AskOf(
        V1.Lead from, Guid statementId, AgencyReturn? before, DateOnly dueOn, Guid by, DateTimeOffset now, string called) => before switch
        {
            { State: V1.ReturnState.Accepted } => throw new Refused($"The part of {called} is accepted already. Send it back first, if it has to change."),
            not null => before with
            {
                State = before.State is V1.ReturnState.Returned or V1.ReturnState.SentBack ? before.State : V1.ReturnState.Asked,
                AskedOn = now.DateInLondon(),
                DueOn = dueOn,
                ChangedBy = by,
                ChangedAt = now,
                Version = before.Version + 1,
            },
            null => new AgencyReturn
            {
                ReturnId = Guid.CreateVersion7(),
                StatementId = statementId,
                FromAgencyId = from.AgencyIdOrNone(),
                FromBodyId = from.BodyIdOrNone(),
                State = V1.ReturnState.Asked,
                AskedOn = now.DateInLondon(),
                DueOn = dueOn,
                ChangedBy = by,
                ChangedAt = now,
                Version = 1,
            },
        };

    /// <summary>Takes in what they sent.</summary>
    /// <param name="text">Checked.</param>
    /// <param name="caller">A lead of the agency, or the manager who types in what came by e-mail.</param>
    /// <param name="now">As <see cref="StoredTime.NowAsStored"/> gives it.</param>
    /// <exception cref="Refused">It is accepted.</exception>
    public AgencyReturn Give(string text, Caller caller, DateTimeOffset now) => State == V1.ReturnState.Accepted
        ? throw new Refused("This return is accepted. It can be sent back first, if it has to change.")
        : this with
        {
            State = V1.ReturnState.Returned,
            Text = text,
            TypedIn = !(caller.Has(Capacity.AgencyLead) && FromAgencyId is not null && FromAgencyId == caller.AgencyId),
            Note = "",
            ChangedBy = caller.PersonId,
            ChangedAt = now,
            Version = Version + 1,
        };

    /// <exception cref="Refused">There is nothing to accept or to send back.</exception>
    public AgencyReturn Settle(V1.SettleReturnRequest request, Guid by, DateTimeOffset now, RequestCheck check)
    {
        check.That(
            request.State is V1.ReturnState.Accepted or V1.ReturnState.SentBack or V1.ReturnState.DraftedForThem or V1.ReturnState.NoneReceived,
            "state", "Say whether it is accepted, sent back, drafted for them, or whether none came.");
        var note = check.Text("note", request.Note, "The note", 1000, request.State is V1.ReturnState.SentBack or V1.ReturnState.NoneReceived);
        var drafted = request.State == V1.ReturnState.DraftedForThem;
        var text = check.Text("text", request.Text, "What was drafted for them", StatementSection.LongestText, drafted);
        check.ThrowIfRefused();
        var given = State is V1.ReturnState.Returned or V1.ReturnState.Accepted;
        return (request.State, State) switch
        {
            (V1.ReturnState.Accepted, not V1.ReturnState.Returned) => throw new Refused("Nothing has been returned that could be accepted."),
            (V1.ReturnState.SentBack, _) when !given => throw new Refused("Nothing has been returned that could be sent back."),
            (V1.ReturnState.NoneReceived or V1.ReturnState.DraftedForThem, _) when given =>
                throw new Refused("They have returned their part. Accept it, or send it back."),
            _ => this with
            {
                State = request.State,
                Note = note,
                Text = drafted ? text : Text,
                ChangedBy = by,
                ChangedAt = now,
                Version = Version + 1,
            },
        };
    }

    public AgencyReturn Reminded(DateTimeOffset now) => this with { RemindedAt = now, Reminders = Reminders + 1, Version = Version + 1 };

    public Change Changed() => new(ReturnId.ToString(), Version, new V1.AgencyReturnChanged { Return = ToProto() });

    public V1.StatementPartReply ToReply() => new() { PartId = ReturnId.ToString(), Version = Version, StatementId = StatementId.ToString() };

    public V1.AgencyReturn ToProto() => new()
    {
        ReturnId = ReturnId.ToString(),
        StatementId = StatementId.ToString(),
        From = From,
        State = State,
        AskedOn = AskedOn.ToIso(),
        DueOn = DueOn.ToIso(),
        Text = Text,
        TypedIn = TypedIn,
        Note = Note,
        ChangedBy = ChangedBy.ToString(),
        ChangedAt = Timestamp.FromDateTimeOffset(ChangedAt),
        Version = Version,
        RemindedAt = RemindedAt is { } reminded ? Timestamp.FromDateTimeOffset(reminded) : null,
        Reminders = Reminders,
    };
}
