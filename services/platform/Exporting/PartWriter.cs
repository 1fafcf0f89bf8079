using Google.Protobuf;
using Grpc.Core;
using Jtai.Exporting.V1;

namespace Jtai.Exporting;

/// <summary>Writes the parts of an answer, holding no more than one of them; it waits for who reads.</summary>
internal sealed class PartWriter(IServerStreamWriter<ExportPart> parts, CancellationToken ct)
{
    private readonly byte[] held = new byte[65_536];
    private int count;

    public Task WriteAsync(ExportSchema schema) => parts.WriteAsync(new ExportPart { Schema = schema }, ct);

    /// <summary>What is written next belongs to this entry.</summary>
    public async Task BeginAsync(string entry)
    {
        await FlushAsync();
        await parts.WriteAsync(new ExportPart { Entry = entry }, ct);
    }

    public async Task CopyAsync(Stream content)
    {
        while (await content.ReadAsync(held.AsMemory(count), ct) is > 0 and var read)
        {
            count += read;
            if (count == held.Length)
            {
                await FlushAsync();
            }
        }
    }

    public async Task EndAsync()
    {
        await FlushAsync();
        await parts.WriteAsync(new ExportPart { End = new() }, ct);
    }

    private async Task FlushAsync()
    {
        if (count > 0)
        {
            await parts.WriteAsync(new ExportPart { Content = ByteString.CopyFrom(held, 0, count) }, ct);
            count = 0;
        }
    }
}
