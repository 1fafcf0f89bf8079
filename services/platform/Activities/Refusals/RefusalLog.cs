using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Jtai.Activities.Refusals;

/// <summary>
/// Refused calls, in the log of the caller's own tenant: to whomever a record belongs, nothing of it is there. Refusals are counted in
/// memory, which costs every refused call the same, and each minute leaves a row for each person, RPC and kind of refusal, so that a
/// flood costs its own tenant a bounded number of rows. What was not written when a process was killed is lost: a minute's at most,
/// and longer only while the database is away.
/// </summary>
internal sealed class RefusalLog(Database database, TimeProvider clock, ILogger<RefusalLog> logger) : Rounds(TimeSpan.FromSeconds(5), logger)
{
    /// <summary>Rows of one tenant and minute; what goes beyond is one more row, with its count.</summary>
    internal const int MostRows = 60;

    /// <summary>Minutes of tenants whose rows wait while the database is away.</summary>
    internal const int MostMinutes = 500;

    /// <summary>The RPC of the row that counts what has no row of its own.</summary>
    internal const string Beyond = "more-refusals";

    private const string Keep =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc, traceparent)
        select tenant_id, at, 'Consultation', entity, record_id, times, subject, capacity, agency_id, rpc, traceparent
        from unnest(@tenants, @at, @entities, @records, @times, @subjects, @capacities, @agencies, @rpcs, @traces)
          as refused (tenant_id, at, entity, record_id, times, subject, capacity, agency_id, rpc, traceparent)
        order by at
        """;

    private readonly Lock guarding = new();
    private readonly Dictionary<(TenantId TenantId, DateTimeOffset Minute), Dictionary<Refusal, Counted>> waiting = [];
    private long lost;

    /// <summary>A call that its RPC's policy did not admit. What it asked for was not read.</summary>
    public void Note(HttpContext call, AccessPolicy? policy)
    {
        // Another path is no RPC of this service, and holds whatever somebody typed.
        if (call.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { Method.FullName: var rpc })
        {
            Note(Caller.Of(call.User, policy), RefusalKinds.NotAdmitted, rpc, "");
        }
    }

    public void Note(object request, ServerCallContext context, Exception refusal)
    {
        var caller = Caller.Of(context);
        // Services ask one another for what may not be there, and nobody stands behind it.
        if (refusal is Forbidden || !caller.IsService)
        {
            Note(caller, refusal is Forbidden ? RefusalKinds.NotAdmitted : RefusalKinds.NotThere, context.Method, IdIn((IMessage)request));
        }
    }

    /// <summary>Writes the minutes that are over.</summary>
    public override Task RunAsync(CancellationToken ct) => WriteAsync(before: MinuteOf(clock.GetUtcNow()), ct);

    /// <summary>Writes what is left, of the present minute too.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await WriteAsync(before: DateTimeOffset.MaxValue, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Logger.LogWarning("Refusals of the last minute are lost: {Failure}", Failures.WithoutContent(failure));
        }
    }

    private void Note(Caller caller, string kind, string rpc, string recordId)
    {
        var tenantId = caller.TenantIdOrNone ?? TenantId.Platform;
        var capacity = caller.ActingAs == Capacity.Unspecified ? caller.Capacities is [var first, ..] ? first : default : caller.ActingAs;
        lock (guarding)
        {
            var now = clock.GetUtcNow();
            if (!waiting.TryGetValue((tenantId, MinuteOf(now)), out var minute))
            {
                if (waiting.Count == MostMinutes)
                {
                    lost++;
                    return;
                }

                waiting[(tenantId, MinuteOf(now))] = minute = [];
            }

            var refusal = new Refusal(caller.Subject, kind, rpc);
            var refused = new Counted(now, capacity.ToString(), caller.AgencyId, recordId, Activity.Current?.Id);
            if (minute.Count >= MostRows && !minute.ContainsKey(refusal))
            {
                refusal = new Refusal(TokenClaims.ServicePrefix + "platform", RefusalKinds.NotAdmitted, Beyond);
                refused = new Counted(now, nameof(Capacity.Unspecified), null, "", null);
            }

            minute.TryAdd(refusal, refused);
            minute[refusal].Times++;
        }
    }

    private async Task WriteAsync(DateTimeOffset before, CancellationToken ct)
    {
        List<(TenantId TenantId, Refusal Refusal, Counted Counted)> over;
        List<(TenantId, DateTimeOffset)> minutes;
        long lostNow;
        lock (guarding)
        {
            minutes = [.. waiting.Keys.Where(key => key.Minute < before)];
            over = [.. from key in minutes from one in waiting[key] orderby one.Value.At select (key.Item1, one.Key, one.Value)];
            (lostNow, lost) = (lost, 0);
        }

        if (lostNow > 0)
        {
            Logger.LogError("{Refusals} refused calls are in no log: the database was away, and more waited than are kept.", lostNow);
        }

        if (over.Count == 0)
        {
            return;
        }

        await database.ExecuteAsync(
            TenantScope.OfMany(over.Select(one => one.TenantId).Distinct()),
            Keep,
            new
            {
                tenants = over.Select(one => one.TenantId.Value).ToArray(),
                at = over.Select(one => one.Counted.At).ToArray(),
                entities = over.Select(one => one.Refusal.Kind).ToArray(),
                records = over.Select(one => one.Counted.RecordId).ToArray(),
                times = over.Select(one => one.Counted.Times).ToArray(),
                subjects = over.Select(one => one.Refusal.Subject).ToArray(),
                capacities = over.Select(one => one.Counted.Capacity).ToArray(),
                agencies = over.Select(one => one.Counted.AgencyId).ToArray(),
                rpcs = over.Select(one => one.Refusal.Rpc).ToArray(),
                traces = over.Select(one => one.Counted.Traceparent).ToArray(),
            },
            ct);
        lock (guarding)
        {
            minutes.ForEach(minute => waiting.Remove(minute));
        }
    }

    /// <summary>The first id that was asked for; empty where there is none. Whatever is no id is text, which a log does not repeat.</summary>
    private static string IdIn(IMessage request) => request.Descriptor.Fields.InDeclarationOrder()
        .Where(field => field is { FieldType: FieldType.String, IsRepeated: false } && (field.Name is "id" || field.Name.EndsWith("_id", StringComparison.Ordinal)))
        .Select(field => (string)field.Accessor.GetValue(request))
        .FirstOrDefault(value => Guid.TryParseExact(value, "D", out _)) ?? "";

    private static DateTimeOffset MinuteOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private sealed record Refusal(string Subject, string Kind, string Rpc);

    private sealed record Counted(DateTimeOffset At, string Capacity, string? AgencyId, string RecordId, string? Traceparent)
    {
        public long Times { get; set; }
    }
}

/// <summary>What stands as a refusal's kind of record.</summary>
internal static class RefusalKinds
{
    /// <summary>As SQL lists them.</summary>
    public const string All = $"'{NotAdmitted}', '{NotThere}'";

    /// <summary>Their capacity, or their token, did not allow the call.</summary>
    public const string NotAdmitted = "RefusedNotAdmitted";

    /// <summary>It is not there, or is another tenant's: nobody says which.</summary>
    public const string NotThere = "RefusedNotThere";

    public static bool Has(string entity) => entity is NotAdmitted or NotThere;
}
