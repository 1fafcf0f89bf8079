using Jtai.Activities;

namespace Jtai.Inspections;

/// <summary>
/// Of an inspection under embargo the activity is shown to its named list alone. The tables' own policies say what a caller sees;
/// of a kind of record that is not named here nothing is shown.
/// </summary>
internal static class ActivityOfTheList
{
    public static ActivityVisibility Visibility { get; } = new(
        """
        case looked.entity
          when 'InspectionChanged' then exists (
            select from inspection where inspection.tenant_id = looked.tenant_id and inspection_id = looked.aggregate_id::uuid)
          when 'FindingChanged' then exists (
            select from finding where finding.tenant_id = looked.tenant_id and finding_id = looked.aggregate_id::uuid)
          when 'LetterImport' then exists (
            select from letter_import where letter_import.tenant_id = looked.tenant_id and import_id = looked.aggregate_id::uuid)
          else looked.tenant_id = 'platform'
            or looked.entity in ('Activity', 'ActivityExport', 'TenantExport', 'Checkpoint', 'RefusedNotAdmitted', 'RefusedNotThere')
        end
        """)
    {
        Within = Embargo.Within,
        Reference =
            """
            case looked.entity
              when 'InspectionChanged' then (
                select reference from inspection where inspection.tenant_id = looked.tenant_id and inspection_id = looked.aggregate_id::uuid)
              when 'FindingChanged' then (
                select reference from finding where finding.tenant_id = looked.tenant_id and finding_id = looked.aggregate_id::uuid)
              when 'LetterImport' then (
                select reference from letter_import join inspection using (tenant_id, inspection_id)
                where letter_import.tenant_id = looked.tenant_id and import_id = looked.aggregate_id::uuid)
            end
            """,
    };
}
