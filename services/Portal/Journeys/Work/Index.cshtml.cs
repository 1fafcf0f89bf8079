using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Work;

/// <summary>What waits for the person in one partnership, what they wait for, and what they did lately.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true, Name = "list")]
    public string? Asked { get; set; }

    [BindProperty(SupportsGet = true, Name = PageSheet.Parameter)]
    public string? Sheet { get; set; }

    public string Partnership => calls.PartnershipId;

    public string PartnershipName => person.Partnership!.Name;

    public WorkTable Table { get; private set; } = null!;

    public DateTimeOffset Position => Table.Work.PositionAt.ToDateTimeOffset();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!person.ReadsPlan)
        {
            return Redirect(FirstScreens.PublishedIn(calls.PartnershipId));
        }

        var (list, page) = (WorkTable.Read(Asked), PageSheet.Read(Sheet));
        var marked = this.MarkActionsAsync(calls, ct, withDeadlines: true);
        var work = await calls.Reporting.GetMyWorkAsync(new GetMyWorkRequest { List = list, Page = page, PageSize = PageSize }, cancellationToken: ct);
        await marked;
        Table = new(work, list, Addresses.MyWork(calls.PartnershipId), page, PageSize, WorkAddresses.Of);
        // Beyond the last page there is nothing to show: back to the first.
        return work.Items.Count == 0 && page > 1 ? Redirect(Table.AddressOf(1)) : Page();
    }
}
