using Jtai.Exporting;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Inspections;

/// <summary>What is exported of a partnership's inspections. The tables' own policies keep back what is under embargo.</summary>
public static class TenantTablesOfInspections
{
    public static TenantTables All { get; } = new()
    {
        Service = "inspections",
        Exported =
        [
            new("inspection", "inspections"),
            new("letter_import", "letter-imports"),
            new("letter_piece", "letter-pieces"),
            new("finding", "findings"),
            new("recorded_change", "recorded-changes"),
            new("opening", "openings"),
            new("handed_on", "handed-on"),
            new("reference_series", "reference-series"),
        ],
        LeftOut =
        [
            new("appointment", "As Partners tells it by events."),
            new("succession", "As Partners tells it by events."),
        ],
        Events =
        [
            new(InspectionChanged.Descriptor, "inspection", "inspection_id"),
            new(FindingChanged.Descriptor, "finding", "finding_id"),
        ],
        EventsOfNoRow = [new(GuardReasonGiven.Descriptor, Exported: false, "Partners keeps each, and exports it.")],
        Activity = ActivityOfTheList.Visibility,
        // What no import took nobody has handed in.
        Files = "stored_file.file_id in (select import_id from letter_import where tenant_id = @TenantId)",
        AfterImport =
            $"""
            insert into job (tenant_id, kind, job_id)
            select tenant_id, '{LetterJobs.Name}', import_id from letter_import
            where tenant_id = @TenantId and state in (1, 2) and import_id in (select file_id from stored_file where tenant_id = @TenantId);
            """,
    };
}
