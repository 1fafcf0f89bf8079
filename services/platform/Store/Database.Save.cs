using System.Diagnostics;
using Dapper;
using Google.Protobuf;
using Jtai.Access;
using Jtai.Errors;
using Npgsql;

namespace Jtai.Store;

public sealed partial class Database
{
    internal const string StaleVersion = "JT409";
    private const string TooManyJobs = "JT429";

    private const string StoredAnswer =
        """
        select request_hash, reply, stored_at from idempotency
        where tenant_id = @jtai_tenant_id and subject = @jtai_subject and rpc = @jtai_rpc and key = @jtai_key;

        """;

    private const string StoreAnswer =
        """
        insert into idempotency (tenant_id, subject, rpc, key, request_hash, reply)
        values (@jtai_tenant_id, @jtai_subject, @jtai_rpc, @jtai_key, @jtai_request_hash, @jtai_reply);

        """;

    // The outbox comes last: its identity column must grow with the versions, which the compare-and-set has put in order.
    private const string RecordChanges =
        """

        ;
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version,
          subject, capacity, agency_id, disclosed_to, rpc, traceparent)
        select tenant_id, @jtai_now, kind, entity, aggregate_id, version,
          @jtai_subject, @jtai_capacity, @jtai_agency, disclosed_to, @jtai_rpc, @jtai_traceparent
        from unnest(@jtai_tenant_ids, @jtai_kinds, @jtai_entities, @jtai_aggregates, @jtai_versions, @jtai_disclosed_to)
          with ordinality as change (tenant_id, kind, entity, aggregate_id, version, disclosed_to, position)
        order by position;
        insert into outbox (tenant_id, type, aggregate_id, version, recorded_at, traceparent, state, erased)
        select tenant_id, type, aggregate_id, version, @jtai_now, @jtai_traceparent, state, erased
        from unnest(@jtai_tenant_ids, @jtai_types, @jtai_aggregates, @jtai_versions, @jtai_states, @jtai_erased)
          with ordinality as change (tenant_id, type, aggregate_id, version, state, erased, position)
        order by position
        """;

    private const string PurgeErased =
        """

        ;
        delete from outbox
        using unnest(@jtai_tenant_ids, @jtai_types, @jtai_aggregates, @jtai_versions, @jtai_erased)
          as change (tenant_id, type, aggregate_id, version, erased)
        where change.erased and outbox.tenant_id = change.tenant_id and outbox.type = change.type
          and outbox.aggregate_id = change.aggregate_id and outbox.version < change.version
        """;

    // As long as the reasons, which are somebody else's to keep.
    private const string KeepPassed =
        """

        ;
        delete from guard_passed where tenant_id = @jtai_tenant_id and at < @jtai_now - interval '13 months';
        insert into guard_passed (tenant_id, text_hash, at)
        select distinct @jtai_tenant_id, text_hash, @jtai_now from unnest(@jtai_passed) as passed (text_hash)
        on conflict (tenant_id, text_hash) do update set at = excluded.at
        """;

    /// <summary>
    /// The second trip of a write: the key with its answer (kept for a repetition, for at least 24 hours), the slice's statements
    /// (the compare-and-set first, closed by <c>require_changed</c>), an audit row and an event for each change, in one
    /// transaction that is committed when this returns. Given up, it may have been committed; repeating it is safe.
    /// </summary>
    /// <returns>The answer.</returns>
    /// <exception cref="ChildIdentifierFound">The call's texts need a reason, which it does not give.</exception>
    /// <exception cref="AlreadyAnswered">A concurrent repetition was faster.</exception>
    /// <exception cref="RaceLost">Another write of the same record came first.</exception>
    public async Task<TReply> SaveAsync<TReply>(
        Write write, TReply reply, string sql, object? args, IReadOnlyList<Change> changes, CancellationToken ct)
        where TReply : IMessage<TReply>
    {
        using var activity = StoreTelemetry.Source.StartActivity("save");
        activity?.SetTag("jtai.tenant", write.TenantId.Value);
        await SettlePassedAsync(write, ct);
        var given = GuardReasons.Of(write, changes, clock.GetUtcNow());
        if (given is not null && keepGuardReason is null)
        {
            changes = [.. changes, new Change(given.ReasonId, 1, given)];
        }

        var parameters = write.Scope.AddTo(AddKey(AddChanges(new DynamicParameters(args), write, changes), write));
        parameters.Add("jtai_request_hash", write.RequestHash);
        parameters.Add("jtai_reply", reply.ToByteArray());
        var text = string.Concat(TenantScope.Sql, write.IdempotencyKey is null ? "" : StoreAnswer, sql, RecordChanges)
            + (changes.Any(change => change.Erased) ? PurgeErased : "");
        if (given is not null)
        {
            text += KeepPassed;
            parameters.Add("jtai_passed", write.Guard!.Hashes);
        }

        if (given is not null && keepGuardReason is not null)
        {
            var (keep, kept) = keepGuardReason(write.TenantId, given);
            text += $"\n;\n{keep}";
            parameters.AddDynamicParams(kept);
        }

        try
        {
            await Pool.ExecuteAsync(text, parameters, ct);
        }
        catch (PostgresException failure) when (LostRace(failure))
        {
            throw new RaceLost(failure);
        }
        catch (PostgresException failure) when (failure.SqlState == TooManyJobs)
        {
            throw new TooMany(TimeSpan.FromMinutes(1));
        }
        catch (PostgresException failure) when (failure is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "idempotency" })
        {
            throw await AnsweredAsync(write, ct) ?? new RaceLost(failure);
        }

        relay.Wake();
        return reply;
    }

    /// <summary>What the first trip throws for a write that is answered by now; null where it is not.</summary>
    internal async Task<Exception?> AnsweredAsync(Write write, CancellationToken ct) =>
        (await QuerySingleOrDefaultAsync<Answer>(write.Scope, StoredAnswer, AddKey(new(), write), ct))?.For(write);

    /// <summary>A text that has stayed as it was saved with a reason, e.g. in a form that is changed elsewhere, needs none again.</summary>
    private async Task SettlePassedAsync(Write write, CancellationToken ct)
    {
        if (write.Guard is { Hashes: { Length: > 0 } hashes } guard)
        {
            guard.Settle(await QueryAsync<byte[]>(
                write.Scope, "select text_hash from guard_passed where tenant_id = @TenantId and text_hash = any(@hashes)", new { write.TenantId, hashes }, ct));
        }
    }

    private static bool LostRace(PostgresException failure) => failure.SqlState switch
    {
        StaleVersion or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => true,
        // Two writers made the same version of the same aggregate.
        PostgresErrorCodes.UniqueViolation => failure.TableName == "outbox",
        _ => false,
    };

    private static DynamicParameters AddKey(DynamicParameters parameters, Write write)
    {
        parameters.Add("jtai_tenant_id", write.TenantId.Value);
        parameters.Add("jtai_subject", write.Caller.Subject);
        parameters.Add("jtai_rpc", write.Rpc);
        parameters.Add("jtai_key", write.IdempotencyKey);
        return parameters;
    }

    private DynamicParameters AddChanges(DynamicParameters parameters, Write write, IReadOnlyList<Change> changes)
    {
        parameters.Add("jtai_now", clock.GetUtcNow());
        parameters.Add("jtai_capacity", write.Caller.ActingAs.ToString());
        parameters.Add("jtai_agency", write.Caller.AgencyId);
        parameters.Add("jtai_traceparent", Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: var id } ? id : null);
        parameters.Add("jtai_tenant_ids", changes.Select(change => (change.TenantId ?? write.TenantId).Value).ToArray());
        parameters.Add("jtai_kinds", changes.Select(change => change.Kind.ToString()).ToArray());
        parameters.Add("jtai_entities", changes.Select(change => change.State.Descriptor.Name).ToArray());
        parameters.Add("jtai_types", changes.Select(change => change.State.Descriptor.FullName).ToArray());
        parameters.Add("jtai_aggregates", changes.Select(change => change.AggregateId).ToArray());
        parameters.Add("jtai_versions", changes.Select(change => change.Version).ToArray());
        parameters.Add("jtai_disclosed_to", changes.Select(change => change.DisclosedTo).ToArray());
        parameters.Add("jtai_erased", changes.Select(change => change.Erased).ToArray());
        parameters.Add("jtai_states", changes.Select(change => change.StateBytes()).ToArray());
        return parameters;
    }

    private sealed record Answer
    {
        public required byte[] RequestHash { get; init; }
        public required byte[] Reply { get; init; }
        public required DateTimeOffset StoredAt { get; init; }

        public Exception For(Write write) => RequestHash.AsSpan().SequenceEqual(write.RequestHash) ? new AlreadyAnswered(Reply) : new KeyUsed(StoredAt);
    }
}
