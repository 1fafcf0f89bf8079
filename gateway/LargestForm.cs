using System.Buffers;
using System.Net.Mime;
using Jtai.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Jtai.Gateway;

/// <summary>
/// How much a browser may send at once: 26 MB to the pages that take a letter or a file of evidence, which say themselves beside the
/// field where a file is too large; elsewhere as much as a call. Of more, this door says it on a page of its own.
/// </summary>
internal static class LargestForm
{
    private const long LargestBytes = 26 * 1024 * 1024;

    /// <summary>A browser shows no answer before it has sent everything; beyond this it shows that the connection ended.</summary>
    private const long MostReadBytes = 200 * 1024 * 1024;

    private static readonly TimeSpan LongestRead = TimeSpan.FromMinutes(2);

    private const string Page =
        """
        <!DOCTYPE html>
        <html lang="en" class="govuk-template">
        <head><meta charset="utf-8"><title>The file is too large</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/portal.css"></head>
        <body class="govuk-template__body"><div class="govuk-width-container"><main class="govuk-main-wrapper">
        <h1 class="govuk-heading-l">The file is too large</h1>
        <p class="govuk-body">A letter can have up to 10 MB, a file of evidence up to 25 MB. Nothing was saved.</p>
        <p class="govuk-body">Go back, then choose the letter as the inspectorate published it, or paste its text; of other files choose a smaller one, or give a link.</p>
        </main></div></body>
        </html>
        """;

    public static void UseLargestForm(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (Refusals.IsGrpc(context.Request) || context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false } limit)
        {
            await next(context);
            return;
        }

        limit.MaxRequestBodySize = TakesFiles(context.Request.Path) ? LargestBytes : PublicDoor.LargestRequestBytes;
        if (!(context.Request.ContentLength > limit.MaxRequestBodySize))
        {
            await next(context);
            return;
        }

        limit.MaxRequestBodySize = null;
        await ReadAwayAsync(context);
        var response = context.Response;
        response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";
        response.ContentType = MediaTypeNames.Text.Html;
        await response.WriteAsync(Page);
    });

    // /partnerships/{p}/inspections/{id}/import, …/actions/{id}/evidence/add, …/evidence/{id}/replace
    private static bool TakesFiles(PathString path) => path.Value?.Split('/') is ["", "partnerships", _, .. var page]
        && (page is ["inspections", _, "import"] or ["actions", _, "evidence", "add"] or ["evidence", _, "replace"]);

    private static async Task ReadAwayAsync(HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(LongestRead);
        try
        {
            for (long read = 0; read < MostReadBytes && await context.Request.Body.ReadAsync(buffer, limit.Token) is > 0 and var length;)
            {
                read += length;
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // The browser has gone, or is too slow to wait for.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
