using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.ReportProgress)]
    public override async Task<V1.ActionPartReply> RecordCoverage(V1.RecordCoverageRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadActionAsync(write, Ids.Parse("action", request.ActionId), context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        access.RequireMayUpdate(access.Require(stored.Action, stored.Inspection));
        var action = stored.Expect(access, request.ExpectedVersion);
        var reading = CoverageReading.Read(request, action.ActionId, write.Caller.PersonId, clock.Today());
        var covered = action.Take(reading);
        var before = CoverageReading.FromJson(action.Coverage)?.ToProto() ?? new();
        return await SaveActionAsync(
            write,
            PartReply(reading.ReadingId, covered, version: 1),
            stored,
            new(
                covered,
                V1.ActionChangeKind.CoverageRecorded,
                [.. FieldChanges.Within("coverage", before, reading.ToProto(), "done", "of", "what", "on")]),
            context.CancellationToken,
            """
            insert into coverage_reading (tenant_id, reading_id, action_id, action_version, done, of_all, what, taken_on, person_id)
            values (@TenantId, @ReadingId, @ActionId, @Version, @Done, @OfAll, @What, @TakenOn, @PersonId)
            """,
            new
            {
                reading.ReadingId,
                reading.ActionId,
                covered.Version,
                reading.Done,
                reading.OfAll,
                reading.What,
                reading.TakenOn,
                reading.PersonId,
            },
            reading.Recorded());
    }
}
