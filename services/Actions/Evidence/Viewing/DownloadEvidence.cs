using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Files;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    private const int PartBytes = 64 * 1024;

    [Authorize(Policies.OpenEvidence)]
    public override async Task DownloadEvidence(
        V1.DownloadEvidenceRequest request, IServerStreamWriter<V1.DocumentPart> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        if (caller.AcrossPartnerships)
        {
            await DownloadAcrossAsync(caller, request, responseStream, context.CancellationToken);
            return;
        }

        if (!caller.Has([.. PlanVisibility.WholePlan, .. PlanVisibility.OwnActions]))
        {
            throw new Forbidden("Your access token does not allow this call here.");
        }

        var stored = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            StoredEvidence.Select,
            new { caller.TenantId, evidenceId = Ids.Parse("evidence", request.EvidenceId) },
            StoredEvidence.ReadAsync,
            context.CancellationToken);
        var access = new EvidenceAccess(caller);
        var item = stored.Require(access);
        if (!access.MayOpen(item, stored.Actions))
        {
            throw new Forbidden("What this evidence holds is for those whom its audience names.");
        }

        var wanted = request.Number == 0 ? stored.Content : stored.Contents.FirstOrDefault(content => content.Number == request.Number);
        var fileId = wanted?.FileId ?? throw new NotFound("file");
        var (file, content) = await files.OpenAsync(caller.TenantId, fileId, context.CancellationToken);
        await using var opened = content;
        await database.TakenAwayAsync(context, nameof(V1.EvidenceChanged), item.EvidenceId.ToString());
        await SendAsync(file, content, responseStream, context.CancellationToken);
    }

    /// <summary>Sends a clean file in parts; name, type and hash go with the first.</summary>
    private static async Task SendAsync(StoredFile file, Stream content, IServerStreamWriter<V1.DocumentPart> stream, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            var part = new V1.DocumentPart
            {
                FileName = file.Name,
                MediaType = file.Kind.GetValueOrDefault().ContentType(),
                Sha256 = Convert.ToHexStringLower(file.Sha256!),
            };
            for (int count; (count = await content.ReadAtLeastAsync(buffer.AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, ct)) > 0; part = new())
            {
                // It is written out before the buffer is filled again.
                part.Content = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, count));
                await stream.WriteAsync(part, ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
