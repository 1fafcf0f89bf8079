using System.Globalization;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task GetStatementFile(
        V1.GetStatementFileRequest request, IServerStreamWriter<V1.DocumentPart> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var partId = Ids.Parse("file", request.PartId);
        var (sending, reply, stored, inspection) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            """
            select * from statement_sending where tenant_id = @TenantId and sending_id = @partId;
            select * from statement_reply where tenant_id = @TenantId and reply_id = @partId;
            select * from statement where tenant_id = @TenantId and statement_id in (
              select statement_id from statement_sending where tenant_id = @TenantId and sending_id = @partId
              union select statement_id from statement_reply where tenant_id = @TenantId and reply_id = @partId);
            select * from inspection where tenant_id = @TenantId and inspection_id in (
              select inspection_id from statement where tenant_id = @TenantId and statement_id in (
                select statement_id from statement_sending where tenant_id = @TenantId and sending_id = @partId
                union select statement_id from statement_reply where tenant_id = @TenantId and reply_id = @partId))
            """,
            new { caller.TenantId, partId },
            async results => (
                await results.ReadSingleOrDefaultAsync<StatementSending>(),
                await results.ReadSingleOrDefaultAsync<StatementReplyReceived>(),
                await results.ReadSingleOrDefaultAsync<Statement>(),
                await results.ReadSingleOrDefaultAsync<Inspection>()),
            context.CancellationToken);
        var (statement, _) = new StatementAccess(caller).Require(stored, inspection, "file");
        var (sha256, name) = Wanted(request, statement, sending, reply);
        var file = await database.QuerySingleOrDefaultAsync<StatementFile>(
            TenantScope.Of(caller.TenantId),
            "select sha256, media_type, content from statement_file where tenant_id = @TenantId and statement_id = @StatementId and sha256 = @sha256",
            new { caller.TenantId, statement.StatementId, sha256 },
            context.CancellationToken);
        var found = file ?? throw new NotFound("file");
        await database.TakenAwayAsync(context, nameof(V1.StatementChanged), statement.StatementId.ToString());
        await found.WriteToAsync(responseStream, name, context.CancellationToken);
    }

    /// <exception cref="NotFound">It has no such file.</exception>
    private static (string Sha256, string Name) Wanted(
        V1.GetStatementFileRequest request, Statement statement, StatementSending? sending, StatementReplyReceived? reply)
    {
        var attachment = request.WhichCase == V1.GetStatementFileRequest.WhichOneofCase.Attachment;
        var (sha256, name) = (sending, reply, attachment, request.Format) switch
        {
            (not null, _, true, _) => (sending.MailSha256, NameOf(statement, sending, "eml")),
            (not null, _, _, V1.DocumentFormat.Word) => (sending.WordSha256, NameOf(statement, sending, "docx")),
            (not null, _, _, V1.DocumentFormat.Html) => (sending.HtmlSha256, NameOf(statement, sending, "html")),
            (_, not null, true, _) => (reply.FileSha256, reply.FileName),
            _ => ("", ""),
        };
        return sha256.Length > 0 ? (sha256, name) : throw new NotFound("file");
    }

    private static string NameOf(Statement statement, StatementSending sending, string ending) => string.Create(
        CultureInfo.InvariantCulture, $"Statement of action {statement.Number}, sent {sending.SentOn.ToIso()}.{ending}");
}
