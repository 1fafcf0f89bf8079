using Grpc.Core;
using Jtai.Portal.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace Jtai.Portal.Shared;

/// <summary>A part of a file that somebody put in, as a service sends it; what it is called comes with the first.</summary>
/// <param name="FileName">As it is saved.</param>
/// <param name="MediaType">Empty where nobody knows.</param>
/// <param name="Size">Bytes of the whole; null where nobody knows.</param>
/// <param name="Content">The part.</param>
internal readonly record struct FilePart(string FileName, string MediaType, long? Size, ReadOnlyMemory<byte> Content);

/// <summary>Such a file as a download, passed on as it comes. Nothing of it is trusted.</summary>
internal static class StreamedFile
{
    private const string Sensitive = "OFFICIAL-SENSITIVE-";

    /// <param name="page">Whose embargo marking goes into the name.</param>
    /// <param name="parts">In their order.</param>
    /// <param name="sensitive">The name says so, whatever the page.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="RpcException">Nothing was sent: FAILED_PRECONDITION where it cannot be opened, or not yet.</exception>
    public static async Task<IActionResult> SendFileAsync(this PageModel page, IAsyncEnumerable<FilePart> parts, bool sensitive, CancellationToken ct)
    {
        try
        {
            await foreach (var part in parts.WithCancellation(ct))
            {
                if (!page.Response.HasStarted)
                {
                    Begin(page, part, sensitive || page.ViewData.ContainsKey(EmbargoMarking.Key));
                }

                await page.Response.Body.WriteAsync(part.Content, ct);
            }

            return page.Response.HasStarted ? new EmptyResult() : page.NotFound();
        }
        catch (RpcException) when (page.Response.HasStarted)
        {
            // Half a file must not look like a whole one.
            page.HttpContext.Abort();
            return new EmptyResult();
        }
    }

    private static void Begin(PageModel page, FilePart first, bool sensitive)
    {
        page.HttpContext.ServeAsUntrusted();
        var disposition = new ContentDispositionHeaderValue("attachment");
        var marked = sensitive && !first.FileName.StartsWith(Sensitive, StringComparison.Ordinal);
        disposition.SetHttpFileName((marked ? Sensitive : "") + first.FileName);
        page.Response.Headers.ContentDisposition = disposition.ToString();
        page.Response.ContentType = first.MediaType.Length > 0 ? first.MediaType : "application/octet-stream";
        page.Response.ContentLength = first.Size;
    }
}
