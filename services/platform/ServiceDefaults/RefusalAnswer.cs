using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Jtai.ServiceDefaults;

/// <summary>
/// Answers a refused gRPC call as gRPC (headers that carry a status), so that every client reads the same code and
/// sentence; other requests get 401 or 403.
/// </summary>
internal sealed class RefusalAnswer : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler ordinary = new();

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !IsGrpc(context.Request))
        {
            return ordinary.HandleAsync(next, context, policy, authorizeResult);
        }

        // A policy that does not ask for a person first (the fallback) still finds an unauthenticated one unauthenticated.
        var known = context.User.Identity?.IsAuthenticated == true;
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = known ? "7" : "16";
        context.Response.Headers["grpc-message"] = known
            ? "Your access token does not allow this call here."
            : "The access token is missing%2C expired or not one of this platform.";
        return Task.CompletedTask;
    }

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
