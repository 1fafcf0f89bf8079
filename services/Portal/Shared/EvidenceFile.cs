using Grpc.Core;
using Jtai.Actions.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Shared;

/// <summary>A file of evidence as a download.</summary>
public static class EvidenceFile
{
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
        var parts = call.ResponseStream.ReadAllAsync(ct).Select(part => new FilePart(part.FileName, part.MediaType, size, part.Content.Memory));
        try
        {
            return await page.SendFileAsync(parts, isSensitive, ct);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition)
        {
            return new RedirectResult(elsewhere);
        }
    }
}
