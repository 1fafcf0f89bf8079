using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Files;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

/// <summary>A letter's file as it comes, piece by piece, before it is imported.</summary>
public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override Task<LetterUpload> BeginLetterUpload(BeginLetterUploadRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var check = new RequestCheck();
        var fault = LetterFile.FaultOfSize(request.Size);
        check.That(fault is null, "size", fault ?? "");
        LetterFile.CheckName(check, "name", request.Name);
        check.ThrowIfRefused();
        return uploads.BeginAsync(write, new NewFile(request.Name, request.Size), file => new Saving<LetterUpload>(ToProto(file), []), context.CancellationToken);
    }

    // It is safe to repeat by its own nature, and has no key: the same bytes at the same offset are taken again.
    [Authorize(Policies.Run)]
    public override async Task<LetterUpload> AppendToLetterUpload(AppendToLetterUploadRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var file = await OwnUploadAsync(caller, request.FileId, context.CancellationToken);
        if (file.State == FileState.Receiving && request.Offset > file.Received)
        {
            throw new UploadGap(file.Received);
        }

        var received = await uploads.AppendAsync(caller, file.FileId, request.Offset, request.Content.Memory, context.CancellationToken);
        return ToProto(file with { Received = received });
    }

    [Authorize(Policies.Run)]
    public override Task<LetterUpload> CompleteLetterUpload(CompleteLetterUploadRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var isHash = request.Sha256.Length == 64 && request.Sha256.All(char.IsAsciiHexDigitLower);
        return isHash
            ? uploads.CompleteAsync(
                write,
                Ids.Parse("file", request.FileId),
                Convert.FromHexString(request.Sha256),
                file => new Saving<LetterUpload>(ToProto(file), []),
                context.CancellationToken)
            : throw new Invalid("sha256", "Give the SHA-256 of the whole file as 64 lower-case hexadecimal digits.");
    }

    [Authorize(Policies.Run)]
    public override async Task<LetterUpload> GetLetterUpload(GetLetterUploadRequest request, ServerCallContext context) =>
        ToProto(await OwnUploadAsync(Caller.Of(context), request.FileId, context.CancellationToken));

    /// <exception cref="NotFound">The caller has put in no such file.</exception>
    private async Task<StoredFile> OwnUploadAsync(Caller caller, string fileId, CancellationToken ct)
    {
        var file = await files.GetAsync(caller.TenantId, Ids.Parse("file", fileId), ct);
        return file.Subject == caller.Subject ? file : throw new NotFound("file");
    }

    private static LetterUpload ToProto(StoredFile file) => new()
    {
        FileId = file.FileId.ToString(),
        Name = file.Name,
        Size = file.Size,
        Received = file.Received,
        Complete = file.State != FileState.Receiving,
    };
}
