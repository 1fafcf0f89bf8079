using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>An agency for the register of which partnerships choose.</summary>
public sealed class RegisterAgencyModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    private readonly OperatorCalls calls = calls;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? ShortName { get; set; }

    [BindProperty]
    public string? AgencyId { get; set; }

    [BindProperty]
    public AgencyKind? Kind { get; set; }

    [BindProperty]
    public string? PartOfAgencyId { get; set; }

    public IEnumerable<Choice> Wholes { get; private set; } = [];

    public static IEnumerable<Choice> Kinds =>
        Enum.GetValues<AgencyKind>().Select(kind => new Choice(kind == default ? "" : kind.ToString(), TenantWords.Of(kind)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var register = await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
        Wholes = register.Agencies.Where(agency => agency.PartOfAgencyId.Length == 0)
            .Select(agency => new Choice(agency.AgencyId, agency.Name)).Prepend(new Choice("", "None: it stands by itself"));
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => DoAsync(
        () => calls.Partners.RegisterAgencyAsync(
            new()
            {
                AgencyId = (AgencyId ?? "").Trim(), Name = Name ?? "", ShortName = ShortName ?? "", Kind = Kind ?? default,
                PartOfAgencyId = PartOfAgencyId ?? "",
            },
            cancellationToken: ct).ResponseAsync,
        "Registered. It can be a partner, and open its workspace.",
        Tenants,
        () => OnGetAsync(ct));
}
