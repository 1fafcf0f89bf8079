using System.Globalization;
using Jtai.Operating.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>Events that could not be applied, part by part.</summary>
public sealed class QuarantineModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    private const int PageSize = 25;

    /// <summary>One part alone, from a place in its list on.</summary>
    [BindProperty(SupportsGet = true, Name = "part")]
    public string? Part { get; set; }

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public IReadOnlyList<(string Part, ListQuarantineReply? Answer)> Asked { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Asked = await AskAsync(
        Parts.Where(part => string.IsNullOrEmpty(Part) || part.Key == Part),
        part => part.ListQuarantine(new() { PageSize = PageSize, PageToken = After ?? "" }, ct));

    public static string More(string part, string token) =>
        Quarantine + new QueryBuilder { { "part", part }, { "after", token } }.ToQueryString();

    public static string AddressOf(string part, QuarantinedEvent quarantined) => $"{Quarantine}/event" + new QueryBuilder
    {
        { "part", part }, { "tenant", quarantined.Name.TenantId }, { "model", quarantined.Name.ReadModel }, { "type", quarantined.Name.Type },
        { "record", quarantined.Name.RecordId }, { "version", quarantined.Version.ToString(CultureInfo.InvariantCulture) },
    }.ToQueryString();
}
