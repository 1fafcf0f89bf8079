using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.TakePartInStatements)]
    public override async Task<V1.StatementPartReply> AnswerComment(V1.AnswerCommentRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (whole, before) = await ReadCommentAsync(write, Ids.Parse("comment", request.CommentId), context.CancellationToken);
        if (!new StatementAccess(write.Caller).MayAnswer(whole.Sections.FirstOrDefault(one => one.SectionId == before.SectionId)))
        {
            throw new Forbidden("Only the partnership manager or the section's author may answer a comment.");
        }

        if (before.Version != request.ExpectedVersion)
        {
            throw new Conflict(before.Version);
        }

        whole.Statement.StillPrepared("commented on");
        var answered = before.AnswerWith(request, write.Caller.PersonId, clock.NowAsStored());
        return await database.SaveAsync(
            write,
            answered.ToReply(),
            Statement.Unchanged + StatementComment.Update,
            new { write.TenantId, whole.Statement.StatementId, StatementVersion = whole.Statement.Version, Comment = Columns.Of(answered) },
            [answered.Changed()],
            context.CancellationToken);
    }

    /// <exception cref="NotFound">There is none that this caller sees.</exception>
    private async Task<(WholeStatement Whole, StatementComment Comment)> ReadCommentAsync(Write write, Guid commentId, CancellationToken ct)
    {
        var statementId = await StatementOfAsync(write, "select statement_id from statement_comment where tenant_id = @TenantId and comment_id = @id", commentId, "comment", ct);
        var whole = await ReadWholeAsync(write, statementId, "comment", ct);
        var comment = whole.Comments.Single(one => one.CommentId == commentId);
        var section = whole.Sections.FirstOrDefault(one => one.SectionId == comment.SectionId);
        var action = whole.Facts.Actions.FirstOrDefault(one => one.ActionId == comment.ActionId);
        return new StatementAccess(write.Caller).Sees(comment, section, action) ? (whole, comment) : throw new NotFound("comment");
    }

    /// <summary>The statement that a part belongs to, which is then read whole.</summary>
    /// <exception cref="NotFound">There is no such part in this tenant.</exception>
    private async Task<Guid> StatementOfAsync(Write write, string sql, Guid id, string what, CancellationToken ct) =>
        await database.QuerySingleOrDefaultAsync<Guid?>(write, sql, new { write.TenantId, id }, ct) ?? throw new NotFound(what);
}
