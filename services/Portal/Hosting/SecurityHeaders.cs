namespace Jtai.Portal.Hosting;

/// <summary>The headers that every answer carries, errors and files included.</summary>
internal static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Of a document that was made from what people wrote: it runs nothing, loads nothing, and is of no origin.</summary>
    private const string OfADocument = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Has this answer served as a document that nobody trusts, and not as a page of the portal.</summary>
    public static void ServeAsUntrusted(this HttpContext context) => context.Items[typeof(SecurityHeaders)] = true;

    public static IApplicationBuilder UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        // On starting and not at once: the exception handler clears what was set before it.
        context.Response.OnStarting(() =>
        {
            Add(context.Response);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Add(HttpResponse response)
    {
        var headers = response.Headers;
        var untrusted = response.HttpContext.Items.ContainsKey(typeof(SecurityHeaders));
        headers.ContentSecurityPolicy = untrusted ? OfADocument : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        // Browsers refuse a sandboxed document that asks for an opener policy (HTML, "create navigation params by fetching").
        headers["Cross-Origin-Opener-Policy"] = untrusted ? "unsafe-none" : "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // As the browser asked, which the gateway says. Over plain http browsers must ignore the header (RFC 6797, 7.2).
        if (response.HttpContext.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
        // An answer is somebody's view of a plan and stays out of shared desktops' caches; the portal's own files say how long they keep.
        if (headers.CacheControl.Count == 0 || response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            headers.CacheControl = "no-store";
        }
    }
}
