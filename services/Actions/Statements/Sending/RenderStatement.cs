using System.Globalization;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.ReadWholePlans)]
    public override async Task RenderStatement(
        V1.RenderStatementRequest request, IServerStreamWriter<V1.DocumentPart> responseStream, ServerCallContext context)
    {
        var whole = await ReadWholeAsync(Caller.Of(context), request.StatementId, context.CancellationToken);
        var check = new RequestCheck();
        check.Known("format", request.Format, "Word or a web page");
        check.ThrowIfRefused();
        var today = clock.Today();
        // What was sent is shown as sent once no corrected version can follow it.
        var document = !whole.Statement.IsBeingPrepared && whole.PresentSha256(today) == whole.Current?.ContentSha256
            ? StatementDocument.Of(whole.KeptContent(whole.Current.ContentSha256), StatementDocument.Stage.Sent(whole.Current.SentOn))
            : StatementDocument.Of(whole.LiveContent, StatementDocument.Stage.Draft(whole.Statement.Drafts, today, whole.Settings.DefaultMarking));
        var isWord = request.Format == V1.DocumentFormat.Word;
        var file = isWord ? StatementDocument.ToWord(document) : StatementDocument.ToHtml(document);
        var name = string.Create(CultureInfo.InvariantCulture, $"Statement of action {whole.Statement.Number}, draft of {today.ToIso()}.{(isWord ? "docx" : "html")}");
        if (isWord)
        {
            await database.TakenAwayAsync(context, nameof(V1.StatementChanged), request.StatementId);
        }

        await file.WriteToAsync(responseStream, name, context.CancellationToken);
    }
}
