using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    private const int MostReplies = 100;

    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementPartReply> RecordReply(V1.RecordReplyRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var whole = await ReadWholeAsync(write, Ids.Parse(Called, request.StatementId), Called, context.CancellationToken);
        var now = clock.NowAsStored();
        var check = new RequestCheck();
        check.Known("kind", request.Kind, "what kind of reply it is");
        var receivedOn = check.Date("received_on", request.ReceivedOn, "The day on which it came");
        check.That(request.ReceivedOn.Length > 0, "received_on", "Enter the day on which it came.");
        check.That(!(receivedOn > now.DateInLondon()), "received_on", "The day on which it came cannot be in the future.");
        var from = check.Text("from", request.From, "Who sent it", 200, required: true);
        var words = check.Text("words", request.Words, "What it says", 4000);
        var file = StatementFile.Read("file", request.File, check);
        var fileName = check.Text("file_name", request.FileName, "The name of the file", 200, file is not null);
        check.That(fileName.IndexOfAny(['/', '\\', '\n', '"']) < 0, "file_name", "The name of the file must be a plain name.");
        check.ThrowIfRefused();
        var statement = whole.Statement.Answered(request.Kind);
        if (whole.Replies.Count >= MostReplies)
        {
            throw new Refused($"At most {MostReplies} replies are kept of a statement.");
        }

        var reply = new StatementReplyReceived
        {
            ReplyId = Guid.CreateVersion7(),
            StatementId = statement.StatementId,
            Kind = request.Kind,
            ReceivedOn = receivedOn.GetValueOrDefault(),
            ReceivedFrom = from,
            Words = words,
            FileName = file is null ? "" : fileName,
            FileSha256 = file?.Sha256 ?? "",
            PersonId = write.Caller.PersonId,
            At = now,
        };
        return await database.SaveAsync(
            write,
            new V1.StatementPartReply { PartId = reply.ReplyId.ToString(), Version = 1, StatementId = statement.StatementId.ToString() },
            Statement.Update + StatementFile.Insert + StatementReplyReceived.Insert,
            new
            {
                write.TenantId,
                statement.StatementId,
                Statement = Columns.Of(statement),
                FileHashes = file is null ? [] : new[] { file.Sha256 },
                FileTypes = file is null ? [] : new[] { file.MediaType },
                FileContents = file is null ? [] : new[] { file.Content },
                Reply = Columns.Of(reply),
            },
            [statement.Changed(whole.Inspection), reply.Changed()],
            context.CancellationToken);
    }
}
