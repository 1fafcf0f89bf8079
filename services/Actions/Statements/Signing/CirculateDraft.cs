using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    private const int MostDrafts = 100;

    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementPartReply> CirculateDraft(V1.CirculateDraftRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var whole = await ReadWholeAsync(write, Ids.Parse(Called, request.StatementId), Called, context.CancellationToken);
        var now = clock.NowAsStored();
        var check = new RequestCheck();
        var to = Leads.Read(request.To, "to", whole.Partnership, check);
        var note = check.Text("note", request.Note, "The note", 1000);
        var commentsBy = check.Date("comments_by", request.CommentsBy, "The date for comments");
        check.That(!(commentsBy < now.DateInLondon()), "comments_by", "The date for comments must not be in the past.");
        check.ThrowIfRefused();
        if (whole.Statement.Drafts >= MostDrafts)
        {
            throw new Refused($"At most {MostDrafts} drafts of a statement are kept.");
        }

        var statement = whole.Statement.Touched("circulated");
        statement = statement with { Drafts = statement.Drafts + 1 };
        var draft = new StatementDraft
        {
            DraftId = Guid.CreateVersion7(),
            StatementId = statement.StatementId,
            Number = statement.Drafts,
            ContentSha256 = whole.LiveSha256,
            SentTo = [.. to.Select(LeadText.Of)],
            Note = note,
            CommentsBy = commentsBy,
            PersonId = write.Caller.PersonId,
            At = now,
        };
        return await database.SaveAsync(
            write,
            new V1.StatementPartReply { PartId = draft.DraftId.ToString(), Version = 1, StatementId = statement.StatementId.ToString() },
            Statement.Update + StatementFile.InsertContent + StatementDraft.Insert + Notice.Insert,
            new
            {
                write.TenantId,
                statement.StatementId,
                Statement = Columns.Of(statement),
                draft.ContentSha256,
                ContentBytes = whole.LiveBytes,
                Draft = Columns.Of(draft),
                Notices = Notice.ToJson(StatementNotices.Circulated(whole, draft, to, write.Caller)),
            },
            [statement.Changed(whole.Inspection), draft.Changed()],
            context.CancellationToken);
    }
}
