using System.Buffers;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Hosting;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>Passes a form's file on to the service as it comes in, a piece at a time.</summary>
internal static class FileSending
{
    /// <summary>What the gateway lets through, here and there: the form says itself that a file is too large.</summary>
    public const int LargestRequestBytes = 26 * 1024 * 1024;

    public const int LargestFileBytes = 25 * 1024 * 1024;

    /// <summary>Of every piece but the last; what the service asks for.</summary>
    public const int PieceBytes = 256 * 1024;

    private const string Field = "Held.File";

    /// <returns>Null where the file cannot be taken; the form then says why.</returns>
    public static async Task<Upload?> SendAsync(PartnershipCalls calls, FileOfForm file, ModelStateDictionary errors, CancellationToken ct)
    {
        if (file.Size is not { } size)
        {
            errors.AddModelError(Field, "Your browser did not say how large the file is. Try another browser, or give a link to the file");
            return null;
        }

        try
        {
            var begun = await calls.Evidence.BeginUploadAsync(new BeginUploadRequest { Name = file.Name, Size = size }, FilePieces.OwnKey(), cancellationToken: ct);
            return await SendAsync(calls, begun.FileId, file.Content, ct);
        }
        catch (RpcException failure) when (errors.TryAddErrors(failure, _ => Field))
        {
            var ofTheWhole = errors[""]?.Errors.Select(error => error.ErrorMessage).ToList() ?? [];
            errors[""]?.Errors.Clear();
            ofTheWhole.ForEach(error => errors.AddModelError(Field, error));
            return null;
        }
    }

    private static async Task<Upload> SendAsync(PartnershipCalls calls, string fileId, Stream content, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            var offset = 0L;
            for (int length; (length = await content.ReadAtLeastAsync(piece.AsMemory(0, PieceBytes), PieceBytes, throwOnEndOfStream: false, ct)) > 0; offset += length)
            {
                hash.AppendData(piece, 0, length);
                // Sent whole before the piece is filled again.
                await calls.Evidence.AppendToUploadAsync(
                    new AppendToUploadRequest { FileId = fileId, Offset = offset, Content = UnsafeByteOperations.UnsafeWrap(piece.AsMemory(0, length)) },
                    FilePieces.OwnKey(),
                    cancellationToken: ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }

        return await calls.Evidence.CompleteUploadAsync(
            new CompleteUploadRequest { FileId = fileId, Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()) }, FilePieces.OwnKey(), cancellationToken: ct);
    }
}
