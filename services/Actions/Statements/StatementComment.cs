using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A comment on a section, an action, or the whole of a statement that is being prepared.</summary>
public sealed record StatementComment
{
    public const string Insert =
        $"""
        ;
        insert into statement_comment (tenant_id, {Named})
        select @TenantId, {Named} from jsonb_populate_record(null::statement_comment, @Comment::jsonb)
        """;

    public const string Update =
        """
        ;
        with changed as (
          update statement_comment set state = saved.state, answer = saved.answer, answered_by = saved.answered_by,
            answered_at = saved.answered_at, version = saved.version
          from jsonb_populate_record(null::statement_comment, @Comment::jsonb) as saved
          where statement_comment.tenant_id = @TenantId and statement_comment.comment_id = saved.comment_id
            and statement_comment.version = saved.version - 1
          returning 1)
        select require_changed(exists (select from changed))
        """;

    /// <summary>Of a statement, answered ones among them.</summary>
    public const int Most = 500;
    private const int LongestText = 2000;
    private const string Named =
        "comment_id, statement_id, section_id, action_id, text, person_id, agency_id, at, state, answer, answered_by, answered_at, version";

    public Guid CommentId { get; init; }
    public Guid StatementId { get; init; }
    public Guid? SectionId { get; init; }
    public Guid? ActionId { get; init; }
    public string Text { get; init; } = "";
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public V1.CommentState State { get; init; }
    public string Answer { get; init; } = "";
    public Guid? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public long Version { get; init; }

    /// <exception cref="Invalid">It says nothing, or too much.</exception>
    public static StatementComment Read(
        V1.AddCommentRequest request, Guid statementId, Guid? sectionId, Guid? actionId, Caller caller, DateTimeOffset now)
    {
        var check = new RequestCheck();
        var text = check.Text("text", request.Text, "The comment", LongestText, required: true);
        check.ThrowIfRefused();
        return new StatementComment
        {
            CommentId = Guid.CreateVersion7(),
            StatementId = statementId,
            SectionId = sectionId,
            ActionId = actionId,
            Text = text,
            PersonId = caller.PersonId,
            AgencyId = caller.AgencyId ?? "",
            At = now,
            State = V1.CommentState.Open,
            Version = 1,
        };
    }

    /// <exception cref="Refused">It is answered.</exception>
    public StatementComment AnswerWith(V1.AnswerCommentRequest request, Guid by, DateTimeOffset now)
    {
        var check = new RequestCheck();
        check.That(
            request.State is V1.CommentState.Resolved or V1.CommentState.Declined, "state", "Say whether the comment is resolved or declined.");
        var answer = check.Text("answer", request.Answer, "The answer", LongestText, required: true);
        check.ThrowIfRefused();
        return State == V1.CommentState.Open
            ? this with { State = request.State, Answer = answer, AnsweredBy = by, AnsweredAt = now, Version = Version + 1 }
            : throw new Refused("This comment is answered already.");
    }

    public Change Changed() => new(CommentId.ToString(), Version, new V1.StatementCommentChanged { Comment = ToProto() });

    public V1.StatementPartReply ToReply() => new() { PartId = CommentId.ToString(), Version = Version, StatementId = StatementId.ToString() };

    public V1.StatementComment ToProto()
    {
        var comment = new V1.StatementComment
        {
            CommentId = CommentId.ToString(),
            StatementId = StatementId.ToString(),
            Text = Text,
            PersonId = PersonId.ToString(),
            AgencyId = AgencyId,
            At = Timestamp.FromDateTimeOffset(At),
            State = State,
            Answer = Answer,
            AnsweredBy = AnsweredBy?.ToString() ?? "",
            AnsweredAt = AnsweredAt is { } answered ? Timestamp.FromDateTimeOffset(answered) : null,
            Version = Version,
        };
        if (SectionId is { } section)
        {
            comment.SectionId = section.ToString();
        }
        else if (ActionId is { } action)
        {
            comment.ActionId = action.ToString();
        }

        return comment;
    }
}
