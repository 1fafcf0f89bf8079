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
        return await WorkAsync(worker, today, updating, offset => database.QueryAsync<WorkItemRow>(
            scope, WorkLists.Page(list), worker.Parameters(today, offset, caller.TenantId), context.CancellationToken));
    }

    private async Task<MyWork> WorkAsync(
        Worker worker, DateOnly today, bool updating, Func<long, Task<IReadOnlyList<WorkItemRow>>> rowsFrom)
    {
        var rows = await rowsFrom(worker.Offset);
        // A page beyond the last one still says how many there are.
        var counted = rows.Count > 0 || worker.Offset == 0 ? rows : await rowsFrom(0);
        return new()
        {
            Items = { rows.Select(row => row.ToProto(today)) },
            Total = counted.Count > 0 ? (int)counted[0].Total : 0,
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            Updating = updating,
        };
    }
}
