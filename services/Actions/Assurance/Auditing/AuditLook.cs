namespace Jtai.Actions;

/// <summary>What one audit found of one action, and when.</summary>
public sealed record AuditLook
{
    /// <summary>
    /// What other audits found of the actions of one, but for looks that are spent: what they reopened has been completed since, or
    /// is open. Parameters: <c>TenantId</c>, <c>AuditId</c>. Number: AuditState's done.
    /// </summary>
    public const string OfOthers =
        """
        select other.action_id, other.audit_id, other.verdict, audit.done_on
        from audit_of_action own
          join audit_of_action other on other.tenant_id = own.tenant_id and other.action_id = own.action_id and other.audit_id <> own.audit_id
          join assurance_audit audit on audit.tenant_id = other.tenant_id and audit.audit_id = other.audit_id
        where own.tenant_id = @TenantId and own.audit_id = @AuditId and audit.state = 2 and not other.reopened
        """;

    public Guid ActionId { get; init; }
    public Guid AuditId { get; init; }
    public V1.AuditVerdict Verdict { get; init; }
    public DateOnly DoneOn { get; init; }
}
