using Jtai.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

namespace Jtai.Gateway;

/// <summary>The two public ports: <c>Listen:Http</c> for browsers and <c>Listen:Grpc</c> for API clients.</summary>
public static class PublicDoor
{
    /// <summary>Of a call: a letter of 10 MB with its envelope. Of a form see <see cref="LargestForm"/>.</summary>
    internal const long LargestRequestBytes = 12 * 1024 * 1024;

    public static void AddPublicDoor(this WebApplicationBuilder builder) =>
        builder.AddProcessDefaults("gateway", limits: limits =>
        {
            limits.MaxRequestBodySize = LargestRequestBytes;
            limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            limits.MaxConcurrentConnections = 10_000;
        });

    /// <summary>
    /// Where TLS ends before the gateway, that proxy says that the browser came by https, from which address and to which host.
    /// It is believed from the networks of the setting <c>TrustedProxies</c> alone (in CIDR); without it nobody is.
    /// </summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
        };
        // Loopback is among them by default.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in app.Configuration.GetSection("TrustedProxies").Get<string[]>() ?? [])
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        // An empty list would mean everybody.
        if (options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }
}
