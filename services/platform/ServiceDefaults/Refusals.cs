using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Jtai.ServiceDefaults;

/// <summary>
/// Answers a refused gRPC call as gRPC (headers that carry a status), so that every client reads the same code and
/// sentence; other requests get an ordinary HTTP status.
/// </summary>
public static class Refusals
{
    private const int PermissionDenied = 7;
    private const int Unauthenticated = 16;

    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <param name="context">A call that is not going to be handled.</param>
    /// <param name="status">gRPC status code.</param>
    /// <param name="message">A sentence for the caller, in ASCII.</param>
    public static async Task AnswerAsync(HttpContext context, int status, string message)
    {
        // YARP answers 502 now and then where a handler answers before it has the whole request.
        await DrainAsync(context);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message).Replace("%20", " ", StringComparison.Ordinal);
    }

    private static async Task DrainAsync(HttpContext context)
    {
        const int mostBytes = 1024 * 1024;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        var buffer = new byte[16 * 1024];
        try
        {
            for (var read = 0; read < mostBytes;)
            {
                var count = await context.Request.Body.ReadAsync(buffer, patience.Token);
                if (count == 0)
                {
                    return;
                }

                read += count;
            }
        }
        catch (OperationCanceledException)
        {
            // A stream that its caller keeps open: the answer need not wait for its end.
        }
    }

    /// <summary>The answer to a call that its policy does not admit.</summary>
    internal sealed class ForPolicies : IAuthorizationMiddlewareResultHandler
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

            return context.User.Identity?.IsAuthenticated == true
                ? AnswerAsync(context, PermissionDenied, "Your access token does not allow this call here.")
                : AnswerAsync(context, Unauthenticated, "The access token is missing, expired or not one of this platform.");
        }
    }
}
