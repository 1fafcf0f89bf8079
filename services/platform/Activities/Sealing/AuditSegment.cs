using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Jtai.Activities.Sealing;

/// <summary>A sealed part of a tenant's audit log: its rows by id, each with the hash that it had.</summary>
public sealed record AuditSegment
{
    public const int MostRows = 500;

    /// <summary>What stands before the first segment.</summary>
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    private static readonly byte[] Form = Encoding.UTF8.GetBytes("jtai audit segment 1");

    public required string TenantId { get; init; }
    public required long Number { get; init; }
    public required long[] Ids { get; init; }
    public required byte[][] RowHashes { get; init; }

    /// <summary>The head of the segment before it.</summary>
    public required byte[] Previous { get; init; }
    public required byte[] Head { get; init; }
    public required DateTimeOffset SealedAt { get; init; }

    public static AuditSegment Seal(string tenantId, long number, byte[] previous, IReadOnlyList<AuditRow> rows, DateTimeOffset now)
    {
        var open = new AuditSegment
        {
            TenantId = tenantId,
            Number = number,
            Ids = [.. rows.Select(row => row.Id)],
            RowHashes = [.. rows.Select(row => row.Hash())],
            Previous = previous,
            Head = [],
            SealedAt = now,
        };
        return open with { Head = open.HeadOfContent() };
    }

    /// <summary>What the head must be.</summary>
    public byte[] HeadOfContent()
    {
        var hashed = new ArrayBufferWriter<byte>(64 * MostRows);
        hashed.Write(Form);
        hashed.AppendNumber(Previous.Length);
        hashed.Write(Previous);
        hashed.AppendText(TenantId);
        hashed.AppendNumber(Number);
        hashed.AppendNumber(SealedAt.Microseconds());
        hashed.AppendNumber(Ids.Length);
        foreach (var id in Ids)
        {
            hashed.AppendNumber(id);
        }

        hashed.AppendNumber(RowHashes.Length);
        foreach (var row in RowHashes)
        {
            hashed.AppendNumber(row.Length);
            hashed.Write(row);
        }

        return SHA256.HashData(hashed.WrittenSpan);
    }
}
