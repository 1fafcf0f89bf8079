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
    public static async Task AnswerAsync(HttpContext context, StatusCode status, string message)
    {
        // YARP answers 502 now and then where a handler answers before it has the whole request.
        await DrainAsync(context);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
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
}
