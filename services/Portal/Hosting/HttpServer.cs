using Jtai.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

namespace Jtai.Portal.Hosting;

/// <summary>The portal's server: HTTP/1.1 behind the gateway, which says what address the browser asked for.</summary>
internal static class HttpServer
{
    /// <summary>An uploaded letter of 10 MB with its form.</summary>
    private const long LargestRequestBytes = 12 * 1024 * 1024;

    public static void AddHttpServer(this WebApplicationBuilder builder)
    {
        builder.AddProcessDefaults("portal", grpc: false, limits => limits.MaxRequestBodySize = LargestRequestBytes);
        // The built files are found wherever the process is started from, not in published output alone.
        builder.WebHost.UseStaticWebAssets();
        // Otherwise a build that was not published serves them uncompressed and uncached, as to somebody editing them.
        builder.WebHost.UseSetting("ReloadStaticAssetsAtRuntime", "false");
        // Pages alone; css and js are compressed when built. A page's size could betray a secret in it to somebody who has words of
        // their own shown beside it and watches the wire (BREACH). The secrets here are the session's id, which is in a cookie and
        // in no page; the antiforgery token and the form's key, which are other bytes each time they are written; and cookies are
        // SameSite=Lax, so that another site cannot have a page loaded again and again as somebody.
        builder.Services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, ["text/html"]));
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Nobody but the gateway reaches this port, and the gateway sets these headers itself, whatever it was sent.
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
        });
    }
}
