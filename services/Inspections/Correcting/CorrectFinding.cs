using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    private const string WhatFinding = "finding";

    [Authorize(Policies.Run)]
    public override async Task<FindingReply> CorrectFinding(CorrectFindingRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var (inspection, before) = await ReadFindingAsync(write, request.FindingId, context.CancellationToken);
        var check = new RequestCheck();
        var reason = HistoryEntry.Read(request.Reason, check);
        var finding = before.Expect(request.ExpectedVersion)
            .Correct(request, WordingCorrection.By(write.Caller, clock.GetUtcNow(), reason), check);
        return await SaveAsync(write, inspection, before, finding, reason, context.CancellationToken);
    }

    /// <exception cref="NotFound">It does not exist for this caller.</exception>
    private async Task<(Inspection Inspection, Finding Finding)> ReadFindingAsync(Write write, string findingId, CancellationToken ct)
    {
        var (inspection, finding) = await database.QueryMultipleAsync(
            write,
            """
            select inspection.* from inspection join finding using (tenant_id, inspection_id)
            where tenant_id = @TenantId and finding_id = @FindingId;
            select * from finding where tenant_id = @TenantId and finding_id = @FindingId
            """,
            new { write.TenantId, FindingId = Ids.Parse(WhatFinding, findingId) },
            async results => (await results.ReadSingleOrDefaultAsync<Inspection>(), await results.ReadSingleOrDefaultAsync<Finding>()),
            ct);
        return inspection is null || finding is null ? throw new NotFound(WhatFinding) : (inspection, finding);
    }

    private Task<FindingReply> SaveAsync(
        Write write, Inspection inspection, Finding before, Finding finding, string reason, CancellationToken ct)
    {
        // Its inspection counts findings by kind.
        var counted = inspection.Count([finding], before);
        return database.SaveAsync(
            write,
            finding.ToReply(),
            """
            with changed as (
              update finding set kind = @Kind, text = @Text, quote = @Quote, correction = @Correction,
                withdrawn_because = @WithdrawnBecause, version = @Version
              where tenant_id = @TenantId and finding_id = @FindingId and version = @Version - 1
              returning 1),
            counted as (
              update inspection set priority_actions = @PriorityActions, improvements = @Improvements,
                strengths = @Strengths, version = @InspectionVersion
              where tenant_id = @TenantId and inspection_id = @InspectionId and version = @InspectionVersion - 1
              returning 1)
            select require_changed(exists (select from changed) and exists (select from counted))
            """ + HistoryEntry.Insert,
            new
            {
                write.TenantId,
                finding.FindingId,
                finding.Kind,
                finding.Text,
                finding.Quote,
                finding.Correction,
                finding.WithdrawnBecause,
                finding.Version,
                counted.InspectionId,
                counted.PriorityActions,
                counted.Improvements,
                counted.Strengths,
                InspectionVersion = counted.Version,
                History = HistoryEntry.Of(before, finding, reason, write.Caller, clock.GetUtcNow()),
            },
            [finding.ToChange(), counted.ToChange()],
            ct);
    }
}
