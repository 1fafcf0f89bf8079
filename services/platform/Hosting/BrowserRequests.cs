using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jtai.Hosting;

/// <summary>What gateway and portal alike refuse before anything else.</summary>
public static class BrowserRequests
{
    /// <summary>Answers 405 to every method that no page and no call has: nothing behind expects one, TRACE least of all.</summary>
    public static void UseKnownMethods(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD, POST";
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    });
}
