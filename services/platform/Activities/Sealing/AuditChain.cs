using Google.Protobuf.WellKnownTypes;
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
    /// <summary>More than clocks differ, or a restart takes.</summary>
    private static readonly TimeSpan FarFrom = TimeSpan.FromHours(1);

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

    /// <summary>What claims a time that is far from that of its seal: entries are sealed within seconds while a service runs.</summary>
    /// <param name="segments">In which no fault was found.</param>
    /// <param name="rows">The rows that they name.</param>
    public static IEnumerable<SealedFarFromItsTime> FarFromTheirTime(IEnumerable<AuditSegment> segments, IEnumerable<AuditRow> rows)
    {
        var byId = rows.ToDictionary(row => row.Id);
        foreach (var segment in segments)
        {
            var far = segment.Ids.Select(id => byId[id]).Where(row => Distance(row) > FarFrom).ToList();
            if (far.MaxBy(Distance) is { } farthest)
            {
                yield return new()
                {
                    SegmentNumber = segment.Number, SealedAt = segment.SealedAt.ToTimestamp(), Entries = far.Count, EntryId = farthest.Id, At = farthest.At.ToTimestamp(),
                };
            }

            TimeSpan Distance(AuditRow row) => (segment.SealedAt - row.At).Duration();
        }
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
