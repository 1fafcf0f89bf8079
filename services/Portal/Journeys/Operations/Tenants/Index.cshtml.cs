using Jtai.Field;
using Jtai.Operating.V1;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>Partnerships, and agencies in whose name somebody works, with how much each part keeps of them.</summary>
public sealed class IndexModel(OperatorCalls calls, CurrentPerson person, TimeProvider time) : OperatorPage(calls, person)
{
    private const int PageSize = 25;
    private readonly OperatorCalls calls = calls;

    private IReadOnlyList<(string Part, ListSizesReply? Answer)> sizes = [];

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public ListTenantsReply Listed { get; private set; } = new();

    public DateOnly Today => time.Today();

    public IEnumerable<string> SizedParts => sizes.Select(one => one.Part);

    public string MoreAddress => $"{Tenants}?after={Uri.EscapeDataString(Listed.NextPageToken)}";

    public string RecordsOf(string part, Tenant tenant) =>
        sizes.First(one => one.Part == part).Answer is { } answer ? TenantWords.Records(Of(answer, tenant).Records) : "Not known";

    public string FilesOf(Tenant tenant) => sizes.All(one => one.Answer is not null)
        ? TenantWords.Files(sizes.Sum(one => Of(one.Answer!, tenant).Files), sizes.Sum(one => Of(one.Answer!, tenant).FileBytes))
        : "Not known";

    /// <summary>When each part that answered last recorded an act there.</summary>
    public IEnumerable<DateTimeOffset?> ActsOf(Tenant tenant) =>
        sizes.Where(one => one.Answer is not null).Select(one => Of(one.Answer!, tenant).LastActAt?.ToDateTimeOffset()).Append(tenant.LastActAt?.ToDateTimeOffset());

    public IEnumerable<string> Away => sizes.Where(one => one.Answer is null).Select(one => one.Part);

    public async Task OnGetAsync(CancellationToken ct)
    {
        Listed = await calls.Partners.ListTenantsAsync(new() { PageSize = PageSize, PageToken = After ?? "" }, cancellationToken: ct);
        if (Listed.Tenants.Count > 0)
        {
            var asked = new ListSizesRequest { TenantIds = { Listed.Tenants.Select(tenant => tenant.TenantId) } };
            sizes = await AskAsync(Parts, part => part.ListSizes(asked, ct));
        }
    }

    private static TenantSize Of(ListSizesReply answer, Tenant tenant) => answer.Sizes.First(size => size.TenantId == tenant.TenantId);
}
