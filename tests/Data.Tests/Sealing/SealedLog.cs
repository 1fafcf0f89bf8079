using Google.Protobuf;
using Jtai.Activities.Sealing;
using Jtai.Activities.V1;

namespace Jtai.Data.Tests.Sealing;

/// <summary>A generated log with its seals, and ways to tamper with it that somebody must find.</summary>
internal sealed class SealedLog
{
    private const string Tenant = "northshire";
    private readonly Random random;

    public SealedLog(int seed)
    {
        random = new Random(seed);
        long id = 0;
        for (var segments = random.Next(2, 6); segments > 0; segments--)
        {
            // Ids have gaps, and a late row comes with a later segment than its neighbours.
            var rows = Enumerable.Range(0, random.Next(2, 7)).Select(_ => NewRow(id += random.Next(2, 4))).OrderBy(_ => random.Next()).ToList();
            Rows.AddRange(rows);
            Segments.Add(AuditSegment.Seal(Tenant, Segments.Count + 1, Segments.LastOrDefault()?.Head ?? AuditSegment.Beginning, rows, At(id)));
        }

        Kept = [.. Segments.Select(segment => new KeptHead { Number = segment.Number, Head = ByteString.CopyFrom(segment.Head) })];
    }

    public List<AuditRow> Rows { get; } = [];
    public List<AuditSegment> Segments { get; } = [];
    public IReadOnlyList<KeptHead> Kept { get; }

    /// <summary>As a service looks at it: all at once here.</summary>
    public SealFault? FirstFault() => AuditChain.FirstFault(Tenant, ChainPosition.Start, Segments, Rows, Kept)
        ?? AuditChain.CutTail(new(Segments.Count, Segments[^1].Head, 0), Kept);

    /// <summary>Tampers once, in one of many ways.</summary>
    /// <returns>What must be found.</returns>
    public SealFault Tamper() => random.Next(6) switch
    {
        0 or 1 => Edit(),
        2 => Delete(),
        3 => Swap(),
        4 => BendSegment(),
        _ => random.Next(3) switch
        {
            0 => CutTail(),
            1 => DropSegment(),
            _ => MakeAnew(),
        },
    };

    private SealFault Edit()
    {
        var (segment, place) = Any();
        var row = Row(segment.Ids[place]);
        Replace(row, random.Next(13) switch
        {
            0 => row with { At = row.At.AddMicroseconds(1) },
            1 => row with { Kind = row.Kind + "x" },
            2 => row with { Entity = row.Entity.ToUpperInvariant() },
            3 => row with { AggregateId = row.AggregateId + " " },
            4 => row with { Version = row.Version + 1 },
            5 => row with { Subject = "somebody" },
            6 => row with { Capacity = "" },
            // No agency and an empty one are not the same, nor is the same text in the next column.
            7 => row with { AgencyId = row.AgencyId is null ? "" : null },
            8 => row with { DisclosedTo = row.DisclosedTo is null ? "" : null },
            9 => row with { AgencyId = row.DisclosedTo, DisclosedTo = row.AgencyId ?? "" },
            10 => row with { Rpc = row.Rpc[1..], Capacity = row.Capacity + row.Rpc[..1] },
            11 => row with { Traceparent = row.Traceparent is null ? "" : null },
            _ => row with { TenantId = "southshire" },
        });
        return Fault(SealFaultKind.EntryChanged, segment, segment.Ids[place]);
    }

    private SealFault Delete()
    {
        var (segment, place) = Any();
        Rows.Remove(Row(segment.Ids[place]));
        return Fault(SealFaultKind.EntryDeleted, segment, segment.Ids[place]);
    }

    private SealFault Swap()
    {
        var (segment, place) = Any();
        var other = (place + random.Next(1, segment.Ids.Length)) % segment.Ids.Length;
        var (one, two) = (Row(segment.Ids[place]), Row(segment.Ids[other]));
        Replace(one, two with { Id = one.Id });
        Replace(two, one with { Id = two.Id });
        return Fault(SealFaultKind.EntriesSwapped, segment, segment.Ids[Math.Min(place, other)]);
    }

    private SealFault BendSegment()
    {
        var (segment, place) = Any();
        Segments[(int)segment.Number - 1] = random.Next(6) switch
        {
            0 => segment with { SealedAt = segment.SealedAt.AddMicroseconds(1) },
            1 => segment with { Ids = [.. segment.Ids.Select((id, at) => at == place ? id + 1 : id)] },
            2 => segment with { Ids = segment.Ids[..^1], RowHashes = segment.RowHashes[..^1] },
            3 => segment with { RowHashes = [.. segment.RowHashes.Select((hash, at) => at == place ? Bent(hash) : hash)] },
            4 => segment with { Previous = Bent(segment.Previous) },
            _ => segment with { Head = Bent(segment.Head) },
        };
        return Fault(SealFaultKind.SegmentChanged, segment);
    }

    private SealFault CutTail()
    {
        var left = random.Next(1, Segments.Count);
        foreach (var row in Segments.Skip(left).SelectMany(segment => segment.Ids).Select(Row).ToList())
        {
            Rows.Remove(row);
        }

        Segments.RemoveRange(left, Segments.Count - left);
        return Fault(SealFaultKind.TailCut, Segments[^1]);
    }

    private SealFault DropSegment()
    {
        var dropped = Segments[random.Next(Segments.Count - 1)];
        Segments.Remove(dropped);
        return Fault(SealFaultKind.SegmentDeleted, dropped);
    }

    // Somebody who may write everything: a row is changed, and all seals from there on are made anew. Only a kept head tells.
    private SealFault MakeAnew()
    {
        var (first, place) = Any();
        var row = Row(first.Ids[place]);
        Replace(row, row with { Subject = "somebody" });
        for (var at = (int)first.Number - 1; at < Segments.Count; at++)
        {
            var old = Segments[at];
            Segments[at] = AuditSegment.Seal(Tenant, old.Number, at == 0 ? AuditSegment.Beginning : Segments[at - 1].Head, [.. old.Ids.Select(Row)], old.SealedAt);
        }

        return Fault(SealFaultKind.NotAsKept, first);
    }

    private (AuditSegment Segment, int Place) Any()
    {
        var segment = Segments[random.Next(Segments.Count)];
        return (segment, random.Next(segment.Ids.Length));
    }

    private AuditRow Row(long id) => Rows.Single(row => row.Id == id);

    private void Replace(AuditRow old, AuditRow by) => Rows[Rows.IndexOf(old)] = by;

    private AuditRow NewRow(long id) => new()
    {
        TenantId = Tenant,
        Id = id,
        At = At(id),
        Kind = "Alteration",
        Entity = "ActionChanged",
        AggregateId = $"record {random.Next(4)}",
        Version = id,
        Subject = $"person {random.Next(3)}",
        Capacity = "PartnershipManager",
        AgencyId = random.Next(3) == 0 ? null : "westmarch-police",
        // Never as the agency: the two can change places, which must be found.
        DisclosedTo = random.Next(3) == 0 ? null : "other agency",
        Rpc = "/jtai.actions.v1.Actions/UpdateProgress",
        Traceparent = random.Next(2) == 0 ? null : "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    };

    private static DateTimeOffset At(long id) => new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero).AddMilliseconds(id);

    private byte[] Bent(byte[] bytes)
    {
        var bent = bytes.ToArray();
        bent[random.Next(bent.Length)] ^= 1;
        return bent;
    }

    private static SealFault Fault(SealFaultKind kind, AuditSegment segment, long id = 0) => new() { Kind = kind, SegmentNumber = segment.Number, EntryId = id };
}
