namespace Jtai.Reporting;

/// <summary>How a publisher's part of one tenant's read models is forgotten, before its stream is applied again from the start.</summary>
internal static class Forgetting
{
    public const string Partners =
        Records.InTurn +
        """
        delete from agency where tenant_id = @TenantId;
        delete from body where tenant_id = @TenantId;
        delete from person where tenant_id = @TenantId;
        delete from partnership where tenant_id = @TenantId;
        delete from sharing_grant where tenant_id = @TenantId;
        delete from post where tenant_id = @TenantId;
        delete from partnership_setting where tenant_id = @TenantId;

        """ + OnPostChanged.HandOver + OnPartnershipSettingsChanged.DueSoonAgain;

    // As of an inspection that is not known (embargo_of): what stands under it shows to nobody and does not count.
    public const string Inspections =
        Records.InTurn +
        """
        delete from inspection where tenant_id = @TenantId;
        delete from record where tenant_id = @TenantId and kind = 'finding';
        update record set embargoed_to = '{}' where tenant_id = @TenantId;
        update listed_action set embargoed_to = '{}' where tenant_id = @TenantId;
        delete from plan_position where tenant_id = @TenantId;
        """;

    public const string Actions =
        Records.InTurn +
        """
        delete from record where tenant_id = @TenantId and kind <> 'finding';
        delete from statement where tenant_id = @TenantId;
        delete from listed_action where tenant_id = @TenantId;
        delete from action_plan where tenant_id = @TenantId;
        delete from plan_position where tenant_id = @TenantId;
        """;
}
