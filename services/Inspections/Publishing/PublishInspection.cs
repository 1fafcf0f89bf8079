using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<InspectionReply> PublishInspection(PublishInspectionRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var before = await ReadAsync(write, request.InspectionId, context.CancellationToken);
        var year = before.Reference.Length > 0 ? before.Year : clock.Today().Year;
        var (code, lastInspection, lastFinding, drafts) = await NumbersAsync(write, before, year, context.CancellationToken);
        var own = new ReferenceSeries(code, year, ReferenceSeries.Inspections, lastInspection);
        var inspection = before.Expect(request.ExpectedVersion).Publish(request, own.Next(), clock.Today());
        var series = inspection.ReferencesOfFindings(lastFinding, code);
        var findings = drafts.Select((finding, nth) => finding.Numbered(series.Next(nth))).ToArray();
        return await database.SaveAsync(
            write,
            inspection.ToReply(),
            """
            select take_references(@TenantId, @Inspections, @LastInspection, @LastInspection + 1) where @takesNumber;
            select take_references(@TenantId, @Findings, @LastFinding, @LastFinding + cardinality(@ids)) where cardinality(@ids) > 0;
            with changed as (
              update inspection set phase = @Phase, reference = @Reference, published_on = @PublishedOn,
                published_url = @PublishedUrl, version = @Version
              where tenant_id = @TenantId and inspection_id = @InspectionId and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed));
            with numbered as (
              update finding set reference = given.reference, version = given.version
              from unnest(@ids, @references, @versions) as given (finding_id, reference, version)
              where finding.tenant_id = @TenantId and finding.finding_id = given.finding_id and finding.version = given.version - 1
              returning 1)
            select require_changed((select count(*) from numbered) = cardinality(@ids))
            """ + HistoryEntry.Insert,
            new
            {
                write.TenantId,
                inspection.InspectionId,
                inspection.Phase,
                inspection.Reference,
                inspection.PublishedOn,
                inspection.PublishedUrl,
                inspection.Version,
                Inspections = own.Name,
                LastInspection = own.Last,
                takesNumber = before.Reference.Length == 0,
                Findings = series.Name,
                LastFinding = series.Last,
                ids = findings.Select(finding => finding.FindingId).ToArray(),
                references = findings.Select(finding => finding.Reference).ToArray(),
                versions = findings.Select(finding => finding.Version).ToArray(),
                History = HistoryEntry.Of(before, inspection, reason: "", write.Caller, clock.GetUtcNow()),
            },
            [inspection.ToChange(), .. findings.Select(finding => finding.ToChange())],
            context.CancellationToken);
    }

    /// <summary>Where the partnership's series have come to, and the findings that get their numbers, in the letter's order.</summary>
    private async Task<(string Code, int LastInspection, int LastFinding, IReadOnlyList<Finding> Drafts)> NumbersAsync(
        Write write, Inspection inspection, int year, CancellationToken ct)
    {
        var (code, inspections, findings, drafts) = await database.QueryMultipleAsync(
            write,
            """
            select code from partnership where partnership_id = @TenantId;
            select last from reference_series where tenant_id = @TenantId and series = @Inspections;
            select last from reference_series where tenant_id = @TenantId and series = @Findings;
            select * from finding
            where tenant_id = @TenantId and inspection_id = @InspectionId and reference = '' and withdrawn_because = ''
            order by position
            """,
            new
            {
                write.TenantId,
                inspection.InspectionId,
                Inspections = ReferenceSeries.NameOf(ReferenceSeries.Inspections, year),
                Findings = ReferenceSeries.NameOf(ReferenceSeries.Findings, year),
            },
            async results => (
                await results.ReadSingleOrDefaultAsync<string>(),
                await results.ReadSingleOrDefaultAsync<int>(),
                await results.ReadSingleOrDefaultAsync<int>(),
                (await results.ReadAsync<Finding>()).ToArray()),
            ct);
        return (code ?? throw new Unavailable("This partnership is not known here yet. Try again in a moment."), inspections, findings, drafts);
    }
}
