using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Hosting;
using Jtai.Portal.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Files of a statement, as the service streams them. Nothing of them is trusted, whoever made them.</summary>
internal static class StatementFile
{
    private const string Sensitive = "OFFICIAL-SENSITIVE-";

    /// <summary>As a download; its name says so where the inspection is not published.</summary>
    public static async Task<FileContentResult> FileAsync(this PageModel page, AsyncServerStreamingCall<DocumentPart> call, CancellationToken ct)
    {
        var (content, first) = await ReadAsync(call, ct);
        page.HttpContext.ServeAsUntrusted();
        var marked = page.ViewData.ContainsKey(EmbargoMarking.Key) && !first.FileName.StartsWith(Sensitive, StringComparison.Ordinal);
        return page.File(content, first.MediaType.Length > 0 ? first.MediaType : "application/octet-stream", (marked ? Sensitive : "") + first.FileName);
    }

    /// <summary>As a page of its own, to read and to print.</summary>
    public static async Task<FileContentResult> HtmlAsync(this PageModel page, AsyncServerStreamingCall<DocumentPart> call, CancellationToken ct)
    {
        var (content, _) = await ReadAsync(call, ct);
        page.HttpContext.ServeAsUntrusted();
        return page.File(content, "text/html; charset=utf-8");
    }

    private static async Task<(byte[] Content, DocumentPart First)> ReadAsync(AsyncServerStreamingCall<DocumentPart> call, CancellationToken ct)
    {
        using var streaming = call;
        using var content = new MemoryStream();
        DocumentPart? first = null;
        await foreach (var part in streaming.ResponseStream.ReadAllAsync(ct))
        {
            first ??= part;
            part.Content.WriteTo(content);
        }

        return (content.ToArray(), first ?? new DocumentPart { FileName = "statement" });
    }
}
