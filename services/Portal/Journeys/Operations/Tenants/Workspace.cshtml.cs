using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>Invites somebody to work in the name of their agency as a whole.</summary>
public sealed class WorkspaceModel(OperatorCalls calls, CurrentPerson person, IConfiguration configuration) : OperatorPage(calls, person)
{
    private readonly OperatorCalls calls = calls;

    [BindProperty]
    public string? AgencyId { get; set; }

    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? JobTitle { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    /// <summary>A <see cref="Capacity"/> by name.</summary>
    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public DateEntry StartsOn { get; set; } = new();

    [BindProperty]
    public DateEntry EndsOn { get; set; } = new();

    public IEnumerable<Choice> Agencies { get; private set; } = [];

    public static IEnumerable<Choice> Roles =>
    [
        new("", "Choose a role"),
        .. CapacityWords.InWorkspace.Select(capacity => new Choice(capacity.ToString(), CapacityWords.Of(capacity, TenantId.OfAgency("")))),
    ];

    /// <summary>Of the form for a manager of that agency's workspace.</summary>
    public static string AddressFor(string agencyId) => $"/operations/workspaces/new?agency={Uri.EscapeDataString(agencyId)}&role={Capacity.PartnershipManager}";

    public Task<IActionResult> OnGetAsync(string? agency, string? role, CancellationToken ct)
    {
        (AgencyId, Role) = (agency, role);
        return ShowAsync(ct);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        var register = await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
        Agencies = register.Agencies.Select(agency => new Choice(agency.AgencyId, agency.Name)).Prepend(new Choice("", "Choose an agency"));
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var request = new AppointNewPersonRequest
        {
            TenantId = TenantId.OfAgency(AgencyId ?? ""),
            StartsOn = StartsOn.ReadIso(ModelState, nameof(StartsOn), "first day"),
            EndsOn = EndsOn.ReadIso(ModelState, nameof(EndsOn), "last day"),
            Capacity = Enum.TryParse<Capacity>(Role, out var capacity) ? capacity : default,
            Person = new()
            {
                Name = FullName ?? "", JobTitle = JobTitle ?? "", AgencyId = AgencyId ?? "", Email = (Email ?? "").Trim(),
                Issuer = configuration.Required("IdentityProvider:Issuer"),
            },
        };
        return DoAsync(
            () => calls.Partners.AppointNewPersonAsync(request, cancellationToken: ct).ResponseAsync,
            "Invited. Send them the text of their invitation: nobody else writes to them.",
            Invitations,
            () => ShowAsync(ct),
            ("name", nameof(FullName)), ("capacity", nameof(Role)), ("issuer", nameof(Email)));
    }
}
