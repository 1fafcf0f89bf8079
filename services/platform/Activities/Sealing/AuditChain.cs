using Jtai.Activities.V1;

namespace Jtai.Activities.Sealing;

/// <summary>How far a chain was found whole.</summary>
/// <param name="Number">Of the last segment that was looked at; 0 before the first.</param>
/// <param name="Head">Its head.</param>
/// <param name="RowsThrough">Rows with larger ids were not yet looked for beside the sealed ones.</param>
public sealed record ChainPosition(long Number, byte[] Head, long RowsThrough)
{
    public static ChainPosition Start { get; } = new(0, AuditSegment.Beginning, 0);
}

/// <summary>Finds the first thing that is wrong with a sealed log: pure, so that whoever has the rows can do it.</summary>
public static class AuditChain
{
    /// <param name="tenantId">Whose log.</param>
    /// <param name="position">What stands before the segments.</param>
    /// <param name="segments">The following ones, by number.</param>
    /// <param name="rows">The rows that they name, as they are now.</param>
    /// <param name="kept">Heads that somebody kept.</param>
    /// <returns>Null where nothing is wrong.</returns>
    public static SealFault? FirstFault(
        string tenantId, ChainPosition position, IReadOnlyList<AuditSegment> segments, IEnumerable<AuditRow> rows, IReadOnlyCollection<KeptHead> kept)
    {
        var byId = rows.ToDictionary(row => row.Id);
        var (number, head) = (position.Number, position.Head);
        foreach (var segment in segments)
        {
            number++;
            if (segment.Number != number)
            {
                return Fault(SealFaultKind.SegmentDeleted, number);
            }

            if (segment.TenantId != tenantId || segment.Ids.Length != segment.RowHashes.Length
                || !Same(segment.Previous, head) || !Same(segment.Head, segment.HeadOfContent()))
            {
                return Fault(SealFaultKind.SegmentChanged, number);
            }

            if (kept.Any(one => one.Number == number && !one.Head.Span.SequenceEqual(segment.Head)))
            {
                return Fault(SealFaultKind.NotAsKept, number);
            }

            if (FirstFault(segment, byId) is { } fault)
            {
                return fault;
            }

            head = segment.Head;
        }

        return null;
    }

    /// <summary>What a chain lacks that was looked through to its end.</summary>
    /// <returns>Null where it holds all that was kept.</returns>
    public static SealFault? CutTail(ChainPosition end, IEnumerable<KeptHead> kept) =>
        kept.Any(one => one.Number > end.Number) ? Fault(SealFaultKind.TailCut, end.Number) : null;

    private static SealFault? FirstFault(AuditSegment segment, Dictionary<long, AuditRow> rows)
    {
        for (var place = 0; place < segment.Ids.Length; place++)
        {
            var id = segment.Ids[place];
            if (!rows.TryGetValue(id, out var row))
            {
                return Fault(SealFaultKind.EntryDeleted, segment.Number, id);
            }

            var hash = row.Hash();
            if (row.TenantId != segment.TenantId || !Same(hash, segment.RowHashes[place]))
            {
                var swapped = segment.RowHashes.Any(other => Same(other, hash));
                return Fault(swapped ? SealFaultKind.EntriesSwapped : SealFaultKind.EntryChanged, segment.Number, id);
            }
        }

        return null;
    }

    private static SealFault Fault(SealFaultKind kind, long number, long id = 0) => new() { Kind = kind, SegmentNumber = number, EntryId = id };

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);
}
