using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Work;

/// <summary>What waits for the person's agency in every partnership that shares it, this week's asks in one list.</summary>
public sealed class AcrossModel(AcrossCalls calls, CurrentPerson person) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true, Name = "list")]
    public string? Asked { get; set; }

    [BindProperty(SupportsGet = true, Name = PageSheet.Parameter)]
    public string? Sheet { get; set; }

    public string AgencyName => person.AgencyName;

    public WorkTable Table { get; private set; } = null!;

    public DateTimeOffset Position => Table.Work.PositionAt.ToDateTimeOffset();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var (list, page) = (WorkTable.Read(Asked), PageSheet.Read(Sheet));
        var work = await calls.Reporting.GetMyWorkAcrossAsync(
            new GetMyWorkAcrossRequest { List = list, Page = page, PageSize = PageSize }, cancellationToken: ct);
        Table = new(work, list, Addresses.MyWorkAcross, page, PageSize, LinkOf) { WithPartnership = true };
        return work.Items.Count == 0 && page > 1 ? Redirect(Table.AddressOf(1)) : Page();
    }

    private string? LinkOf(WorkItem item) =>
        person.Partnerships.Any(place => place.TenantId == item.PartnershipId) ? WorkAddresses.Of(item) : WorkAddresses.Shared(item);
}
