using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>Partnerships, and agencies in whose name somebody works.</summary>
public sealed class IndexModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    private const int PageSize = 50;
    private readonly OperatorCalls calls = calls;

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public ListTenantsReply Listed { get; private set; } = new();

    public string MoreAddress => $"{FirstScreens.Operations}/tenants?after={Uri.EscapeDataString(Listed.NextPageToken)}";

    public static string KindOf(Tenant tenant) => new TenantId(tenant.TenantId).IsPartnership ? "Partnership" : "Agency’s workspace";

    public async Task OnGetAsync(CancellationToken ct) =>
        Listed = await calls.Partners.ListTenantsAsync(new() { PageSize = PageSize, PageToken = After ?? "" }, cancellationToken: ct);
}
