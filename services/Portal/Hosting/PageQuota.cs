using System.Threading.RateLimiting;
using Jtai.Field;
using Jtai.Hosting;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Hosting;

/// <summary>
/// Pages per tenant, so that one that is busy leaves the others their speed: <c>Quota:PagesPerSecond</c>, 20 unless set, with
/// bursts of five times that. Pages about no partnership count for the person's agency.
/// </summary>
internal sealed class PageQuota : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter;

    public PageQuota(IConfiguration configuration)
    {
        var quota = RequestQuota.Of(configuration, "Quota:PagesPerSecond", unlessSet: 20, burstSeconds: 5);
        limiter = PartitionedRateLimiter.Create<string, string>(tenantId => RateLimitPartition.GetTokenBucketLimiter(tenantId, _ => quota));
    }

    public bool Admits(CurrentPerson person)
    {
        using var lease = limiter.AttemptAcquire(person.Partnership?.TenantId ?? TenantId.OfAgency(person.AgencyId));
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
