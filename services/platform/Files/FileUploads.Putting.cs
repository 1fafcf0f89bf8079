using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Store;

namespace Jtai.Files;

public sealed partial class FileUploads
{
    /// <summary>Puts in a file that is here whole. Broken off, it goes on where it was if its id is given.</summary>
    /// <param name="write">What a service does by itself.</param>
    /// <param name="wanted">What it is.</param>
    /// <param name="content">All of its bytes.</param>
    /// <param name="saving">Saved once they are in the store, in one transaction with the file's completion.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The file's id.</returns>
    /// <exception cref="Invalid">The name or the size cannot be accepted.</exception>
    /// <exception cref="Refused">Too many uploads are open, there is no room, or it was put in before.</exception>
    public async Task<Guid> PutAsync(Write write, NewFile wanted, ReadOnlyMemory<byte> content, Func<StoredFile, Saving<Empty>> saving, CancellationToken ct)
    {
        var fileId = await BegunAsync(write, wanted, ct);
        for (var at = 0; at < content.Length; at += MostBytesAtOnce)
        {
            await AppendAsync(write.Caller, fileId, at, content[at..Math.Min(at + MostBytesAtOnce, content.Length)], ct);
        }

        await CompleteAsync(write, fileId, SHA256.HashData(content.Span), saving, ct);
        return fileId;
    }

    private async Task<Guid> BegunAsync(Write write, NewFile wanted, CancellationToken ct)
    {
        if (wanted.FileId is { } known && await files.FindAsync(write.TenantId, known, ct) is not null)
        {
            return known;
        }

        var fileId = Guid.Empty;
        await BeginAsync(
            write,
            wanted,
            file =>
            {
                fileId = file.FileId;
                return new Saving<Empty>(new Empty(), []);
            },
            ct);
        return fileId;
    }
}
