using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>A partnership with its agencies and its first manager, in one act.</summary>
public sealed class NewModel(OperatorCalls calls, CurrentPerson person, IConfiguration configuration) : OperatorPage(calls, person)
{
    private readonly OperatorCalls calls = calls;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Area { get; set; }

    [BindProperty]
    public string? PartnershipId { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Council { get; set; }

    [BindProperty]
    public string? Police { get; set; }

    [BindProperty]
    public string? Board { get; set; }

    [BindProperty]
    public string[] Others { get; set; } = [];

    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? JobTitle { get; set; }

    [BindProperty]
    public string? AgencyId { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public IReadOnlyList<Agency> Agencies { get; private set; } = [];

    public IEnumerable<Choice> OtherAgencies => Agencies.Select(agency => new Choice(agency.AgencyId, agency.Name) { Hint = TenantWords.Of(agency.Kind) });

    public IEnumerable<Choice> Everybody => Agencies.Select(agency => new Choice(agency.AgencyId, agency.Name)).Prepend(new Choice("", "Choose an agency"));

    public IEnumerable<Choice> Of(AgencyKind kind) =>
        Agencies.Where(agency => agency.Kind == kind).Select(agency => new Choice(agency.AgencyId, agency.Name)).Prepend(new Choice("", "Choose an agency"));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Agencies = (await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct)).Agencies;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        string[] three = [.. new[] { Council, Police, Board }.OfType<string>().Where(id => id.Length > 0).Distinct()];
        var request = new ProvisionPartnershipRequest
        {
            PartnershipId = (PartnershipId ?? "").Trim(), Name = Name ?? "", Code = (Code ?? "").Trim(), Area = Area ?? "",
            Agencies =
            {
                three.Select(id => new PartnerAgency { AgencyId = id, SafeguardingPartner = true }),
                Others.Except(three).Select(id => new PartnerAgency { AgencyId = id }),
            },
            FirstManager = new()
            {
                Name = FullName ?? "", JobTitle = JobTitle ?? "", AgencyId = AgencyId ?? "", Email = (Email ?? "").Trim(),
                Issuer = configuration.Required("IdentityProvider:Issuer"),
            },
        };
        return DoAsync(
            () => calls.Partners.ProvisionPartnershipAsync(request, cancellationToken: ct).ResponseAsync,
            "Provisioned. Send the first manager the text of their invitation: nobody else writes to them.",
            TenantAddress(request.PartnershipId),
            () => OnGetAsync(ct),
            ("agencies", nameof(Council)), ("manager_name", nameof(FullName)), ("issuer", nameof(Email)));
    }
}
