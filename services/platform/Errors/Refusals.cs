using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Jtai.Errors;

/// <summary>
/// Answers a refused gRPC call as gRPC (headers that carry a status), so that every client reads the same code and
/// sentence; other requests get an ordinary HTTP status.
/// </summary>
public static class Refusals
{
    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <param name="context">A call that is not going to be handled.</param>
    /// <param name="status">What the caller is told.</param>
    /// <param name="message">A sentence for the caller, in ASCII.</param>
    public static Task AnswerAsync(HttpContext context, StatusCode status, string message)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message).Replace("%20", " ", StringComparison.Ordinal);
        return Task.CompletedTask;
    }
}
