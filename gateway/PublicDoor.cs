using System.Net;
using Jtai.Errors;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Jtai.Gateway;

/// <summary>The two public ports: <c>Listen:Http</c> for browsers and <c>Listen:Grpc</c> for API clients.</summary>
public static class PublicDoor
{
    /// <summary>An uploaded letter of 10 MB with its envelope.</summary>
    private const long LargestRequestBytes = 12 * 1024 * 1024;

    public static void AddPublicDoor(this WebApplicationBuilder builder)
    {
        StartRefused.ExplainAtTheEnd("gateway");
        builder.Host.UseDefaultServiceProvider(options => (options.ValidateScopes, options.ValidateOnBuild) = (true, true));
        var http = IPEndPoint.Parse(builder.Configuration["Listen:Http"] ?? "0.0.0.0:8080");
        var grpc = IPEndPoint.Parse(builder.Configuration["Listen:Grpc"] ?? "0.0.0.0:8081");
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestRequestBytes;
            options.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            options.Limits.MaxConcurrentConnections = 10_000;
            options.Limits.Http2.MaxStreamsPerConnection = 200;
            options.Listen(http, listen => listen.Protocols = HttpProtocols.Http1);
            options.Listen(grpc, listen => listen.Protocols = HttpProtocols.Http2);
        });
    }

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
