using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Operating.V1;
using Jtai.Store;

namespace Jtai.Streams;

public sealed partial class OperatorDesk
{
    private const string Listed =
        """
        select tenant_id, publisher, type, aggregate_id, version, tries, failure, quarantined_at, replay_asked from quarantine
        where discarded is null and (tenant_id, publisher, type, aggregate_id) > (@TenantId, @ReadModel, @Type, @RecordId)
        order by tenant_id, publisher, type, aggregate_id limit @limit
        """;

    private const string Named =
        "tenant_id = @TenantId and publisher = @ReadModel and type = @Type and aggregate_id = @RecordId and discarded is null";

    private const string Ask =
        $"""
        with asked as (update quarantine set replay_asked = true where {Named} and version = @version returning 1)
        select require_changed(exists (select from asked))
        """;

    private const string Discard =
        $"""
        with given_up as (
          update quarantine set discarded = @reason, event = '', replay_asked = false where {Named} and version = @version returning 1)
        select require_changed(exists (select from given_up));
        -- Of what was given up the newest keep their reason, as many as there may be events.
        delete from quarantine
        where tenant_id = @TenantId and publisher = @ReadModel and (type, aggregate_id) in (
          select type, aggregate_id from quarantine
          where tenant_id = @TenantId and publisher = @ReadModel and discarded is not null and (type, aggregate_id) <> (@Type, @RecordId)
          order by quarantined_at desc, type, aggregate_id offset @most - 1)
        """;

    public async Task<ListQuarantineReply> ListQuarantineAsync(ListQuarantineRequest request, ServerCallContext context)
    {
        // Names hold no blank, but for what stands last.
        var after = request.PageToken.Length == 0 ? ["", "", "", ""] : request.PageToken.Split(' ', 4);
        CheckPage(request.PageSize, after.Length == 4).ThrowIfRefused();
        var size = SizeOf(request.PageSize);
        var rows = await relay.QueryAsync<QuarantineRow>(
            Listed, new { TenantId = after[0], ReadModel = after[1], Type = after[2], RecordId = after[3], limit = size + 1 }, context.CancellationToken);
        return new ListQuarantineReply
        {
            Events = { rows.Take(size).Select(row => row.ToProto()) },
            NextPageToken = rows.Count > size ? rows[size - 1].Position : "",
        };
    }

    public async Task<ReplayQuarantinedReply> ReplayQuarantinedAsync(ReplayQuarantinedRequest request, ServerCallContext context)
    {
        var write = await ReadNamedAsync(request.Name, request.ExpectedVersion, request, context);
        return await SaveAsync(
            write, new ReplayQuarantinedReply(), Ask, ArgumentsOf(request.Name, request.ExpectedVersion),
            "Quarantine", request.Name.RecordId, request.ExpectedVersion, context.CancellationToken);
    }

    public async Task<DiscardQuarantinedReply> DiscardQuarantinedAsync(DiscardQuarantinedRequest request, ServerCallContext context)
    {
        new RequestCheck().Known("reason", request.Reason, "why the event is discarded").ThrowIfRefused();
        var write = await ReadNamedAsync(request.Name, request.ExpectedVersion, request, context);
        return await SaveAsync(
            write, new DiscardQuarantinedReply(), Discard,
            new(ArgumentsOf(request.Name, request.ExpectedVersion)) { ["reason"] = request.Reason.ToString(), ["most"] = RangeApplier.MostQuarantined },
            "Quarantine", request.Name.RecordId, request.ExpectedVersion, context.CancellationToken);
    }

    private async Task<Write> ReadNamedAsync(QuarantineName? name, long expectedVersion, Google.Protobuf.IMessage request, ServerCallContext context)
    {
        new RequestCheck().That(name is { TenantId.Length: > 0 }, "name", "Say which event.").ThrowIfRefused();
        var write = WriteIn(name!.TenantId, context, request);
        var version = await database.QuerySingleOrDefaultAsync<long?>(
            write, $"select version from quarantine where {Named}", ArgumentsOf(name, expectedVersion), context.CancellationToken);
        return version is null ? throw new NotFound("event in quarantine")
            : version != expectedVersion ? throw new Conflict(version.Value)
            : write;
    }

    private static Dictionary<string, object?> ArgumentsOf(QuarantineName name, long version) => new()
    {
        ["TenantId"] = name.TenantId, ["ReadModel"] = name.ReadModel, ["Type"] = name.Type, ["RecordId"] = name.RecordId, ["version"] = version,
    };

    private sealed record QuarantineRow
    {
        public required string TenantId { get; init; }
        public required string Publisher { get; init; }
        public required string Type { get; init; }
        public required string AggregateId { get; init; }
        public required long Version { get; init; }
        public required int Tries { get; init; }
        public required string Failure { get; init; }
        public required DateTimeOffset QuarantinedAt { get; init; }
        public required bool ReplayAsked { get; init; }

        public string Position => $"{TenantId} {Publisher} {Type} {AggregateId}";

        public QuarantinedEvent ToProto() => new()
        {
            Name = new() { TenantId = TenantId, ReadModel = Publisher, Type = Type, RecordId = AggregateId },
            Version = Version,
            Tries = Tries,
            Failure = Failure,
            QuarantinedAt = QuarantinedAt.ToTimestamp(),
            ReplayAsked = ReplayAsked,
        };
    }
}
