using System.Threading.RateLimiting;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Hosting;

/// <summary>
/// Pages per tenant, so that one that is busy leaves the others their speed: <c>Quota:PagesPerSecond</c>, 20 unless set, with
/// bursts of five times that. Pages about no partnership count for the person's agency.
/// </summary>
internal sealed class PageQuota : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter;

    /// <exception cref="StartRefused">The quota would let nothing through.</exception>
    public PageQuota(IConfiguration configuration)
    {
        var perSecond = configuration.GetValue("Quota:PagesPerSecond", 20);
        if (perSecond < 1)
        {
            throw new StartRefused($"The setting Quota:PagesPerSecond is {perSecond}. Set 1 or more.");
        }

        limiter = PartitionedRateLimiter.Create<string, string>(tenantId => RateLimitPartition.GetTokenBucketLimiter(tenantId, _ => new()
        {
            TokenLimit = perSecond * 5, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / perSecond), QueueLimit = 0,
        }));
    }

    public bool Admits(CurrentPerson person)
    {
        using var lease = limiter.AttemptAcquire(person.Partnership?.TenantId ?? TenantId.OfAgency(person.AgencyId));
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
