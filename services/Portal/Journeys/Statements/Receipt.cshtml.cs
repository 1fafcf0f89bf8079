using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>What was sent, when, by whom and to which address, on one sheet; with the frozen files.</summary>
public sealed class ReceiptModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true, Name = "part")]
    public string SendingId { get; set; } = "";

    public StatementSending Sending { get; private set; } = new();

    /// <summary>Why what this page is about has not left.</summary>
    public string NotSent => Sending.State == SendingState.Queued
        ? "It has not left yet: the platform still tries to hand it to the mail server. Look again in a few minutes."
        : $"It was not sent. {Sending.Failure}";

    public string InTime => Statement.CountsOn is not { } due ? "No date that counts is known"
        : Sending.State == SendingState.Failed ? $"Not sent. It was due on {Dates.Full(due)}"
        : Sending.DaysLate > 0 ? $"No: {Numbers.Of(Sending.DaysLate, "day")} late. It was due on {Dates.Full(due)}"
        : Sending.State == SendingState.Queued && LondonDates.TryFromIso(Sending.SentOn) is null ? $"Due on {Dates.Full(due)}"
        : $"Yes. It was due on {Dates.Full(due)}";

    public Task<FileContentResult> OnGetWordAsync(string id, CancellationToken ct) => DownloadAsync(id, Frozen(DocumentFormat.Word), ct);

    public Task<FileContentResult> OnGetMailAsync(string id, CancellationToken ct) =>
        DownloadAsync(id, new GetStatementFileRequest { PartId = SendingId, Attachment = true }, ct);

    public async Task<IActionResult> OnGetHtmlAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        return await this.HtmlAsync(Streamed(Frozen(DocumentFormat.Html), ct), ct);
    }

    private async Task<FileContentResult> DownloadAsync(string id, GetStatementFileRequest file, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        return await this.FileAsync(Streamed(file, ct), ct);
    }

    private GetStatementFileRequest Frozen(DocumentFormat format) => new() { PartId = SendingId, Format = format };

    private AsyncServerStreamingCall<DocumentPart> Streamed(GetStatementFileRequest file, CancellationToken ct) =>
        Calls.Statements.GetStatementFile(file, cancellationToken: ct);

    protected override async Task ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        Sending = OneStatement.Part(Statement.Record.Sendings, sending => sending.SendingId == SendingId);
    }
}
