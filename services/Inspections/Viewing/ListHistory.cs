using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    private const int HistoryPage = 20;

    [Authorize(Policies.Read)]
    public override async Task<ListHistoryReply> ListHistory(ListHistoryRequest request, ServerCallContext context)
    {
        const string what = "inspection or finding";
        var recordId = Ids.Parse(what, request.RecordId);
        new RequestCheck()
            .That(request.BeforeVersion >= 0, "before_version", "Give a version of the record, or 0 for the newest.")
            .ThrowIfRefused();
        var (exists, entries) = await database.QueryMultipleAsync(
            ScopeOf(context),
            """
            select exists (select from inspection where tenant_id = @TenantId and inspection_id = @RecordId)
              or exists (select from finding where tenant_id = @TenantId and finding_id = @RecordId);
            select * from recorded_change where tenant_id = @TenantId and record_id = @RecordId and version < @Before
            order by version desc limit @Limit
            """,
            new
            {
                Caller.Of(context).TenantId,
                RecordId = recordId,
                Before = request.BeforeVersion == 0 ? long.MaxValue : request.BeforeVersion,
                Limit = HistoryPage + 1,
            },
            async results => (await results.ReadSingleAsync<bool>(), (await results.ReadAsync<HistoryEntry>()).ToList()),
            context.CancellationToken);
        return exists
            ? new ListHistoryReply
            {
                Entries = { entries.Take(HistoryPage).Select(entry => entry.ToProto()) },
                EarlierBeforeVersion = entries.Count > HistoryPage ? entries[HistoryPage - 1].Version : 0,
            }
            : throw new NotFound(what);
    }
}
