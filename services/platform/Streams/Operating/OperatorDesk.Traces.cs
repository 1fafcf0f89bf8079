using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Operating.V1;
using Jtai.Store;

namespace Jtai.Streams;

public sealed partial class OperatorDesk
{
    private const int MostActs = 200;

    // Tenant by tenant, as the index has them.
    private const string OfTrace =
        """
        with recursive tenant as (
          (select tenant_id from audit order by tenant_id limit 1)
          union all
          select (select audit.tenant_id from audit where audit.tenant_id > tenant.tenant_id order by audit.tenant_id limit 1)
          from tenant where tenant.tenant_id is not null
        )
        select act.* from tenant cross join lateral (
          select tenant_id, id, at, entity, aggregate_id, version, subject, rpc from audit
          where audit.tenant_id = tenant.tenant_id and traceparent ~>=~ @from and traceparent ~<~ @until
          order by traceparent using ~<~ limit @limit
        ) act
        order by at, tenant_id, id limit @limit
        """;

    // Once an hour for each operator and trace.
    private const string NoteLook =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
        select @tenant, @now, 'Consultation', 'Trace', @TraceId, 0, @Subject, @capacity, @AgencyId, @rpc
        where not exists (
          select from audit
          where tenant_id = @tenant and aggregate_id = @TraceId and subject = @Subject and kind = 'Consultation' and at > @now - interval '1 hour')
        """;

    public async Task<ListActsOfTraceReply> ListActsOfTraceAsync(ListActsOfTraceRequest request, ServerCallContext context)
    {
        new RequestCheck().That(
            ActivityContext.TryParse($"00-{request.TraceId}-0000000000000001-00", null, out _), "trace_id",
            "Give the trace’s id: 32 digits and letters from a to f.").ThrowIfRefused();
        var (caller, ct) = (Caller.Of(context), context.CancellationToken);
        await database.ExecuteAsync(
            TenantScope.Of(TenantId.Platform),
            NoteLook,
            new
            {
                tenant = TenantId.Platform, now = clock.GetUtcNow(), request.TraceId, caller.Subject, capacity = caller.ActingAs.ToString(),
                caller.AgencyId, rpc = context.Method,
            },
            ct);
        var acts = await relay.QueryAsync<ActRow>(
            OfTrace, new { from = $"00-{request.TraceId}-", until = $"00-{request.TraceId}.", limit = MostActs + 1 }, ct);
        return new() { Acts = { acts.Take(MostActs).Select(row => row.ToProto()) }, More = acts.Count > MostActs };
    }

    private sealed record ActRow
    {
        public required string TenantId { get; init; }
        public required long Id { get; init; }
        public required DateTimeOffset At { get; init; }
        public required string Entity { get; init; }
        public required string AggregateId { get; init; }
        public required long Version { get; init; }
        public required string Subject { get; init; }
        public required string Rpc { get; init; }

        public TracedAct ToProto() => new()
        {
            TenantId = TenantId, EntryId = Id, At = At.ToTimestamp(), Rpc = Rpc, RecordType = Entity, RecordId = AggregateId, Version = Version, Subject = Subject,
        };
    }
}
