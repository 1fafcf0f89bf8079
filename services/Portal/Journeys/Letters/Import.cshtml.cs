using Google.Protobuf;
using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>Takes a letter in. What is found in it is reviewed before anything becomes a finding.</summary>
[RequestSizeLimit(LargestRequestBytes)]
public sealed class ImportModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public const int LargestFileBytes = 10 * 1024 * 1024;

    /// <summary>All that the gateway lets through: the form says itself that a file is too large, in place of an error page.</summary>
    private const int LargestRequestBytes = 26 * 1024 * 1024;

    /// <summary>Characters. Twice the longest letter published, and within what the reader takes whatever the characters are.</summary>
    public const int LongestText = 300_000;

    private const string NameOfText = "Pasted text";

    [BindProperty]
    public IFormFile? Letter { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public DateEntry ReceivedOn { get; set; } = new();

    /// <summary>Of a file that portal.js has sent before the form.</summary>
    [BindProperty]
    public string? FileId { get; set; }

    public Inspection Inspection { get; private set; } = new();

    /// <summary>Where portal.js sends a file piece by piece.</summary>
    public string UploadAddress => Addresses.Inspection(Partnership, Inspection.InspectionId) + "/import";

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var received = ReceivedOn.ReadIso(ModelState, nameof(ReceivedOn), "day on which the letter was received");
        // A browser sends line breaks as CR LF, and nobody counts them twice.
        var text = (Text ?? "").ReplaceLineEndings("\n");
        var isText = Letter is null && string.IsNullOrEmpty(FileId) && !string.IsNullOrWhiteSpace(text);
        Check(text, isText);
        if (ModelState.IsValid)
        {
            try
            {
                var reply = await calls.Inspections.ImportLetterAsync(
                    new ImportLetterRequest
                    {
                        InspectionId = id,
                        Content = isText ? ByteString.CopyFromUtf8(text) : Letter is null ? ByteString.Empty : await ContentAsync(Letter, ct),
                        FileName = isText ? NameOfText : Letter?.FileName ?? "",
                        FileId = Letter is null ? FileId ?? "" : "",
                        ReceivedOn = received,
                    },
                    cancellationToken: ct);
                return Redirect(Addresses.LetterImport(Partnership, reply.ImportId));
            }
            catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("content", isText ? nameof(Text) : nameof(Letter)), ("file_name", nameof(Letter)), ("name", nameof(Letter))))
            {
            }
        }

        await ReadAsync(id, ct);
        return Page();
    }

    /// <summary>By portal.js: a file is to come in pieces.</summary>
    public Task<IActionResult> OnPostBeginAsync(string name, long size, CancellationToken ct) => AnswerAsync(async () =>
        await calls.Inspections.BeginLetterUploadAsync(new BeginLetterUploadRequest { Name = name ?? "", Size = size }, FilePieces.OwnKey(), cancellationToken: ct));

    /// <summary>A piece is the body of the request.</summary>
    public Task<IActionResult> OnPostAppendAsync(string file, long offset, CancellationToken ct) => this.SendPieceAsync(
        async piece => PositionOf(await calls.Inspections.AppendToLetterUploadAsync(
            new AppendToLetterUploadRequest { FileId = file ?? "", Offset = offset, Content = piece }, FilePieces.OwnKey(), cancellationToken: ct)),
        ct);

    /// <summary>All pieces are there.</summary>
    public Task<IActionResult> OnPostCompleteAsync(string file, string sha256, CancellationToken ct) => AnswerAsync(async () =>
        await calls.Inspections.CompleteLetterUploadAsync(
            new CompleteLetterUploadRequest { FileId = file ?? "", Sha256 = sha256 ?? "" }, FilePieces.OwnKey(), cancellationToken: ct));

    /// <summary>How far it is, after a lost connection.</summary>
    public Task<IActionResult> OnGetUploadAsync(string file, CancellationToken ct) => AnswerAsync(async () =>
        await calls.Inspections.GetLetterUploadAsync(new GetLetterUploadRequest { FileId = file ?? "" }, cancellationToken: ct));

    private static Task<IActionResult> AnswerAsync(Func<Task<LetterUpload>> call) => FilePieces.AnswerAsync(async () => PositionOf(await call()));

    private static UploadPosition PositionOf(LetterUpload upload) => new(upload.FileId, upload.Received, upload.Complete);

    private void Check(string text, bool isText)
    {
        var hasArrived = !string.IsNullOrEmpty(FileId);
        if ((Letter is not null || hasArrived) && !string.IsNullOrWhiteSpace(text))
        {
            ModelState.AddModelError(nameof(Letter), "Choose a file or paste the text, not both");
            // Else nobody could choose the text any more.
            FileId = null;
            ModelState.Remove(nameof(FileId));
        }
        else if (Letter is null && !isText && !hasArrived)
        {
            ModelState.AddModelError(nameof(Letter), "Choose the letter, or paste its text");
        }
        else if (Letter is { Length: 0 })
        {
            ModelState.AddModelError(nameof(Letter), "The chosen file is empty");
        }
        else if (Letter is { Length: > LargestFileBytes })
        {
            ModelState.AddModelError(nameof(Letter), "The letter must be 10 MB or smaller");
        }

        if (text.Length > LongestText)
        {
            ModelState.AddModelError(nameof(Text), $"The text must be {Numbers.Figure(LongestText)} characters or fewer");
        }
    }

    private static async Task<ByteString> ContentAsync(IFormFile letter, CancellationToken ct)
    {
        await using var file = letter.OpenReadStream();
        return await ByteString.FromStreamAsync(file, ct);
    }

    private async Task ReadAsync(string id, CancellationToken ct) =>
        Inspection = await this.ReadInspectionAsync(calls, id, ct);
}
