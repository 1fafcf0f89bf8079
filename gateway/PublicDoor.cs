using System.Net;
using Jtai.ServiceDefaults;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Jtai.Gateway;

/// <summary>The two public ports: <c>Listen:Http</c> for browsers and <c>Listen:Grpc</c> for API clients.</summary>
public static class PublicDoor
{
    /// <summary>An uploaded letter of 10 MB with its envelope.</summary>
    private const long LargestRequestBytes = 12 * 1024 * 1024;

    public static void AddPublicDoor(this WebApplicationBuilder builder)
    {
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
}
