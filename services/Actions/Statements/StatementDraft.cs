using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The whole as it stood when it was circulated, and to whom; it is never changed.</summary>
public sealed record StatementDraft
{
    public const string Insert =
        $"""
        ;
        insert into statement_draft (tenant_id, {Named})
        select @TenantId, {Named} from jsonb_populate_record(null::statement_draft, @Draft::jsonb)
        """;

    private const string Named = "draft_id, statement_id, number, content_sha256, sent_to, note, comments_by, person_id, at";

    public Guid DraftId { get; init; }
    public Guid StatementId { get; init; }
    public int Number { get; init; }
    public string ContentSha256 { get; init; } = "";

    /// <summary>Agencies and bodies, as <see cref="LeadText"/> writes them.</summary>
    public string[] SentTo { get; init; } = [];
    public string Note { get; init; } = "";
    public DateOnly? CommentsBy { get; init; }
    public Guid PersonId { get; init; }
    public DateTimeOffset At { get; init; }

    public Change Changed() => new(DraftId.ToString(), 1, new V1.DraftCirculated { Draft = ToProto() });

    public V1.StatementDraft ToProto() => new()
    {
        DraftId = DraftId.ToString(),
        StatementId = StatementId.ToString(),
        Number = Number,
        ContentSha256 = ContentSha256,
        To = { SentTo.Select(LeadText.ToProto) },
        Note = Note,
        CommentsBy = CommentsBy.ToIso(),
        PersonId = PersonId.ToString(),
        At = Timestamp.FromDateTimeOffset(At),
    };
}
