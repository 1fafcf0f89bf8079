using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>How far the reading of a letter is. It goes on by itself: the page can be left and come back to.</summary>
public sealed class ProgressModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    private const string SecondsBetweenLooks = "2";

    public LetterImport Import { get; private set; } = new();

    public string StepInWords => Import.Step switch
    {
        _ when Import.Scanning => "checking the file for viruses",
        <= 1 => "taking the letter in",
        2 => "reading the letter",
        _ => "checking what it prints",
    };

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        Import = await calls.Inspections.GetLetterImportAsync(new GetLetterImportRequest { ImportId = id }, cancellationToken: ct);
        switch (Import.State)
        {
            case LetterImportState.ReadyForReview:
                return Redirect(Addresses.LetterImport(Partnership, id) + "/review");
            case LetterImportState.Confirmed:
                return Redirect(Addresses.Inspection(Partnership, Import.InspectionId));
            case LetterImportState.Waiting or LetterImportState.Reading:
                // What http-equiv="refresh" is equivalent to: works without JavaScript, and only while there is something to wait for.
                Response.Headers.Append("Refresh", SecondsBetweenLooks);
                break;
        }

        await this.ReadInspectionAsync(calls, Import.InspectionId, ct);
        return Page();
    }
}
