using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What the inspectorate answered; it is never changed.</summary>
public sealed record StatementReplyReceived
{
    public const string Insert =
        $"""
        ;
        insert into statement_reply (tenant_id, {Named})
        select @TenantId, {Named} from jsonb_populate_record(null::statement_reply, @Reply::jsonb)
        """;

    private const string Named = "reply_id, statement_id, kind, received_on, received_from, words, file_name, file_sha256, person_id, at";

    public Guid ReplyId { get; init; }
    public Guid StatementId { get; init; }
    public V1.ReplyKind Kind { get; init; }
    public DateOnly ReceivedOn { get; init; }
    public string ReceivedFrom { get; init; } = "";
    public string Words { get; init; } = "";
    public string FileName { get; init; } = "";
    public string FileSha256 { get; init; } = "";
    public Guid PersonId { get; init; }
    public DateTimeOffset At { get; init; }

    public Change Changed() => new(ReplyId.ToString(), 1, new V1.StatementReplied { Reply = ToProto() });

    public V1.StatementReplyReceived ToProto() => new()
    {
        ReplyId = ReplyId.ToString(),
        StatementId = StatementId.ToString(),
        Kind = Kind,
        ReceivedOn = ReceivedOn.ToIso(),
        From = ReceivedFrom,
        Words = Words,
        FileName = FileName,
        FileSha256 = FileSha256,
        PersonId = PersonId.ToString(),
        At = Timestamp.FromDateTimeOffset(At),
    };
}
