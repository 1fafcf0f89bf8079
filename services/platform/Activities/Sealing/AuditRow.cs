using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Jtai.Activities.Sealing;

/// <summary>A row of the table <c>audit</c>, whole.</summary>
public record AuditRow
{
    // Another form of the row has another name here: hashes of the two never agree by chance.
    private static readonly byte[] Form = Encoding.UTF8.GetBytes("jtai audit row 1");

    public required string TenantId { get; init; }
    public required long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Kind { get; init; }
    public required string Entity { get; init; }
    public required string AggregateId { get; init; }
    public required long Version { get; init; }
    public required string Subject { get; init; }
    public required string Capacity { get; init; }
    public string? AgencyId { get; init; }
    public string? DisclosedTo { get; init; }
    public required string Rpc { get; init; }
    public string? Traceparent { get; init; }

    /// <summary>
    /// SHA-256 of what the row says. The id is not in it: the segment binds ids to hashes, and so two rows that changed places are
    /// known as such.
    /// </summary>
    public byte[] Hash()
    {
        var hashed = new ArrayBufferWriter<byte>(512);
        hashed.Write(Form);
        hashed.AppendText(TenantId);
        hashed.AppendNumber(At.Microseconds());
        hashed.AppendText(Kind);
        hashed.AppendText(Entity);
        hashed.AppendText(AggregateId);
        hashed.AppendNumber(Version);
        hashed.AppendText(Subject);
        hashed.AppendText(Capacity);
        hashed.AppendText(AgencyId);
        hashed.AppendText(DisclosedTo);
        hashed.AppendText(Rpc);
        hashed.AppendText(Traceparent);
        return SHA256.HashData(hashed.WrittenSpan);
    }
}

/// <summary>How values go into a hash, so that no two rows give the same bytes: each text with its length before it.</summary>
internal static class HashedForm
{
    internal static void AppendText(this ArrayBufferWriter<byte> hashed, string? text)
    {
        // No text has this length.
        hashed.AppendNumber(text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, hashed);
    }

    /// <summary>8 bytes, the highest first.</summary>
    internal static void AppendNumber(this ArrayBufferWriter<byte> hashed, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(hashed.GetSpan(8), number);
        hashed.Advance(8);
    }

    /// <summary>Since 1970: PostgreSQL keeps no smaller part of a second.</summary>
    internal static long Microseconds(this DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
