using System.Net;
using System.Net.Mime;
using Jtai.Errors;

namespace Jtai.Gateway;

/// <summary>
/// The names under which browsers reach the platform: setting <c>PublicHosts</c>, with commas between them. The portal makes
/// addresses of the name in the request, and so any other is refused here. Loopback is always among them, and alone where
/// nothing is set. API clients are asked for their token and not for a name.
/// </summary>
internal static class PublicHosts
{
    public static void UsePublicHosts(this WebApplication app)
    {
        var names = (app.Configuration["PublicHosts"] ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Append("localhost")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use(async (context, next) =>
        {
            var (request, response) = (context.Request, context.Response);
            // A probe asks by the pod's address.
            if (Refusals.IsGrpc(request) || request.Path.StartsWithSegments("/health") || IsOurs(request.Host.Host))
            {
                await next(context);
                return;
            }

            response.StatusCode = StatusCodes.Status400BadRequest;
            response.Headers.CacheControl = "no-store";
            response.ContentType = MediaTypeNames.Text.Plain;
            await response.WriteAsync("This is not an address of this service. Use the one that you were given.");
        });

        bool IsOurs(string host) => names.Contains(host) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
