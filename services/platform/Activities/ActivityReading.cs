using System.Buffers.Binary;
using System.Globalization;
using Dapper;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Activities.Refusals;
using Jtai.Activities.Sealing;
using Jtai.Activities.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Activities;

/// <summary>Answers for a service's own audit log: what its <c>ActivityLog</c> does, in every service alike.</summary>
public sealed class ActivityReading
{
    /// <summary>Entries that one call looks through.</summary>
    internal const int LookedAt = 20_000;

    private const int MostKept = 200;

    // Once an hour for each person, and each export: committed with the reading of what is shown.
    private const string Record =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
        select @TenantId, @now, 'Consultation', @consulted, @Subject, 0, @Subject, @capacity, @AgencyId, @rpc
        where @always or not exists (
          select from audit
          where tenant_id = @TenantId and aggregate_id = @Subject and entity in ('Activity', 'ActivityExport') and at > @now - interval '1 hour');

        """;

    private const string OfAll =
        """
        with looked as materialized (
          select * from audit where tenant_id = @TenantId and id < @before order by id desc limit @LookedAt)

        """;

    private const string OfOneRecord =
        """
        with looked as materialized (
          select * from audit where tenant_id = @TenantId and aggregate_id = @RecordId and id < @before order by id desc limit @LookedAt)

        """;

    private const string Found =
        $"""
        select * from looked
        where at >= @from and at < @through
          and (@PersonId = '' or subject = @PersonId) and (@kind = '' or case when entity in ({RefusalKinds.All}) then 'Refusal' else kind end = @kind) and (@Entity = '' or entity = @Entity)
          and (
        """;

    private const string Newest = ") order by id desc limit @limit";

    private const string Oldest = "select id, at, (select count(*)::int from looked) as looked from looked order by id limit 1";

    private readonly Database database;
    private readonly AuditLog log;
    private readonly ActivityVisibility visibility;
    private readonly TimeProvider clock;

    internal ActivityReading(Database database, AuditLog log, ActivityVisibility visibility, TimeProvider clock) =>
        (this.database, this.log, this.visibility, this.clock) = (database, log, visibility, clock);

    public async Task<ListActivityReply> ListAsync(ListActivityRequest request, ServerCallContext context)
    {
        var check = new RequestCheck()
            .That(request.PageSize is >= 0 and <= 200, "page_size", "Ask for 1 to 200 entries.")
            .That(System.Enum.IsDefined(request.Kind), "kind", "Choose the kind of act.");
        var from = check.Date("from", request.From, "The first day");
        var through = check.Date("through", request.Through, "The last day");
        var before = PageStart(check, request.PageToken);
        check.That(!(from > through), "through", "The last day must not be before the first.").ThrowIfRefused();
        var caller = Caller.Of(context);
        var size = request.PageSize == 0 ? 50 : request.PageSize;
        var looked = request.RecordId.Length == 0 ? OfAll : OfOneRecord;
        var (rows, oldest) = await database.QueryMultipleAsync(
            visibility.Within(TenantScope.Of(caller.TenantId), caller),
            $"""
            {Record}{WithReferences(looked + Found + visibility.Sql + Newest)};
            {looked}{Oldest}
            """,
            new
            {
                caller.TenantId, caller.Subject, caller.AgencyId, capacity = caller.ActingAs.ToString(), rpc = context.Method, now = clock.GetUtcNow(),
                person = Guid.TryParse(caller.Subject, out var person) ? person : (Guid?)null,
                consulted = request.Export ? "ActivityExport" : "Activity", always = request.Export && request.PageToken.Length == 0,
                before, LookedAt, limit = size + 1,
                from = from?.AtInLondon(TimeOnly.MinValue) ?? DateTimeOffset.MinValue.AddYears(1),
                through = through?.AddDays(1).AtInLondon(TimeOnly.MinValue) ?? DateTimeOffset.MaxValue.AddYears(-1),
                request.PersonId, request.RecordId, request.Entity, kind = request.Kind == ActivityKind.Unspecified ? "" : request.Kind.ToString(),
            },
            async results => ((await results.ReadAsync<Row>()).AsList(), await results.ReadSingleOrDefaultAsync<Row.Oldest>()),
            context.CancellationToken);
        var reply = new ListActivityReply();
        reply.Entries.AddRange(rows.Take(size).Select(row => row.ToProto()));
        if (rows.Count > size)
        {
            (reply.NextPageToken, reply.LookedThrough) = (Token(rows[size - 1].Id), rows[size - 1].At.ToTimestamp());
        }
        else if (oldest?.Looked == LookedAt)
        {
            (reply.NextPageToken, reply.LookedThrough) = (Token(oldest.Id), oldest.At.ToTimestamp());
        }

        return reply;
    }

    public async Task<ListSealsReply> ListSealsAsync(ListSealsRequest request, ServerCallContext context)
    {
        var check = new RequestCheck().That(request.PageSize is >= 0 and <= 200, "page_size", "Ask for 1 to 200 seals.");
        var before = PageStart(check, request.PageToken);
        check.ThrowIfRefused();
        var size = request.PageSize == 0 ? 50 : request.PageSize;
        var tenantId = Caller.Of(context).TenantId;
        var rows = await database.QueryAsync<SealRow>(
            TenantScope.Of(tenantId),
            """
            select number, cardinality(ids) as entries, sealed_at, head from audit_segment
            where tenant_id = @TenantId and number < @before
            order by number desc limit @limit
            """,
            new { tenantId, before, limit = size + 1 },
            context.CancellationToken);
        var reply = new ListSealsReply { NextPageToken = rows.Count > size ? Token(rows[size - 1].Number) : "" };
        reply.Seals.AddRange(rows.Take(size).Select(row => row.ToProto()));
        return reply;
    }

    public async Task<CheckSealsReply> CheckSealsAsync(CheckSealsRequest request, ServerCallContext context)
    {
        var check = new RequestCheck()
            .That(request.Kept.Count <= MostKept, "kept", "Give 200 heads or fewer.")
            .That(request.Kept.Take(MostKept).All(kept => kept.Number > 0 && kept.Head.Length == AuditSegment.Beginning.Length), "kept", "Give each head with the number of its segment, as they were listed.");
        var position = Progress.Read(request.Progress);
        check.That(position is not null, "progress", "Start the check again.").ThrowIfRefused();
        var tenantId = Caller.Of(context).TenantId;
        var (reached, complete, fault, far) = await log.CheckAsync(tenantId, position!, request.Kept, context.CancellationToken);
        return new CheckSealsReply
        {
            Progress = Progress.Write(reached),
            ThroughNumber = reached.Number,
            Complete = complete,
            Fault = fault,
            SealedFarFromItsTime = { far },
            UnsealedEntries = complete && fault is null ? await log.CountUnsealedAsync(tenantId, context.CancellationToken) : 0,
        };
    }

    // Of the page's rows alone.
    private string WithReferences(string page) => $"select looked.*, {visibility.Reference} as reference from ({page}) looked order by id desc";

    // The number or id of the last one of the page before.
    private static long PageStart(RequestCheck check, string token)
    {
        var before = long.MaxValue;
        check.That(
            token.Length == 0 || (long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out before) && before > 0),
            "page_token", "Start again from the first page.");
        return before;
    }

    private static string Token(long last) => last.ToString(CultureInfo.InvariantCulture);

    private sealed record Row : AuditRow
    {
        public string? Reference { get; init; }

        public ActivityEntry ToProto() => new()
        {
            EntryId = Id,
            At = At.ToTimestamp(),
            Kind = RefusalKinds.Has(Entity) ? ActivityKind.Refusal : System.Enum.Parse<ActivityKind>(Kind),
            Entity = Entity,
            RecordId = AggregateId,
            Version = Version,
            PersonId = Subject,
            Capacity = Capacity,
            AgencyId = AgencyId ?? "",
            DisclosedTo = DisclosedTo ?? "",
            Rpc = Rpc,
            Reference = Reference ?? "",
        };

        internal sealed record Oldest(long Id, DateTimeOffset At, int Looked);
    }

    private sealed record SealRow
    {
        public required long Number { get; init; }
        public required int Entries { get; init; }
        public required DateTimeOffset SealedAt { get; init; }
        public required byte[] Head { get; init; }

        public Seal ToProto() => new() { Number = Number, Entries = Entries, SealedAt = SealedAt.ToTimestamp(), Head = ByteString.CopyFrom(Head) };
    }

    /// <summary>A position as the caller carries it: number, rows, head. Who bends it deceives themselves alone.</summary>
    private static class Progress
    {
        private const int Numbers = 16;

        public static ByteString Write(ChainPosition position)
        {
            var bytes = new byte[Numbers + position.Head.Length];
            BinaryPrimitives.WriteInt64BigEndian(bytes, position.Number);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), position.RowsThrough);
            position.Head.CopyTo(bytes, Numbers);
            return ByteString.CopyFrom(bytes);
        }

        public static ChainPosition? Read(ByteString progress) => progress.Length switch
        {
            0 => ChainPosition.Start,
            Numbers + 32 when progress.Span is var bytes => new(
                BinaryPrimitives.ReadInt64BigEndian(bytes), bytes[Numbers..].ToArray(), BinaryPrimitives.ReadInt64BigEndian(bytes[8..])),
            _ => null,
        };
    }
}
