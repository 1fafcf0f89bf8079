using Jtai.Errors;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>The first key to giving a partnership a manager again.</summary>
public sealed class RecoverModel(OperatorCalls calls, CurrentPerson person, IConfiguration configuration) : TenantStep(calls, person)
{
    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? JobTitle { get; set; }

    [BindProperty]
    public string? AgencyId { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public IEnumerable<Choice> Agencies { get; private set; } = [];

    public override async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var page = await base.OnGetAsync(ct);
        var partnership = await Calls.Partners.GetPartnershipAsync(new() { PartnershipId = Id }, cancellationToken: ct);
        var register = await Calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
        Agencies = partnership.Agencies.Select(one => new Choice(one.AgencyId, NameOf(register, one.AgencyId))).Prepend(new Choice("", "Choose an agency"));
        return page;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => DoAsync(
        () => Calls.Tenants.ProposeRecoveryAsync(
            new()
            {
                TenantId = Id,
                Person = new()
                {
                    Name = FullName ?? "", JobTitle = JobTitle ?? "", AgencyId = AgencyId ?? "", Email = (Email ?? "").Trim(),
                    Issuer = configuration.Required("IdentityProvider:Issuer"),
                },
            },
            cancellationToken: ct).ResponseAsync,
        "Proposed. Another operator confirms it on this page.",
        ct,
        ("name", nameof(FullName)), ("issuer", nameof(Email)));
}
