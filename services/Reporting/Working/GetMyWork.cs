using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    [Authorize(Policies.ReadOwnPartnership)]
    public override async Task<MyWork> GetMyWork(GetMyWorkRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (list, worker, today) = (Worker.ListOf(request.List), Worker.Of(caller, request.Page, request.PageSize), clock.Today());
        var scope = RecordScope.InOwnPartnership(caller);
        var updating = await readYourWrites.IsMissingAsync(scope, request.AtLeast, context.CancellationToken);
        var rows = await database.QueryAsync<WorkItemRow>(
            scope, WorkLists.Page(list), worker.Parameters(today, caller.TenantId), context.CancellationToken);
        return WorkOf(rows, today, updating);
    }

    private MyWork WorkOf(IReadOnlyList<WorkItemRow> rows, DateOnly today, bool updating) => new()
    {
        Items = { rows.Select(row => row.ToProto(today)) },
        Total = rows.Count > 0 ? (int)rows[0].Total : 0,
        PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
        Updating = updating,
    };
}
