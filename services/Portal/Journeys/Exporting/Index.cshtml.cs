using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Exporting;

/// <summary>Everything of the partnership in one archive, for its manager.</summary>
public sealed class IndexModel(CallsAsPerson calls, PartnershipCalls inspections, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await MarkAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        var answer = await this.ExportAsync(calls, Partnership);
        if (answer is not EmptyResult)
        {
            await MarkAsync(ct);
        }

        return answer;
    }

    private async Task MarkAsync(CancellationToken ct) =>
        this.MarkList((await inspections.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct)).Inspections);
}
