using System.Globalization;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>Whether an agency is registered already, under which name and id.</summary>
public sealed class AgenciesModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    public const string Address = FirstScreens.Operations + "/agencies";

    private const int PageSize = 50;
    private const int LongestSearch = 200;

    private readonly OperatorCalls calls = calls;
    private ListAgenciesReply register = new();

    [BindProperty(SupportsGet = true, Name = "words")]
    public string? Typed { get; set; }

    [BindProperty(SupportsGet = true, Name = PageSheet.Parameter)]
    public string? Sheet { get; set; }

    public string Words => Typed?.Trim() is { Length: <= LongestSearch } words ? words : "";

    /// <summary>By name.</summary>
    public IReadOnlyList<Agency> Shown { get; private set; } = [];

    public int Found { get; private set; }

    public int Pages => PageSheet.CountOf(Found, PageSize);

    /// <summary>From 1.</summary>
    public int PageNumber { get; private set; } = 1;

    public async Task OnGetAsync(CancellationToken ct)
    {
        register = await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
        var words = Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = register.Agencies.Where(agency => words.All(word => Holds(agency, word))).OrderBy(agency => agency.Name, StringComparer.OrdinalIgnoreCase).ToList();
        Found = found.Count;
        PageNumber = Math.Clamp(PageSheet.Read(Sheet), 1, Math.Max(1, Pages));
        Shown = [.. found.Skip((PageNumber - 1) * PageSize).Take(PageSize)];
    }

    public string Name(string agencyId) => NameOf(register, agencyId);

    public string AddressOf(int page)
    {
        var query = new QueryBuilder { { PageSheet.Parameter, page.ToString(CultureInfo.InvariantCulture) } };
        if (Words.Length > 0)
        {
            query.Add("words", Words);
        }

        return Address + query.ToQueryString();
    }

    private static bool Holds(Agency agency, string word) =>
        new[] { agency.Name, agency.ShortName, agency.AgencyId }.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
