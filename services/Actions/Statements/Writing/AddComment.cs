using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.TakePartInStatements)]
    public override async Task<V1.StatementPartReply> AddComment(V1.AddCommentRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var access = new StatementAccess(write.Caller);
        var whole = await ReadWholeAsync(write, Ids.Parse(Called, request.StatementId), Called, context.CancellationToken);
        var statement = whole.Statement;
        var section = request.OnCase != V1.AddCommentRequest.OnOneofCase.SectionId
            ? null
            : whole.Sections.FirstOrDefault(one => one.SectionId == Ids.TryParse(request.SectionId) && access.Sees(one, statement))
                ?? throw new NotFound("section");
        var action = request.OnCase != V1.AddCommentRequest.OnOneofCase.ActionId
            ? null
            : whole.Facts.Actions.FirstOrDefault(one => one.ActionId == Ids.TryParse(request.ActionId) && access.Sees(one))
                ?? throw new NotFound("action");
        if (section is null && action is null && !access.SeesAll)
        {
            throw new Forbidden("Comment on your own section or on an action of yours: the whole is for those who see all of it.");
        }

        var comment = StatementComment.Read(
            request, statement.StatementId, section?.SectionId, action?.ActionId, write.Caller, clock.NowAsStored());
        statement.StillPrepared("commented on");
        return whole.Comments.Count >= StatementComment.Most
            ? throw new Refused($"A statement of action takes at most {StatementComment.Most} comments.")
            : await database.SaveAsync(
                write,
                comment.ToReply(),
                Statement.Unchanged + StatementComment.Insert + Notice.Insert,
                new
                {
                    write.TenantId,
                    statement.StatementId,
                    StatementVersion = statement.Version,
                    Comment = Columns.Of(comment),
                    Notices = Notice.ToJson(StatementNotices.Commented(statement, section, comment, write.Caller)),
                },
                [comment.Changed()],
                context.CancellationToken);
    }
}
