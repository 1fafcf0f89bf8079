using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Sharing;

/// <summary>Offers an agency a look at the partnership; it shows nothing until the agency agrees.</summary>
public sealed class OfferModel(PartnershipCalls calls, SharingParties parties, CurrentPerson person, TimeProvider time) : PageModel
{
    public static IReadOnlyList<SharingLevel> AllLevels { get; } =
        [SharingLevel.Headlines, SharingLevel.OwnActions, SharingLevel.Plan, SharingLevel.Evidence];

    /// <summary>The one capacity to which Partners and Reporting open the view across; offering another would have no effect.</summary>
    public const Capacity WhoMayLook = Capacity.CrossPartnershipLead;

    [BindProperty]
    public string? AgencyId { get; set; }

    [BindProperty]
    public SharingLevel Level { get; set; } = SharingLevel.OwnActions;

    [BindProperty]
    public string? AgreementReference { get; set; }

    [BindProperty]
    public DateEntry ReviewOn { get; set; } = new();

    [BindProperty]
    public DateEntry EndsOn { get; set; } = new();

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public IReadOnlyList<Choice> Levels => [.. AllLevels.Select(level => new Choice(level.ToString(), SharingWords.Of(level)) { Hint = SharingWords.Explain(level) })];

    public string Partnership => calls.PartnershipId;

    public string PartnershipName => person.Partnership!.Name;

    /// <param name="agency">Whose grant is to be changed: the form is filled with what it says.</param>
    public async Task<IActionResult> OnGetAsync(string? agency, CancellationToken ct)
    {
        if (!person.IsAny(Capacity.PartnershipManager))
        {
            return Forbid();
        }

        var today = time.Today();
        (ReviewOn, EndsOn) = (DateEntry.Of(today.AddMonths(6)), DateEntry.Of(today.AddMonths(12)));
        var present = agency is null ? null : (await calls.Partners.ListSharingGrantsAsync(new ListSharingGrantsRequest(), cancellationToken: ct)).Grants
            .FirstOrDefault(grant => grant.AgencyId == agency && grant.State == SharingGrantState.Agreed);
        if (present is not null)
        {
            (AgencyId, Level, AgreementReference) = (present.AgencyId, present.Level, present.AgreementReference);
        }

        await ReadAgenciesAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await OfferAsync(ct))
        {
            TempData["Done"] = "Offered. It shows nothing until the agency agrees.";
            return Redirect(Addresses.Sharing(Partnership));
        }
        await ReadAgenciesAsync(ct);
        return Page();
    }

    private async Task<bool> OfferAsync(CancellationToken ct)
    {
        try
        {
            await calls.Partners.OfferSharingGrantAsync(
                new OfferSharingGrantRequest
                {
                    AgencyId = AgencyId ?? "",
                    Level = Level,
                    Capacities = { WhoMayLook },
                    AgreementReference = AgreementReference?.Trim() ?? "",
                    ReviewOn = ReviewOn.ReadIso(ModelState, nameof(ReviewOn), "review date", required: true),
                    EndsOn = EndsOn.ReadIso(ModelState, nameof(EndsOn), "end date", required: true),
                },
                cancellationToken: ct);
            return true;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
            return false;
        }
    }

    private async Task ReadAgenciesAsync(CancellationToken ct)
    {
        var agencies = await parties.AgenciesAsync(calls.Partners, ct);
        var partnership = await calls.Partners.GetPartnershipAsync(new GetPartnershipRequest(), cancellationToken: ct);
        // A successor's council reads before its day, though it is no partner here.
        var successors = (await calls.ReadSuccessionAsync(ct))?.To.Select(to => to.CouncilAgencyId).Where(id => id.Length > 0) ?? [];
        Agencies =
        [
            new Choice("", "Choose an agency"),
            .. partnership.Agencies.Select(partner => partner.AgencyId).Union(successors)
                .Select(id => new Choice(id, agencies.TryGetValue(id, out var agency) ? agency.Name : id))
                .OrderBy(choice => choice.Text, StringComparer.CurrentCulture),
        ];
    }
}
