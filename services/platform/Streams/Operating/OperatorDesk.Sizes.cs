using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Operating.V1;

namespace Jtai.Streams;

public sealed partial class OperatorDesk
{
    private const int MostSized = 50;

    // The outbox keeps at least the newest state of every record. The key's order ends the count at its bound.
    private const string Records =
        """
        select asked.tenant_id, (
          select count(*) from (
            select distinct type, aggregate_id from outbox where outbox.tenant_id = asked.tenant_id limit 100000) as kept) as records,
          (select at from audit where audit.tenant_id = asked.tenant_id order by id desc limit 1) as last_act_at
        from unnest(@tenants) as asked (tenant_id)
        """;

    // Null where this service keeps no files, or its migration has not run yet.
    private const string MayReadFiles = "select coalesce(has_column_privilege(to_regclass('stored_file'), 'size', 'SELECT'), false)";

    private const string Files =
        """
        select tenant_id, count(*) as files, coalesce(sum(size), 0)::bigint as file_bytes from stored_file
        where tenant_id = any (@tenants) group by tenant_id
        """;

    public async Task<ListSizesReply> ListSizesAsync(ListSizesRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.TenantIds.Count is > 0 and <= MostSized, "tenant_ids", $"Ask for 1 to {MostSized} tenants.")
            .ThrowIfRefused();
        var ct = context.CancellationToken;
        var tenants = new { tenants = request.TenantIds.Distinct().ToArray() };
        var records = (await relay.QueryAsync<(string TenantId, long Records, DateTimeOffset? LastActAt)>(Records, tenants, ct)).ToDictionary(row => row.TenantId);
        var files = (await relay.QueryAsync<bool>(MayReadFiles, null, ct)).Single()
            ? (await relay.QueryAsync<(string TenantId, long Files, long FileBytes)>(Files, tenants, ct)).ToDictionary(row => row.TenantId)
            : [];
        return new ListSizesReply
        {
            Part = relay.Service,
            Sizes =
            {
                request.TenantIds.Select(id => new TenantSize
                {
                    TenantId = id, Records = records[id].Records, LastActAt = records[id].LastActAt?.ToTimestamp(), Files = files.GetValueOrDefault(id).Files, FileBytes = files.GetValueOrDefault(id).FileBytes,
                }),
            },
        };
    }
}
