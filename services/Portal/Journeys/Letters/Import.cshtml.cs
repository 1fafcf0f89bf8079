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

    public Inspection Inspection { get; private set; } = new();

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
        var isText = Letter is null && !string.IsNullOrWhiteSpace(text);
        Check(text, isText);
        if (ModelState.IsValid)
        {
            try
            {
                var reply = await calls.Inspections.ImportLetterAsync(
                    new ImportLetterRequest
                    {
                        InspectionId = id,
                        Content = isText ? ByteString.CopyFromUtf8(text) : await ContentAsync(Letter!, ct),
                        FileName = isText ? NameOfText : Letter!.FileName,
                        ReceivedOn = received,
                    },
                    cancellationToken: ct);
                return Redirect(Addresses.LetterImport(Partnership, reply.ImportId));
            }
            catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("content", isText ? nameof(Text) : nameof(Letter)), ("file_name", nameof(Letter))))
            {
            }
        }

        await ReadAsync(id, ct);
        return Page();
    }

    private void Check(string text, bool isText)
    {
        if (Letter is not null && !string.IsNullOrWhiteSpace(text))
        {
            ModelState.AddModelError(nameof(Letter), "Choose a file or paste the text, not both");
        }
        else if (Letter is null && !isText)
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
