using System.Globalization;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Sharing;

/// <summary>What the partnership shares with whom, and who looked.</summary>
public sealed class IndexModel(PartnershipCalls calls, SharingParties parties, CurrentPerson person, TimeProvider time) : PageModel
{
    /// <summary>Entries of a file: more than anybody reads, and less than a spreadsheet holds.</summary>
    public const int MostInFile = 10_000;

    /// <summary>Where an older part of the log begins.</summary>
    [BindProperty(SupportsGet = true, Name = "log")]
    public string? LogToken { get; set; }

    public IReadOnlyList<SharingGrant> Grants { get; private set; } = [];

    /// <summary>Null for people who may see the grants and not the log.</summary>
    public ListSharingLogReply? Log { get; private set; }

    public string Partnership => calls.PartnershipId;

    public string PartnershipName => person.Partnership!.Name;

    private bool ReadsLog => person.IsAny(Capacity.PartnershipManager, Capacity.InformationGovernanceReader);

    public bool MayOffer => person.IsAny(Capacity.PartnershipManager);

    public DateOnly Today => time.Today();

    /// <summary>Offers that wait, reviews that are late and grants that end soon, each with what is to be done.</summary>
    public IEnumerable<(SharingGrant Grant, string Words)> Flagged =>
        Grants.Select(grant => (grant, Words: SharingWords.Flag(grant, Today, offeredByUs: true))).Where(one => one.Words is not null).Select(one => (one.grant, one.Words!));

    private IReadOnlyDictionary<string, Agency> agencies = new Dictionary<string, Agency>();

    public async Task OnGetAsync(CancellationToken ct)
    {
        var log = ReadsLog
            ? calls.Partners.ListSharingLogAsync(new ListSharingLogRequest { PageSize = 25, PageToken = LogToken ?? "" }, cancellationToken: ct).ResponseAsync
            : null;
        agencies = await parties.AgenciesAsync(calls.Partners, ct);
        Grants = (await calls.Partners.ListSharingGrantsAsync(new ListSharingGrantsRequest(), cancellationToken: ct)).Grants;
        if (log is not null)
        {
            Log = await log;
        }
    }

    /// <summary>Who looked, as a file.</summary>
    public async Task<IActionResult> OnGetFileAsync(CancellationToken ct)
    {
        if (!ReadsLog)
        {
            return Forbid();
        }

        agencies = await parties.AgenciesAsync(calls.Partners, ct);
        var rows = new List<IEnumerable<string>>();
        var request = new ListSharingLogRequest { PageSize = 200, Export = true };
        do
        {
            var page = await calls.Partners.ListSharingLogAsync(request, cancellationToken: ct);
            rows.AddRange(page.Entries.Select(Row));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && rows.Count < MostInFile);
        if (request.PageToken.Length > 0)
        {
            rows.Add([$"Cut after the newest {Numbers.Figure(rows.Count)} looks: there are earlier ones."]);
        }

        return CsvFile.Of(
            $"{Partnership}-who-looked-{Today:yyyy-MM-dd}.csv", ["When (UTC)", "Who", "Job title", "Agency", "As", "Looked at", "What it saw"], rows);
    }

    private IEnumerable<string> Row(SharingLogEntry entry) =>
    [
        entry.At.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), entry.PersonName, entry.JobTitle,
        AgencyName(entry.AgencyId), CapacityWords.Of(entry.Capacity), entry.LookedAt, SharingWords.Of(entry.Level),
    ];

    public string AgencyName(string agencyId) => agencies.TryGetValue(agencyId, out var agency) ? agency.Name : agencyId;

    public bool HasEnded(SharingGrant grant) => grant.State == SharingGrantState.Agreed && LondonDates.TryFromIso(grant.EndsOn) < Today;

    /// <summary>True for what is agreed, while no offer to the same agency waits.</summary>
    public bool MayBeChanged(SharingGrant grant) => grant.State == SharingGrantState.Agreed
        && !Grants.Any(other => other.AgencyId == grant.AgencyId && other.State == SharingGrantState.Offered);

    public static bool MayBeWithdrawn(SharingGrant grant) => grant.State is SharingGrantState.Offered or SharingGrantState.Agreed;
}
