using Dapper;
using Jtai.Errors;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>Audits as they are stored.</summary>
public static class StoredAudit
{
    /// <summary>Saves one with its actions, under the version that it was read with. Parameters: <c>TenantId</c>, <c>Audit</c>, <c>Audited</c>.</summary>
    public const string Save =
        """
        with given as (select * from jsonb_populate_record(null::assurance_audit, @Audit::jsonb)),
        saved as (
          insert into assurance_audit as kept (tenant_id, audit_id, plan_id, inspection_id, kind, title, state, planned_for, done_on,
            carried_out_by, sample_size, summary, cancelled_because, person_id, version)
          select @TenantId, audit_id, plan_id, inspection_id, kind, title, state, planned_for, done_on,
            carried_out_by, sample_size, summary, cancelled_because, person_id, version from given
          on conflict (tenant_id, audit_id) do update set kind = excluded.kind, title = excluded.title, state = excluded.state,
            planned_for = excluded.planned_for, done_on = excluded.done_on, carried_out_by = excluded.carried_out_by,
            sample_size = excluded.sample_size, summary = excluded.summary, cancelled_because = excluded.cancelled_because,
            person_id = excluded.person_id, version = excluded.version
          where kept.version = excluded.version - 1
          returning 1)
        select require_changed(exists (select from saved));
        delete from audit_of_action where tenant_id = @TenantId and audit_id = (
          select audit_id from jsonb_populate_record(null::assurance_audit, @Audit::jsonb));
        insert into audit_of_action (tenant_id, audit_id, action_id, position, verdict, words, reopened)
        select @TenantId, audit_id, action_id, position, verdict, words, reopened from jsonb_populate_recordset(null::audit_of_action, @Audited::jsonb)
        """;

    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c>, <c>auditId</c>.</summary>
    public const string Select =
        """
        select * from assurance_audit where tenant_id = @TenantId and audit_id = @auditId;
        select * from audit_of_action where tenant_id = @TenantId and audit_id = @auditId order by position
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    /// <returns>Null where there is none.</returns>
    public static async Task<Audit?> ReadAsync(SqlMapper.GridReader results)
    {
        var audit = await results.ReadSingleOrDefaultAsync<Audit>();
        var actions = await results.ReadAsync<AuditedAction>();
        return audit is null ? null : audit with { Actions = [.. actions] };
    }

    /// <summary>The audits of a statement that selects them, with their actions from the next.</summary>
    public static async Task<IReadOnlyList<Audit>> ReadManyAsync(SqlMapper.GridReader results)
    {
        var audits = (await results.ReadAsync<Audit>()).ToArray();
        var actions = (await results.ReadAsync<AuditedAction>()).ToLookup(one => one.AuditId);
        return [.. audits.Select(audit => audit with { Actions = [.. actions[audit.AuditId]] })];
    }

    /// <summary>Parameters of <see cref="Save"/> but the tenant.</summary>
    public static DynamicParameters Parameters(Audit audit)
    {
        var parameters = new DynamicParameters();
        parameters.Add("Audit", Columns.Of(audit));
        parameters.Add("Audited", Columns.ListToJson(audit.Actions));
        return parameters;
    }
}
