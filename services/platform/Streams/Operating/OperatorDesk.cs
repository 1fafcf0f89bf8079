using System.Diagnostics;
using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Operating.V1;
using Jtai.Store;
using Microsoft.Extensions.Configuration;

namespace Jtai.Streams;

/// <summary>
/// Answers for how a service stands: what its <c>Operations</c> does, in every service alike. What is read of all tenants is read as the
/// relay's role, which may read no content.
/// </summary>
public sealed partial class OperatorDesk
{
    private const int MostNamed = 20;

    private const string Outbox = "select count(*) as unnumbered, min(recorded_at) as oldest_at from outbox where seq is null";

    private const string Jobs =
        """
        select kind, count(*) filter (where coalesce(held_until < now(), true))::int as waiting, count(*) filter (where held_until >= now())::int as running,
          count(*) filter (where tries > 1)::int as broken_off, min(added_at) as oldest_at
        from job group by kind order by kind
        """;

    private const string Quarantined =
        "select split_part(publisher, '/', 1) as publisher, count(*)::int as events from quarantine where discarded is null group by 1";

    private const string PassedOver =
        """
        select split_part(publisher, '/', 1) as publisher, tenant_id, sum(passed_over)::bigint as events from checkpoint
        where passed_over > 0 group by 1, 2 order by 3 desc, 2 limit @MostNamed
        """;

    private const string Audit =
        """
        ;
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc, traceparent)
        select tenant_id, @acted_at, 'Alteration', @acted_on, @acted_on_id, @acted_on_version, @acted_by, @acted_as, @acted_for, @acted_through,
          @jtai_traceparent
        from unnest(@acted_in) as acted (tenant_id)
        """;

    private readonly Database database;
    private readonly RelayDatabase relay;
    private readonly IReadOnlyList<Consumer> consumers;
    private readonly Assembly program;
    private readonly IConfiguration configuration;
    private readonly TimeProvider clock;

    internal OperatorDesk(
        Database database, RelayDatabase relay, IEnumerable<Consumer> consumers, Assembly program, IConfiguration configuration, TimeProvider clock) =>
        (this.database, this.relay, this.consumers, this.program, this.configuration, this.clock) =
        (database, relay, [.. consumers.OrderBy(consumer => consumer.Publisher, StringComparer.Ordinal)], program, configuration, clock);

    public async Task<GetHealthReply> GetHealthAsync(ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var (applied, pending) = await Migrations.StateAsync(relay, program, ct);
        var outbox = (await relay.QueryAsync<OutboxRow>(Outbox, null, ct)).Single();
        var jobs = await relay.QueryAsync<JobsRow>(Jobs, null, ct);
        var quarantined = (await relay.QueryAsync<(string Publisher, int Events)>(Quarantined, null, ct)).ToDictionary(row => row.Publisher, row => row.Events);
        var passedOver = await relay.QueryAsync<(string Publisher, string TenantId, long Events)>(PassedOver, new { MostNamed }, ct);
        using var process = Process.GetCurrentProcess();
        var reply = new GetHealthReply
        {
            Part = relay.Service,
            Version = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            StartedAt = process.StartTime.ToUniversalTime().ToTimestamp(),
            Migrations = new MigrationState { Applied = applied, Pending = { pending.Take(MostNamed) } },
            Outbox = new OutboxState { Unnumbered = outbox.Unnumbered, OldestAt = outbox.OldestAt?.ToTimestamp() },
            Jobs = { jobs.Select(row => row.ToProto()) },
            CertificateEndsAt = ServedCertificate.EndOf(configuration)?.ToTimestamp(),
        };
        foreach (var consumer in consumers)
        {
            var state = await consumer.StateAsync(ct);
            state.Quarantined = quarantined.GetValueOrDefault(consumer.Publisher);
            state.PassedOver.Add(passedOver.Where(row => row.Publisher == consumer.Publisher)
                .Select(row => new PassedOver { TenantId = row.TenantId, Events = row.Events }));
            reply.Consumers.Add(state);
        }

        return reply;
    }

    private static int SizeOf(int asked) => asked == 0 ? 50 : asked;

    private static RequestCheck CheckPage(int size, bool isToken) => new RequestCheck()
        .That(size is >= 0 and <= 200, "page_size", "Ask for 1 to 200 rows.")
        .That(isToken, "page_token", "Start again from the first page.");

    /// <summary>An act on what a service keeps of a tenant's, noted in that tenant's log and in the platform's.</summary>
    private static Write WriteIn(string tenantId, ServerCallContext context, Google.Protobuf.IMessage request)
    {
        var tenant = new TenantId(tenantId);
        return Write.For(context, request, tenant) with { Scope = TenantScope.OfMany([tenant, TenantId.Platform]) };
    }

    private Task<TReply> SaveAsync<TReply>(
        Write write, TReply reply, string sql, Dictionary<string, object?> args, string entity, string recordId, long version, CancellationToken ct)
        where TReply : Google.Protobuf.IMessage<TReply>
    {
        var parameters = new Dictionary<string, object?>(args)
        {
            ["acted_in"] = new[] { write.TenantId.Value, TenantId.Platform.Value }.Distinct().ToArray(),
            ["acted_at"] = clock.GetUtcNow(),
            ["acted_on"] = entity,
            ["acted_on_id"] = recordId,
            ["acted_on_version"] = version,
            ["acted_by"] = write.Caller.Subject,
            ["acted_as"] = write.Caller.ActingAs.ToString(),
            ["acted_for"] = write.Caller.AgencyId,
            ["acted_through"] = write.Rpc,
        };
        return database.SaveAsync(write, reply, sql + Audit, parameters, [], ct);
    }

    private sealed record OutboxRow
    {
        public required long Unnumbered { get; init; }
        public DateTimeOffset? OldestAt { get; init; }
    }

    private sealed record JobsRow
    {
        public required string Kind { get; init; }
        public required int Waiting { get; init; }
        public required int Running { get; init; }
        public required int BrokenOff { get; init; }
        public required DateTimeOffset OldestAt { get; init; }

        public JobState ToProto() => new() { Kind = Kind, Waiting = Waiting, Running = Running, BrokenOff = BrokenOff, OldestAt = OldestAt.ToTimestamp() };
    }
}
