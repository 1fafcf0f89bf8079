using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Access;
using Jtai.Files;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    private const int PartBytes = 64 * 1024;

    [Authorize(Policies.Read)]
    public override async Task DownloadLetter(DownloadLetterRequest request, IServerStreamWriter<LetterPart> responseStream, ServerCallContext context)
    {
        var letter = await ReadLetterAsync(context, request.InspectionId);
        var (file, content) = await files.OpenAsync(Caller.Of(context).TenantId, letter.ImportId, context.CancellationToken);
        await using var opened = content;
        await database.TakenAwayAsync(context, nameof(LetterImport), letter.ImportId.ToString());
        var buffer = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            var part = new LetterPart
            {
                FileName = file.Name,
                MediaType = file.Kind.GetValueOrDefault().ContentType(),
                Sha256 = Convert.ToHexStringLower(file.Sha256!),
                Size = file.Size,
            };
            for (int count; (count = await content.ReadAtLeastAsync(buffer.AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, context.CancellationToken)) > 0; part = new())
            {
                // It is written out before the buffer is filled again.
                part.Content = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, count));
                await responseStream.WriteAsync(part, context.CancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
