namespace Jtai.Field;

/// <summary>
/// Id of a tenant, the border that nothing crosses: a partnership (<c>northshire</c>), an agency's own workspace
/// (<c>agency:westmarch-police</c>) or <c>platform</c>. Its name in each layer stands in docs/architecture.md.
/// </summary>
/// <param name="Value">As the protos and the column <c>tenant_id</c> hold it.</param>
public readonly record struct TenantId(string Value)
{
    private const string AgencyPrefix = "agency:";

    /// <summary>The tenant of the registers, of sessions, and of whoever runs the platform.</summary>
    public static TenantId Platform { get; } = new("platform");

    /// <summary>The agency whose own workspace this is; null for a partnership or the platform.</summary>
    public string? AgencyId => Value.StartsWith(AgencyPrefix, StringComparison.Ordinal) ? Value[AgencyPrefix.Length..] : null;

    public bool IsPartnership => Value.Length > 0 && this != Platform && AgencyId is null;

    public static TenantId OfAgency(string agencyId) => new(AgencyPrefix + agencyId);

    public static implicit operator string(TenantId tenantId) => tenantId.Value;

    public override string ToString() => Value;
}
