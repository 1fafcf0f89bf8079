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
    public override async Task<FindingReply> AddFindingFromParagraph(
        AddFindingFromParagraphRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var (before, letter, position) = await database.QueryMultipleAsync(
            write,
            """
            select * from inspection where tenant_id = @TenantId and inspection_id = @InspectionId;
            select letter_import.* from letter_import join inspection using (tenant_id, inspection_id)
            where tenant_id = @TenantId and inspection_id = @InspectionId and import_id = confirmed_import_id;
            select coalesce(max(position), 0) from finding where tenant_id = @TenantId and inspection_id = @InspectionId
            """,
            new { write.TenantId, InspectionId = Ids.Parse(What, request.InspectionId) },
            async results => (
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                await results.ReadSingleOrDefaultAsync<LetterImport>(),
                await results.ReadSingleAsync<int>()),
            context.CancellationToken);
        if (before is null)
        {
            throw new NotFound(What);
        }

        var reading = letter?.Reading ?? throw new Refused("Confirm the findings of the letter first.");
        var paragraph = reading.Paragraphs.FirstOrDefault(paragraph => paragraph.Number == request.Paragraph)
            ?? throw new Invalid("paragraph", $"Choose a paragraph from 1 to {reading.Paragraphs.Count}.");
        var series = before.IsPublished ? await ReferencesOfFindingsAsync(write, before, context.CancellationToken) : null;
        var finding = Finding.FromParagraph(
            Guid.CreateVersion7(clock.GetUtcNow()), series?.Next() ?? "", before, paragraph, request.Kind, request.Quote, position + 1);
        return await SaveAsync(write, before.Count([finding]), finding, series, context.CancellationToken);
    }

    private Task<FindingReply> SaveAsync(
        Write write,
        Inspection inspection,
        Finding finding,
        ReferenceSeries? series,
        CancellationToken cancellationToken) => database.SaveAsync(
            write,
            finding.ToReply(),
            """
            with changed as (
              update inspection set priority_actions = @PriorityActions, improvements = @Improvements,
                strengths = @Strengths, version = @Version
              where tenant_id = @TenantId and inspection_id = @InspectionId and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed));
            select take_references(@TenantId, @Series, @Before, @Before + 1) where @Series <> '';
            insert into finding (tenant_id, finding_id, inspection_id, reference, kind, text, lead_in, sub_points,
              heading, page, paragraph, position, version)
            values (@TenantId, @FindingId, @InspectionId, @Reference, @Kind, @Text, '', '{}',
              @Heading, @Page, @Paragraph, @Position, 1)
            """,
            new
            {
                write.TenantId,
                inspection.InspectionId,
                inspection.PriorityActions,
                inspection.Improvements,
                inspection.Strengths,
                inspection.Version,
                Series = series?.Name ?? "",
                Before = series?.Last ?? 0,
                finding.FindingId,
                finding.Reference,
                finding.Kind,
                finding.Text,
                finding.Heading,
                finding.Page,
                finding.Paragraph,
                finding.Position,
            },
            [inspection.ToChange(), finding.ToChange()],
            cancellationToken);
}
