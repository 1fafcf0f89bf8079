using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>Partnerships whose place others take.</summary>
public sealed class SuccessionsModel(OperatorCalls calls, CurrentPerson person, TimeProvider time) : OperatorPage(calls, person)
{
    public const string Address = FirstScreens.Operations + "/successions";

    private const int MostSuccessors = 4;
    private const int PageSize = 100;
    private readonly OperatorCalls calls = calls;

    [BindProperty]
    public string? FromPartnershipId { get; set; }

    [BindProperty]
    public List<EnteredSuccessor> To { get; set; } = [];

    [BindProperty]
    public DateEntry TakesEffectOn { get; set; } = new();

    [BindProperty]
    public string? Order { get; set; }

    /// <summary>By day.</summary>
    public IReadOnlyList<Partners.V1.Succession> Successions { get; private set; } = [];

    public IReadOnlyList<Choice> Partnerships { get; private set; } = [];

    public IReadOnlyList<Choice> Councils { get; private set; } = [];

    public bool IsToCome(Partners.V1.Succession succession) => LondonDates.TryFromIso(succession.TakesEffectOn) > time.Today();

    public async Task OnGetAsync(CancellationToken ct)
    {
        To = [.. Enumerable.Range(0, MostSuccessors).Select(_ => new EnteredSuccessor())];
        await ReadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        try
        {
            await calls.Partners.RegisterSuccessionAsync(
                new()
                {
                    FromPartnershipId = FromPartnershipId ?? "",
                    To =
                    {
                        To.Where(one => !string.IsNullOrEmpty(one.PartnershipId))
                            .Select(one => new Successor { PartnershipId = one.PartnershipId, CouncilAgencyId = one.CouncilAgencyId ?? "" }),
                    },
                    TakesEffectOn = TakesEffectOn.ReadIso(ModelState, nameof(TakesEffectOn), "day"),
                    Order = Order ?? "",
                },
                cancellationToken: ct);
            return Done("Succession registered. The partnerships that it names read it now.", Address);
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("to", "To[0].PartnershipId")))
        {
        }

        await ReadAsync(ct);
        return Page();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var register = calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct).ResponseAsync;
        Successions = (await calls.Partners.ListSuccessionsAsync(new(), cancellationToken: ct)).Successions;
        var partnerships = new List<Choice> { new("", "Choose a partnership") };
        var token = "";
        do
        {
            var page = await calls.Partners.ListTenantsAsync(new() { PageSize = PageSize, PageToken = token }, cancellationToken: ct);
            partnerships.AddRange(page.Tenants.Where(tenant => new TenantId(tenant.TenantId).IsPartnership).Select(tenant => new Choice(tenant.TenantId, tenant.Name)));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Partnerships = partnerships;
        Councils = [new("", "None"), .. (await register).Agencies.Where(agency => agency.Kind == AgencyKind.Council).Select(agency => new Choice(agency.AgencyId, agency.Name))];
    }

    /// <summary>One successor as the form has it.</summary>
    public sealed class EnteredSuccessor
    {
        public string? PartnershipId { get; set; }

        public string? CouncilAgencyId { get; set; }
    }
}
