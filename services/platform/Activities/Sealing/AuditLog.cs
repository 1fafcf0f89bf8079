using Dapper;
using Jtai.Activities.V1;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Activities.Sealing;

/// <summary>Seals the service's audit log and compares it with its seals.</summary>
internal sealed class AuditLog(Database database, TimeProvider clock)
{
    /// <summary>Segments that one check looks at.</summary>
    internal const int CheckedAtOnce = 20;

    private const int CountedUnsealed = 1000;

    // Segments whose newest row is settled name settled rows alone: seen_id grows with the number.
    private const string Unsealed =
        """
        with last as (
          select number, head, seen_id, settled_id from audit_segment where tenant_id = @TenantId order by number desc limit 1
        ), sealed as (
          select unnest(ids) as id from audit_segment
          where tenant_id = @TenantId and seen_id > (select settled_id from last)
        ), unsealed as (
          select * from audit
          where tenant_id = @TenantId and id > coalesce((select settled_id from last), 0)
            and not exists (select from sealed where sealed.id = audit.id)
          order by id limit @limit
        )

        """;

    private const string Waiting =
        """
        select one.tenant_id from unnest(@tenants) as one (tenant_id)
        left join lateral (
          select settled_id from audit_segment where tenant_id = one.tenant_id order by number desc limit 1) last on true
        where exists (
          select from audit
          where audit.tenant_id = one.tenant_id and audit.id > coalesce(last.settled_id, 0)
            and not exists (
              select from audit_segment sealed
              where sealed.tenant_id = one.tenant_id and sealed.seen_id > last.settled_id and audit.id = any (sealed.ids)))
        """;

    // One statement, hence of one snapshot: a transaction that it does not see can still bring a row with a smaller id. Of what a
    // segment has seen that is settled by this look once all transactions before the segment's own have ended: they are below xmin.
    private const string Look =
        Unsealed +
        """
        select coalesce((select number from last), 0) as last_number, (select head from last) as last_head,
          coalesce((select seen_id from last), 0) as last_seen_id, coalesce((select settled_id from last), 0) as last_settled_id,
          coalesce((
            select seen_id from audit_segment
            where tenant_id = @TenantId and seen_xid <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            order by seen_id desc limit 1), 0) as settled_id,
          unsealed.*
        from unsealed
        order by id
        """;

    // The segment's own number is above that of each transaction that had drawn an id when its rows were looked at; the snapshot's
    // xmax is not, since it comes after those that have ended. Where another replica was faster, its segment stands, not this one.
    private const string Keep =
        """
        insert into audit_segment (tenant_id, number, ids, row_hashes, previous, head, sealed_at, seen_id, seen_xid, settled_id)
        values (@TenantId, @Number, @Ids, @RowHashes, @Previous, @Head, @SealedAt, @seenId, pg_current_xact_id()::text::bigint, @settledId)
        on conflict do nothing
        """;

    /// <summary>Those of the tenants that have rows which no segment names.</summary>
    internal Task<IReadOnlyList<TenantId>> WaitingAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken ct) => database.QueryAsync<TenantId>(
        TenantScope.OfMany(tenants), Waiting, new { tenants = tenants.Select(tenant => tenant.Value).ToArray() }, ct);

    /// <summary>Seals the tenant's oldest rows that no segment names, at most <see cref="AuditSegment.MostRows"/>.</summary>
    /// <returns>True where there may be more.</returns>
    internal async Task<bool> SealAsync(TenantId tenantId, CancellationToken ct)
    {
        var scope = TenantScope.Of(tenantId);
        var rows = await database.QueryAsync<UnsealedRow>(scope, Look, new { tenantId, limit = AuditSegment.MostRows }, ct);
        if (rows.Count == 0)
        {
            return false;
        }

        var last = rows[0];
        var segment = AuditSegment.Seal(tenantId.Value, last.LastNumber + 1, last.LastHead ?? AuditSegment.Beginning, rows, NowInMicroseconds());
        var more = rows.Count == AuditSegment.MostRows;
        await database.ExecuteAsync(
            scope,
            Keep,
            new
            {
                tenantId, segment.Number, segment.Ids, segment.RowHashes, segment.Previous, segment.Head, segment.SealedAt,
                seenId = Math.Max(last.LastSeenId, rows[^1].Id),
                // A look that was cut short has left rows behind its last one.
                settledId = Math.Max(last.LastSettledId, more ? Math.Min(last.SettledId, rows[^1].Id) : last.SettledId),
            },
            ct);
        return more;
    }

    /// <summary>Looks at the next segments, and at the rows among theirs.</summary>
    /// <param name="tenantId">Whose log.</param>
    /// <param name="position">How far it was found whole.</param>
    /// <param name="kept">Heads that somebody kept.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How far it is whole now, whether that is the end, the first fault, and what claims a time far from its seal's.</returns>
    internal async Task<(ChainPosition Position, bool Complete, SealFault? Fault, IReadOnlyList<SealedFarFromItsTime> Far)> CheckAsync(
        TenantId tenantId, ChainPosition position, IReadOnlyCollection<KeptHead> kept, CancellationToken ct)
    {
        var scope = TenantScope.Of(tenantId);
        var (segments, rows) = await database.QueryMultipleAsync(
            scope,
            """
            select * from audit_segment where tenant_id = @TenantId and number > @Number order by number limit @most;
            select * from audit
            where tenant_id = @TenantId and id in (
              select unnest(ids) from (select ids from audit_segment where tenant_id = @TenantId and number > @Number order by number limit @most) next);
            """,
            new { tenantId, position.Number, most = CheckedAtOnce },
            async results => ((await results.ReadAsync<AuditSegment>()).AsList(), (await results.ReadAsync<AuditRow>()).AsList()),
            ct);
        if (AuditChain.FirstFault(tenantId.Value, position, segments, rows, kept) is { } fault)
        {
            return (position, true, fault, []);
        }

        var complete = segments.Count < CheckedAtOnce;
        List<SealedFarFromItsTime> far = [.. AuditChain.FarFromTheirTime(segments, rows)];
        var next = segments.Count == 0 ? position : new ChainPosition(segments[^1].Number, segments[^1].Head, Math.Max(position.RowsThrough, segments.Max(segment => segment.Ids.Max())));
        if (await AddedAsync(scope, tenantId, position, next, segments, ct) is { } added)
        {
            return (next, true, added, far);
        }

        return (next, complete, complete ? AuditChain.CutTail(next, kept) : null, far);
    }

    /// <summary>Rows that no segment names yet: those of the last seconds. Counted up to a thousand.</summary>
    internal Task<int> CountUnsealedAsync(TenantId tenantId, CancellationToken ct) => database.QuerySingleOrDefaultAsync<int>(
        TenantScope.Of(tenantId), Unsealed + "select count(*)::int from unsealed", new { tenantId, limit = CountedUnsealed }, ct);

    // A row of a late transaction is named by a later segment, and waits for one while its id is not settled.
    private async Task<SealFault?> AddedAsync(
        TenantScope scope, TenantId tenantId, ChainPosition from, ChainPosition through, IReadOnlyList<AuditSegment> segments, CancellationToken ct)
    {
        var id = await database.QuerySingleOrDefaultAsync<long?>(
            scope,
            """
            select id from audit
            where tenant_id = @TenantId and id > @from and id <= least(@through, (
                select settled_id from audit_segment where tenant_id = @TenantId order by number desc limit 1))
              and id <> all (@named)
              and not exists (
                select from audit_segment other
                where other.tenant_id = audit.tenant_id and other.number > @Number and other.ids @> array[audit.id])
            order by id limit 1
            """,
            new { tenantId, from = from.RowsThrough, through = through.RowsThrough, through.Number, named = segments.SelectMany(segment => segment.Ids).ToArray() },
            ct);
        return id is { } added
            ? new SealFault { Kind = SealFaultKind.EntryAdded, SegmentNumber = segments.First(segment => segment.Ids.Max() > added).Number, EntryId = added }
            : null;
    }

    private DateTimeOffset NowInMicroseconds() => DateTimeOffset.UnixEpoch.AddTicks(clock.GetUtcNow().Microseconds() * TimeSpan.TicksPerMicrosecond);

    /// <summary>A row that no segment names, and what the tenant's last segment and this look say; the same in each row.</summary>
    private sealed record UnsealedRow : AuditRow
    {
        public required long LastNumber { get; init; }
        public byte[]? LastHead { get; init; }
        public required long LastSeenId { get; init; }
        public required long LastSettledId { get; init; }
        public required long SettledId { get; init; }
    }
}
