using Jtai.Partners.V1;
using Microsoft.Extensions.Caching.Memory;

namespace Jtai.Portal.Journeys.Sharing;

/// <summary>Agencies and partnerships by name. Names hardly ever change: kept for five minutes.</summary>
public sealed class SharingParties(IMemoryCache cache)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    /// <summary>Every agency of the platform by id. The list is the same for everybody, so there is one copy.</summary>
    public async Task<IReadOnlyDictionary<string, Agency>> AgenciesAsync(Partners.V1.Partners.PartnersClient partners, CancellationToken ct) =>
        (await cache.GetOrCreateAsync(typeof(Agency), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = KeptFor;
            var reply = await partners.ListAgenciesAsync(new ListAgenciesRequest(), cancellationToken: ct);
            return reply.Agencies.ToDictionary(agency => agency.AgencyId);
        }))!;

    /// <summary>The partnerships' names by id, as far as the caller may ask for them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PartnershipNamesAsync(
        Partners.V1.Partners.PartnersClient partners, string agencyId, IEnumerable<string> partnershipIds, CancellationToken ct)
    {
        var names = await Task.WhenAll(partnershipIds.Distinct().Select(async id => (id, name: await NameAsync(partners, agencyId, id, ct))));
        return names.ToDictionary(one => one.id, one => one.name);
    }

    // Kept for each agency by itself: who may know of a partnership is Partners' to say.
    private async Task<string> NameAsync(Partners.V1.Partners.PartnersClient partners, string agencyId, string id, CancellationToken ct) =>
        (await cache.GetOrCreateAsync((typeof(Partnership), agencyId, id), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = KeptFor;
            return (await partners.GetPartnershipAsync(new GetPartnershipRequest { PartnershipId = id }, cancellationToken: ct)).Name;
        }))!;
}
