using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One sending of the statement, with what was frozen by it. Only what became of it changes.</summary>
public sealed record StatementSending
{
    /// <summary>The newest is current: the one before is not any more. Both go as <c>Sendings</c>, in a list.</summary>
    public const string Save =
        $"""
        ;
        insert into statement_sending as kept (tenant_id, {Named})
        select @TenantId, {Named} from jsonb_populate_recordset(null::statement_sending, @Sendings::jsonb)
        on conflict (tenant_id, sending_id) do update set current = excluded.current, version = excluded.version;
        """;

    /// <summary>What became of it.</summary>
    public const string Update =
        """
        with changed as (
          update statement_sending set state = saved.state, failure = saved.failure, version = saved.version
          from jsonb_populate_record(null::statement_sending, @Sending::jsonb) as saved
          where statement_sending.tenant_id = @TenantId and statement_sending.sending_id = saved.sending_id
            and statement_sending.version = saved.version - 1
          returning 1)
        select require_changed(exists (select from changed))
        """;

    private const string Named =
        """
        sending_id, statement_id, number, current, state, own_mailbox, sent_on, at, person_id, sent_by, sent_to, content_sha256,
        word_sha256, html_sha256, mail_sha256, days_late, sent_anyway_because, shortfalls, again_because, failure, version
        """;

    public Guid SendingId { get; init; }
    public Guid StatementId { get; init; }
    public int Number { get; init; }
    public bool Current { get; init; }
    public V1.SendingState State { get; init; }
    public bool OwnMailbox { get; init; }
    public DateOnly SentOn { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid PersonId { get; init; }
    public string SentBy { get; init; } = "";
    public string SentTo { get; init; } = "";
    public string ContentSha256 { get; init; } = "";
    public string WordSha256 { get; init; } = "";
    public string HtmlSha256 { get; init; } = "";
    public string MailSha256 { get; init; } = "";

    /// <summary>Calendar days after the date that counts; 0 where in time, or where no date is known.</summary>
    public int DaysLate { get; init; }
    public string SentAnywayBecause { get; init; } = "";
    public string[] Shortfalls { get; init; } = [];
    public string AgainBecause { get; init; } = "";
    public string Failure { get; init; } = "";
    public long Version { get; init; }

    public StatementSending Replaced() => this with { Current = false, Version = Version + 1 };

    /// <summary>What became of it at the mail server.</summary>
    /// <param name="failure">What the server said last, without addresses; null where it took the mail.</param>
    public StatementSending Settled(string? failure) => this with
    {
        State = failure is null ? V1.SendingState.Sent : V1.SendingState.Failed,
        Failure = failure ?? "",
        Version = Version + 1,
    };

    public Change Changed() => new(SendingId.ToString(), Version, new V1.StatementSent { Sending = ToProto() });

    public V1.StatementPartReply ToReply() => new() { PartId = SendingId.ToString(), Version = Version, StatementId = StatementId.ToString() };

    public V1.StatementSending ToProto() => new()
    {
        SendingId = SendingId.ToString(),
        StatementId = StatementId.ToString(),
        Number = Number,
        Current = Current,
        State = State,
        OwnMailbox = OwnMailbox,
        SentOn = SentOn.ToIso(),
        At = Timestamp.FromDateTimeOffset(At),
        PersonId = PersonId.ToString(),
        SentBy = SentBy,
        SentTo = SentTo,
        ContentSha256 = ContentSha256,
        WordSha256 = WordSha256,
        HtmlSha256 = HtmlSha256,
        MailSha256 = MailSha256,
        DaysLate = DaysLate,
        SentAnywayBecause = SentAnywayBecause,
        Shortfalls = { Shortfalls },
        AgainBecause = AgainBecause,
        Failure = Failure,
        Version = Version,
    };
}
