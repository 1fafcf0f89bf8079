using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace Jtai.Portal.Shared;

/// <summary>A file of evidence as a download.</summary>
public static class EvidenceFile
{
    private const string Sensitive = "OFFICIAL-SENSITIVE-";

    /// <summary>Passes the file on part by part.</summary>
    /// <param name="page">That is asked for it.</param>
    /// <param name="call">The download.</param>
    /// <param name="isSensitive">True where its marking says so: its name then does, too.</param>
    /// <param name="size">Bytes; null where that is not known.</param>
    /// <param name="elsewhere">The page that says how its check stands, where it cannot be opened.</param>
    /// <param name="ct">Ends the call.</param>
    public static async Task<IActionResult> SendEvidenceAsync(
        this PageModel page, AsyncServerStreamingCall<DocumentPart> call, bool isSensitive, long? size, string elsewhere, CancellationToken ct)
    {
        try
        {
            if (!await call.ResponseStream.MoveNext(ct))
            {
                return new NotFoundResult();
            }

            Serve(page, call.ResponseStream.Current, isSensitive, size);
            do
            {
                await page.Response.Body.WriteAsync(call.ResponseStream.Current.Content.Memory, ct);
            }
            while (await call.ResponseStream.MoveNext(ct));
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition && !page.Response.HasStarted)
        {
            return new RedirectResult(elsewhere);
        }
        catch (RpcException) when (page.Response.HasStarted)
        {
            // Half a file must not look like a whole one.
            page.HttpContext.Abort();
        }

        return new EmptyResult();
    }

    private static void Serve(PageModel page, DocumentPart first, bool isSensitive, long? size)
    {
        page.HttpContext.ServeAsUntrusted();
        var marked = (page.ViewData.ContainsKey(EmbargoMarking.Key) || isSensitive) && !first.FileName.StartsWith(Sensitive, StringComparison.Ordinal);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName((marked ? Sensitive : "") + first.FileName);
        page.Response.Headers.ContentDisposition = disposition.ToString();
        page.Response.ContentType = first.MediaType.Length > 0 ? first.MediaType : "application/octet-stream";
        page.Response.ContentLength = size;
    }
}
