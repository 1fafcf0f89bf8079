using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jtai.Hosting;

/// <summary>Lets a call end before its request does, with a proxy in between.</summary>
public static class EarlyEndings
{
    private const long MostBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Put this before everything else. When a call is refused or fails while its request is still coming, Kestrel
    /// resets the stream behind the answer, and YARP, seeing the request break off, answers 502 in place of it (in
    /// about half of such calls when tried). So the answer is completed first, and the rest of the request read and
    /// thrown away: 16 MiB or 2 seconds of it at most.
    /// </summary>
    public static IApplicationBuilder UseEarlyEndings(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        // Kestrel does this by itself for HTTP/1.1.
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            await EndAsync(context);
        }
    });

    private static async Task EndAsync(HttpContext context)
    {
        var request = context.Request.BodyReader;
        try
        {
            if (request.TryRead(out var read) && Discard(request, read, out _))
            {
                return;
            }

            await context.Response.CompleteAsync();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limit.CancelAfter(Longest);
            for (var left = MostBytes; left > 0;)
            {
                if (Discard(request, await request.ReadAsync(limit.Token), out var length))
                {
                    return;
                }

                left -= length;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client has gone, or waits for nothing more; the answer is out either way.
        }
    }

    private static bool Discard(PipeReader request, ReadResult read, out long length)
    {
        length = read.Buffer.Length;
        request.AdvanceTo(read.Buffer.End);
        return read.IsCompleted;
    }
}
