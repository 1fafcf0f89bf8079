using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.KeepImpact)]
    public override async Task<V1.AssuranceReply> SaySoWhat(V1.SaySoWhatRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var measure = await ReadMeasureToKeepAsync(write, request.MeasureId, request.ExpectedVersion, context.CancellationToken);
        var check = new RequestCheck();
        var words = check.Text("so_what", request.SoWhat, "What this means for children", 1500);
        var by = request.AgreedBy.Length == 0 ? (Guid?)null : Ids.TryParse(request.AgreedBy) ?? Guid.Empty;
        var (partnership, inspection, agencyId) = await database.QueryMultipleAsync(
            write.AndPeople(),
            """
            select * from partnership where tenant_id = @TenantId;
            select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId and inspection_id = @InspectionId;
            select agency_id from person where tenant_id = 'platform' and person_id = @by
            """,
            new { write.TenantId, measure.InspectionId, by },
            async results => (
                await results.ReadSingleOrDefaultAsync<Partnership>(),
                await results.ReadSingleAsync<Inspection>(),
                await results.ReadSingleOrDefaultAsync<string>()),
            context.CancellationToken);
        check.That(by is null || partnership?.AgencyIds.Contains(agencyId) == true, "agreed_by", "Choose a person of one of this partnership's agencies.")
            .That(
                by is null || inspection.IsPublished || inspection.ReaderIds.Contains(by.Value), "agreed_by",
                "Choose one of the inspection's named readers: it is not published yet.")
            .That(by is null || words.Length > 0, "so_what", "Write the paragraph that is to be agreed.")
            .ThrowIfRefused();
        return await SaveMeasureAsync(write, measure, measure.SaySoWhat(words, by), reason: "", parts: [], context.CancellationToken);
    }
}
