using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Sharing;

/// <summary>What the partnership shares with whom, and who looked.</summary>
public sealed class IndexModel(PartnershipCalls calls, SharingParties parties, CurrentPerson person, TimeProvider time) : PageModel
{
    /// <summary>Where an older part of the log begins.</summary>
    [BindProperty(SupportsGet = true, Name = "log")]
    public string? LogToken { get; set; }

    public IReadOnlyList<SharingGrant> Grants { get; private set; } = [];

    /// <summary>Null for people who may see the grants and not the log.</summary>
    public ListSharingLogReply? Log { get; private set; }

    public string Partnership => calls.PartnershipId;

    public string PartnershipName => person.Partnership!.Name;

    public bool MayOffer => person.IsAny(Capacity.PartnershipManager);

    public DateOnly Today => time.Today();

    /// <summary>Offers that wait and grants that end soon, each with what is to be done.</summary>
    public IEnumerable<(SharingGrant Grant, string Words)> Flagged =>
        Grants.Select(grant => (grant, Words: SharingWords.Flag(grant, Today))).Where(one => one.Words is not null).Select(one => (one.grant, one.Words!));

    private IReadOnlyDictionary<string, Agency> agencies = new Dictionary<string, Agency>();

    public async Task OnGetAsync(CancellationToken ct)
    {
        var log = person.IsAny(Capacity.PartnershipManager, Capacity.InformationGovernanceReader)
            ? calls.Partners.ListSharingLogAsync(new ListSharingLogRequest { PageSize = 25, PageToken = LogToken ?? "" }, cancellationToken: ct).ResponseAsync
            : null;
        agencies = await parties.AgenciesAsync(calls.Partners, ct);
        Grants = (await calls.Partners.ListSharingGrantsAsync(new ListSharingGrantsRequest(), cancellationToken: ct)).Grants;
        if (log is not null)
        {
            Log = await log;
        }
    }

    public string AgencyName(string agencyId) => agencies.TryGetValue(agencyId, out var agency) ? agency.Name : agencyId;

    public bool HasEnded(SharingGrant grant) => grant.State == SharingGrantState.Agreed && LondonDates.TryFromIso(grant.EndsOn) < Today;

    public static bool MayBeWithdrawn(SharingGrant grant) => grant.State is SharingGrantState.Offered or SharingGrantState.Agreed;
}
