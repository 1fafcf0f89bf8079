using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>Publication opens the inspection, its letter and its findings to the whole partnership.</summary>
public sealed class PublishModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : InspectionStep(calls, person, time)
{
    [BindProperty]
    public DateEntry PublishedOn { get; set; } = new();

    [BindProperty]
    public string? PublishedUrl { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var published = PublishedOn.ReadIso(ModelState, nameof(PublishedOn), "day of publication", required: true);
        return TryAsync(
            id,
            "Inspection published",
            () => Calls.Inspections.PublishInspectionAsync(
                new PublishInspectionRequest
                {
                    InspectionId = id,
                    PublishedOn = published,
                    PublishedUrl = PublishedUrl?.Trim() ?? "",
                    ExpectedVersion = Version,
                },
                cancellationToken: ct).ResponseAsync,
            ct);
    }
}
