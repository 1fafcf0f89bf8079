using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Exporting;

/// <summary>Everything of an agency's own workspace in one archive, for its manager and who looks across for the agency.</summary>
public sealed class AgencyModel(CallsAsPerson calls, CurrentPerson person) : PageModel
{
    public string AgencyName => person.AgencyName;

    private bool MayExport => person.MayExportWorkspace;

    public IActionResult OnGet() => MayExport ? Page() : Forbid();

    public async Task<IActionResult> OnPostAsync() => MayExport ? await this.ExportAsync(calls, person.AgencyWorkspace!.TenantId) : Forbid();
}
