using Google.Protobuf;
using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>Takes a letter in. What is found in it is reviewed before anything becomes a finding.</summary>
[RequestSizeLimit(LargestRequestBytes)]
public sealed class ImportModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    private const int LargestFileBytes = 10 * 1024 * 1024;

    /// <summary>A file that is too large is read a little further, so that the form can say so in place of an error page.</summary>
    private const int LargestRequestBytes = 24 * 1024 * 1024;

    [BindProperty]
    public IFormFile? Letter { get; set; }

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
        var received = ReceivedOn.ReadOptional(ModelState, nameof(ReceivedOn), "day on which the letter was received");
        if (Letter is null || Letter.Length == 0)
        {
            ModelState.AddModelError(nameof(Letter), Letter is null ? "Choose the letter" : "The chosen file is empty");
        }
        else if (Letter.Length > LargestFileBytes)
        {
            ModelState.AddModelError(nameof(Letter), "The letter must be 10 MB or smaller");
        }

        if (ModelState.IsValid)
        {
            try
            {
                await using var file = Letter!.OpenReadStream();
                var reply = await calls.Inspections.ImportLetterAsync(
                    new ImportLetterRequest
                    {
                        InspectionId = id,
                        Content = await ByteString.FromStreamAsync(file, ct),
                        FileName = Letter.FileName,
                        ReceivedOn = received.ToIso(),
                    },
                    cancellationToken: ct);
                return Redirect(Addresses.LetterImport(Partnership, reply.ImportId));
            }
            catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("content", nameof(Letter))))
            {
            }
        }

        await ReadAsync(id, ct);
        return Page();
    }

    private async Task ReadAsync(string id, CancellationToken ct) =>
        Inspection = await calls.Inspections.GetInspectionAsync(new GetInspectionRequest { InspectionId = id }, cancellationToken: ct);
}
