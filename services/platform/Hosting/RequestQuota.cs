using System.Threading.RateLimiting;
using Jtai.Errors;
using Microsoft.Extensions.Configuration;

namespace Jtai.Hosting;

/// <summary>So many requests a second and a burst, after which they are refused and never queued.</summary>
public static class RequestQuota
{
    /// <param name="configuration">The process's settings.</param>
    /// <param name="setting">The one that says how many a second.</param>
    /// <param name="unlessSet">How many where it is not set.</param>
    /// <param name="burstSeconds">How many seconds' worth may come at once.</param>
    /// <exception cref="StartRefused">The quota would let nothing through.</exception>
    public static TokenBucketRateLimiterOptions Of(IConfiguration configuration, string setting, int unlessSet, int burstSeconds)
    {
        var perSecond = configuration.GetValue(setting, unlessSet);
        return perSecond > 0
            ? new()
            {
                TokenLimit = perSecond * burstSeconds, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / perSecond), QueueLimit = 0,
            }
            : throw new StartRefused($"The setting {setting} is {perSecond}. Set 1 or more.");
    }
}
