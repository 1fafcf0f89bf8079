using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Operating.V1;

namespace Jtai.Streams;

public sealed partial class OperatorDesk
{
    private const string JobsAfter =
        """
        select tenant_id, kind, job_id, added_at, tries, held_until, not_before from job
        where (tenant_id, kind, job_id) > (@TenantId, @Kind, @JobId) order by tenant_id, kind, job_id limit @limit
        """;

    private const string IsLaidAside = "coalesce(held_until is null and not_before > now(), false)";

    private const string Wake =
        $"""
        with woken as (
          update job set not_before = null where tenant_id = @TenantId and kind = @Kind and job_id = @JobId and {IsLaidAside} returning 1)
        select require_changed(exists (select from woken))
        """;

    private const string Applied = "tenant_id = @TenantId and split_part(publisher, '/', 1) = @Publisher and seq > 0";

    // An empty mark has the running consumers read the stream again from its start.
    private const string Rebuild =
        $"""
        with asked as (update checkpoint set mark = '', marked_seq = seq where {Applied} returning 1)
        select require_changed(exists (select from asked))
        """;

    public async Task<ListJobsReply> ListJobsAsync(ListJobsRequest request, ServerCallContext context)
    {
        var after = request.PageToken.Length == 0 ? ["", "", Guid.Empty.ToString()] : request.PageToken.Split(' ');
        var jobId = Guid.Empty;
        CheckPage(request.PageSize, after.Length == 3 && Guid.TryParse(after[2], out jobId)).ThrowIfRefused();
        var size = SizeOf(request.PageSize);
        var rows = await relay.QueryAsync<JobRow>(
            JobsAfter, new { TenantId = after[0], Kind = after[1], JobId = jobId, limit = size + 1 }, context.CancellationToken);
        return new ListJobsReply
        {
            Jobs = { rows.Take(size).Select(row => row.ToProto()) },
            NextPageToken = rows.Count > size ? rows[size - 1].Position : "",
        };
    }

    public async Task<RetryJobReply> RetryJobAsync(RetryJobRequest request, ServerCallContext context)
    {
        var check = new RequestCheck().That(request.TenantId.Length > 0, "tenant_id", "Say whose job.");
        var jobId = check.Id("job_id", request.JobId, "the job");
        check.ThrowIfRefused();
        var write = WriteIn(request.TenantId, context, request);
        var args = new Dictionary<string, object?> { ["TenantId"] = request.TenantId, ["Kind"] = request.Kind, ["JobId"] = jobId };
        var isLaidAside = await database.QuerySingleOrDefaultAsync<bool?>(
            write, $"select {IsLaidAside} from job where tenant_id = @TenantId and kind = @Kind and job_id = @JobId", args, context.CancellationToken);
        return isLaidAside switch
        {
            null => throw new NotFound("job"),
            false => throw new Refused("This job is not laid aside: it runs now, or its turn comes by itself."),
            true => await SaveAsync(write, new RetryJobReply(), Wake, args, "Job", request.JobId, 0, context.CancellationToken),
        };
    }

    public async Task<RebuildReadModelReply> RebuildReadModelAsync(RebuildReadModelRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.TenantId.Length > 0, "tenant_id", "Say for which tenant.").ThrowIfRefused();
        var write = WriteIn(request.TenantId, context, request);
        var args = new Dictionary<string, object?> { ["TenantId"] = request.TenantId, ["Publisher"] = request.Publisher };
        return await database.QuerySingleOrDefaultAsync<bool>(write, $"select exists (select from checkpoint where {Applied})", args, context.CancellationToken)
            ? await SaveAsync(write, new RebuildReadModelReply(), Rebuild, args, "Checkpoint", request.Publisher, 0, context.CancellationToken)
            : throw new NotFound("stream that was applied here");
    }

    private sealed record JobRow
    {
        public required string TenantId { get; init; }
        public required string Kind { get; init; }
        public required Guid JobId { get; init; }
        public required DateTimeOffset AddedAt { get; init; }
        public required int Tries { get; init; }
        public DateTimeOffset? HeldUntil { get; init; }
        public DateTimeOffset? NotBefore { get; init; }

        public string Position => $"{TenantId} {Kind} {JobId}";

        public WaitingJob ToProto() => new()
        {
            TenantId = TenantId,
            Kind = Kind,
            JobId = JobId.ToString(),
            AddedAt = AddedAt.ToTimestamp(),
            Tries = Tries,
            HeldUntil = HeldUntil?.ToTimestamp(),
            NotBefore = NotBefore?.ToTimestamp(),
        };
    }
}
