using Jtai.Actions.V1;
using Jtai.Portal.Hosting;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>Puts a newer file, link or look in place of the present one.</summary>
[TakesFile]
[RequestSizeLimit(FileSending.LargestRequestBytes)]
public sealed class ReplaceModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : EvidenceStep(calls, person, time), IAskForContent
{
    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public ContentEntry Held { get; set; } = new();

    public string UploadAddress => Addresses.AddEvidence(Partnership, Item.ActionIds.FirstOrDefault() ?? "");

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var hasContent = await Held.TakeFileAsync(Calls, HttpContext, ModelState, ct);
        var (fileId, link, inspected) = Held.Read(ModelState);
        if (!hasContent)
        {
            await ReadAsync(id, ct);
            return Page();
        }

        var request = new ReplaceEvidenceRequest { EvidenceId = id, ExpectedVersion = Version, Reason = Reason ?? "" };
        if (fileId.Length > 0)
        {
            request.FileId = fileId;
        }
        else if (inspected is not null)
        {
            request.Inspected = inspected;
        }
        else if (link.Length > 0)
        {
            request.Link = link;
        }

        return await TryAsync(
            id, "Evidence replaced", () => Calls.Evidence.ReplaceEvidenceAsync(request, cancellationToken: ct).ResponseAsync, ct, ContentEntry.Names);
    }
}
