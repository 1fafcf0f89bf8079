using System.Buffers;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Jtai.Portal.Calls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Shared;

/// <summary>How far an upload is.</summary>
/// <param name="FileId">Its file.</param>
/// <param name="Received">Bytes that have come: where the next piece begins.</param>
/// <param name="Complete">All have come, and are those of the hash.</param>
public readonly record struct UploadPosition(string FileId, long Received, bool Complete);

/// <summary>A page that takes its file from portal.js, piece by piece, before its form.</summary>
internal static class FilePieces
{
    /// <summary>What portal.js sends at once: few requests, of which a partnership has so many a second.</summary>
    public const int LargestBytes = 512 * 1024;

    /// <summary>Each call of an upload has a key of its own; the form's is its last call's.</summary>
    public static Metadata OwnKey() => new() { { IdempotencyKey.Name, Guid.NewGuid().ToString("N") } };

    /// <summary>Hands on the piece that is the body of the request; it is the caller's until the call ends.</summary>
    public static async Task<IActionResult> SendPieceAsync(this PageModel page, Func<ByteString, Task<UploadPosition>> send, CancellationToken ct)
    {
        // One more than may come: it tells that too much did.
        var most = LargestBytes + 1;
        var piece = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            var length = await page.Request.Body.ReadAtLeastAsync(piece.AsMemory(0, most), most, throwOnEndOfStream: false, ct);
            return length > LargestBytes
                ? page.BadRequest()
                : await AnswerAsync(() => send(UnsafeByteOperations.UnsafeWrap(piece.AsMemory(0, length))));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }

    /// <summary>What portal.js reads: how far it is, or why it cannot be taken.</summary>
    public static async Task<IActionResult> AnswerAsync(Func<Task<UploadPosition>> call)
    {
        try
        {
            var (fileId, received, complete) = await call();
            return new JsonResult(new { id = fileId, received, complete });
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
        {
            var status = failure.GetRpcStatus();
            var why = status?.GetDetail<BadRequest>()?.FieldViolations.FirstOrDefault()?.Description ?? failure.Status.Detail;
            // The reason that it asks for is the form's to bring.
            return new JsonResult(new { why, byForm = status?.GetDetail<ErrorInfo>()?.Reason is "CHILD_IDENTIFIER" }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }
}
