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
    public override async Task<ConfirmFindingsReply> ConfirmFindings(ConfirmFindingsRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var (doubts, import, before) = await database.QueryMultipleAsync(
            write,
            LetterDoubts.Sql +
            """
            select * from letter_import where tenant_id = @TenantId and import_id = @ImportId;
            select inspection.* from inspection join letter_import using (tenant_id, inspection_id)
            where tenant_id = @TenantId and import_id = @ImportId
            """,
            new { write.TenantId, ImportId = Ids.Parse(WhatImport, request.ImportId) },
            async results => (
                await LetterDoubts.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<LetterImport>(),
                await results.ReadSingleOrDefaultAsync<Inspection>()),
            context.CancellationToken);
        if (import is null || before is null)
        {
            throw new NotFound(WhatImport);
        }

        var findings = import.Confirm(
            request,
            before,
            WordingCorrection.By(write.Caller, clock.GetUtcNow(), atReview: true),
            [.. doubts.Of(import).Select(doubt => doubt.Kind)]);
        // The letter of an inspection that is published already finds its number given: its findings take theirs at once.
        var series = before.IsPublished ? await ReferencesOfFindingsAsync(write, before, context.CancellationToken) : null;
        findings = [.. findings.Select((finding, nth) => series is null ? finding : finding with { Reference = series.Next(nth) })];
        var inspection = before.Confirm(import, findings);
        return await SaveAsync(write, import, inspection, series, findings, context.CancellationToken);
    }

    private Task<ReferenceSeries> ReferencesOfFindingsAsync(Write write, Inspection published, CancellationToken ct) =>
        database.QueryMultipleAsync(
            write,
            """
            select last from reference_series where tenant_id = @TenantId and series = @Series;
            select code from partnership where partnership_id = @TenantId
            """,
            new { write.TenantId, Series = ReferenceSeries.NameOf(ReferenceSeries.Findings, published.Year) },
            async results => published.ReferencesOfFindings(
                await results.ReadSingleOrDefaultAsync<int>(), await results.ReadSingleOrDefaultAsync<string>() ?? ""),
            ct);

    private Task<ConfirmFindingsReply> SaveAsync(
        Write write,
        LetterImport import,
        Inspection inspection,
        ReferenceSeries? series,
        IReadOnlyList<Finding> findings,
        CancellationToken cancellationToken) => database.SaveAsync(
            write,
            new ConfirmFindingsReply
            {
                InspectionId = inspection.InspectionId.ToString(),
                InspectionVersion = inspection.Version,
                FindingIds = { findings.Select(finding => finding.FindingId.ToString()) },
            },
            """
            with changed as (
              update inspection set confirmed_import_id = @ConfirmedImportId,
                fieldwork_starts_on = @FieldworkStartsOn, fieldwork_ends_on = @FieldworkEndsOn,
                letter_received_on = @LetterReceivedOn, letter_dated = @LetterDated,
                statement_due_on = @StatementDueOn, statement_due_as_printed = @StatementDueAsPrinted,
                statement_prepared_by = @StatementPreparedBy, statement_sent_by = @StatementSentBy,
                statement_sent_to = @StatementSentTo, warnings = @Warnings, letter_sha256 = @LetterSha256,
                addressees = @Addressees, priority_actions = @PriorityActions, improvements = @Improvements,
                strengths = @Strengths, version = @Version
              where tenant_id = @TenantId and inspection_id = @InspectionId and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed));
            with changed as (
              update letter_import set state = @Confirmed, version = @ImportVersion + 1
              where tenant_id = @TenantId and import_id = @ConfirmedImportId and state = @ReadyForReview and version = @ImportVersion
              returning 1)
            select require_changed(exists (select from changed));
            select take_references(@TenantId, @Series, @Before, @Before + jsonb_array_length(@Findings)) where @Series <> '';
            insert into finding (tenant_id, finding_id, inspection_id, reference, kind, text, quote, correction, lead_in,
              sub_points, heading, page, paragraph, position, version)
            select @TenantId, finding_id, @InspectionId, reference, kind, text, quote, correction, lead_in,
              sub_points, heading, page, paragraph, position, 1
            from jsonb_to_recordset(@Findings) as finding (finding_id uuid, reference text, kind smallint, text text,
              quote text, correction jsonb, lead_in text, sub_points text[], heading text, page integer, paragraph integer,
              position integer)
            """,
            new
            {
                write.TenantId,
                inspection.InspectionId,
                inspection.ConfirmedImportId,
                inspection.FieldworkStartsOn,
                inspection.FieldworkEndsOn,
                inspection.LetterReceivedOn,
                inspection.LetterDated,
                inspection.StatementDueOn,
                inspection.StatementDueAsPrinted,
                inspection.StatementPreparedBy,
                inspection.StatementSentBy,
                inspection.StatementSentTo,
                inspection.Warnings,
                inspection.LetterSha256,
                inspection.Addressees,
                inspection.PriorityActions,
                inspection.Improvements,
                inspection.Strengths,
                inspection.Version,
                ImportVersion = import.Version,
                LetterImportState.Confirmed,
                LetterImportState.ReadyForReview,
                Series = series?.Name ?? "",
                Before = series?.Last ?? 0,
                Findings = findings,
            },
            [inspection.ToChange(), .. findings.Select(finding => finding.ToChange())],
            cancellationToken);
}
