using System.Threading.RateLimiting;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;

namespace Jtai.Gateway;

/// <summary>
/// A quota per tenant, so that one that is busy leaves the others their speed: <c>Quota:RequestsPerSecond</c>, 50 unless set,
/// with bursts of twice that. Calls without a tenant count per caller.
/// </summary>
public static class TenantQuota
{
    public const string Policy = nameof(TenantQuota);

    public static void AddTenantQuota(this IServiceCollection services, IConfiguration configuration)
    {
        var options = Of(configuration.GetValue("Quota:RequestsPerSecond", 50));
        services.AddRateLimiter(limiter =>
        {
            limiter.OnRejected = (rejected, _) => RefuseAsync(rejected.HttpContext);
            limiter.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(Partition(context), _ => options));
        });
    }

    /// <exception cref="StartRefused">The quota would let nothing through.</exception>
    public static TokenBucketRateLimiterOptions Of(int perSecond) => perSecond > 0
        ? new() { TokenLimit = perSecond * 2, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / perSecond), QueueLimit = 0 }
        : throw new StartRefused($"The setting Quota:RequestsPerSecond is {perSecond}. Set 1 or more.");

    private static string Partition(HttpContext context) =>
        context.User.FindFirst(TokenClaims.Tenant)?.Value
        ?? context.User.FindFirst(TokenClaims.Subject)?.Value
        ?? context.Connection.RemoteIpAddress?.ToString()
        ?? "unknown";

    private static async ValueTask RefuseAsync(HttpContext context)
    {
        await Refusals.AnswerAsync(context, StatusCode.ResourceExhausted, "Your partnership has used its share of requests for now. Try again in a second.");
    }
}
