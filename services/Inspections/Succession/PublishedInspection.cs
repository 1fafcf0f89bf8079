using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// A published inspection with all that belongs to it, as rows that another tenant can take: what its letter says, its findings,
/// withdrawn ones too, and the history of both. The letter's file goes beside them; its named list, which publication closed, stays.
/// </summary>
public sealed record PublishedInspection
{
    /// <summary>
    /// Puts the rows into a tenant, under the ids that they have. Parameters: <see cref="ToParameters"/>. Row-level security admits the
    /// writing tenant's rows alone, whatever a row says.
    /// </summary>
    public const string Insert =
        """
        insert into inspection
        select row.* from jsonb_populate_record(null::inspection, @InspectionRow::jsonb || jsonb_build_object(
          'tenant_id', @TenantId, 'taken_over', @taken::jsonb, 'reader_ids', '{}'::uuid[])) as row;
        insert into letter_import (tenant_id, import_id, inspection_id, file_name, received_on, state, step, failure, reading, review,
          handed_in_at, version)
        select @TenantId, import_id, inspection_id, file_name, received_on, state, step, failure, reading, review, handed_in_at, version
        from jsonb_populate_recordset(null::letter_import, @LetterRows::jsonb);
        insert into finding
        select row.* from jsonb_array_elements(@FindingRows::jsonb) as given (finding),
          jsonb_populate_record(null::finding, finding || jsonb_build_object('tenant_id', @TenantId)) as row;
        insert into recorded_change
        select row.* from jsonb_array_elements(@HistoryRows::jsonb) as given (entry),
          jsonb_populate_record(null::recorded_change, entry || jsonb_build_object('tenant_id', @TenantId)) as row
        """;

    public required Inspection Inspection { get; init; }
    public required IReadOnlyList<Finding> Findings { get; init; }
    public required string InspectionRow { get; init; }
    public required string LetterRows { get; init; }
    public required string FindingRows { get; init; }
    public required string HistoryRows { get; init; }

    public static Task<PublishedInspection> ReadAsync(Database database, TenantId tenantId, Guid inspectionId, CancellationToken ct) =>
        database.QueryMultipleAsync(
            TenantScope.Of(tenantId),
            """
            select * from inspection where tenant_id = @tenantId and inspection_id = @inspectionId;
            select * from finding where tenant_id = @tenantId and inspection_id = @inspectionId order by position, finding_id;
            select to_jsonb(inspection)::text from inspection where tenant_id = @tenantId and inspection_id = @inspectionId;
            select coalesce(jsonb_agg(to_jsonb(letter_import)), '[]')::text
            from letter_import join inspection using (tenant_id, inspection_id)
            where tenant_id = @tenantId and inspection_id = @inspectionId and import_id = confirmed_import_id;
            select coalesce(jsonb_agg(to_jsonb(finding)), '[]')::text from finding
            where tenant_id = @tenantId and inspection_id = @inspectionId;
            select coalesce(jsonb_agg(to_jsonb(recorded_change)), '[]')::text from recorded_change
            where tenant_id = @tenantId and inspection_id = @inspectionId
            """,
            new { tenantId, inspectionId },
            async results => new PublishedInspection
            {
                Inspection = await results.ReadSingleAsync<Inspection>(),
                Findings = [.. await results.ReadAsync<Finding>()],
                InspectionRow = await results.ReadSingleAsync<string>(),
                LetterRows = await results.ReadSingleAsync<string>(),
                FindingRows = await results.ReadSingleAsync<string>(),
                HistoryRows = await results.ReadSingleAsync<string>(),
            },
            ct);

    /// <param name="to">The tenant that takes them.</param>
    /// <param name="taken">From where it came.</param>
    public object ToParameters(TenantId to, TakenOver taken) => new
    {
        TenantId = to,
        InspectionRow,
        taken = System.Text.Json.JsonSerializer.Serialize(taken, JsonColumns.Options),
        LetterRows,
        FindingRows,
        HistoryRows,
    };

    /// <summary>What the successor's streams tell of it: all that came, as it stands.</summary>
    public IReadOnlyList<Change> Changes(TakenOver taken)
    {
        var inspection = Inspection with { TakenOver = taken, ReaderIds = [] };
        return
        [
            inspection.ToChange() with { Kind = AuditKind.Collection },
            .. Findings.Select(finding => finding.ToChange() with { Kind = AuditKind.Collection }),
        ];
    }
}
