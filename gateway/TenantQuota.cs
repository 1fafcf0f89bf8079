using System.Globalization;
using System.Net.Mime;
using System.Threading.RateLimiting;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Hosting;

namespace Jtai.Gateway;

/// <summary>
/// A quota per tenant, so that one that is busy leaves the others their speed: <c>Quota:RequestsPerSecond</c>, 50 unless set,
/// with bursts of twice that. Calls without a tenant count per caller, and those without a valid token per client address.
/// Pages count per address here, <c>Quota:PagesPerAddressPerSecond</c>, 200 unless set, since a whole council may be behind
/// one; the portal, which knows the person, counts them per tenant.
/// </summary>
public static class TenantQuota
{
    public const string Calls = nameof(Calls);
    public const string Pages = nameof(Pages);

    private static long refused;

    /// <summary>Since the process started.</summary>
    internal static long Refused => Interlocked.Read(ref refused);

    public static void AddTenantQuota(this IServiceCollection services, IConfiguration configuration)
    {
        var calls = RequestQuota.Of(configuration, "Quota:RequestsPerSecond", unlessSet: 50, burstSeconds: 2);
        var pages = RequestQuota.Of(configuration, "Quota:PagesPerAddressPerSecond", unlessSet: 200, burstSeconds: 2);
        services.AddRateLimiter(limiter =>
        {
            limiter.OnRejected = (rejected, _) =>
            {
                Interlocked.Increment(ref refused);
                return RefuseAsync(rejected.HttpContext);
            };
            limiter.AddPolicy(Calls, context => RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => calls));
            limiter.AddPolicy(Pages, context => RateLimitPartition.GetTokenBucketLimiter(AddressOf(context), _ => pages));
        });
    }

    private static string CallerOf(HttpContext context) =>
        context.User.FindFirst(TokenClaims.Tenant)?.Value ?? context.User.FindFirst(TokenClaims.Subject)?.Value ?? AddressOf(context);

    /// <summary>The client's, where a trusted proxy names it. One household or office has a whole IPv6 network of 64 bits.</summary>
    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } address => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        var address => address.ToString(),
    };

    private static async ValueTask RefuseAsync(HttpContext context)
    {
        if (Refusals.IsGrpc(context.Request))
        {
            await Refusals.AnswerAsync(context, StatusCode.ResourceExhausted, context.User.Identity?.IsAuthenticated == true
                ? "Your partnership has used its share of requests for now. Try again in a second."
                : "Your address has made too many requests. Try again in a second.");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = MediaTypeNames.Text.Plain;
        await context.Response.WriteAsync("Too many pages were asked for from your network at once. Wait a second, then reload the page.");
    }
}
