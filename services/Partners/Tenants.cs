namespace Jtai.Partners;

/// <summary>What a tenant id says about its kind.</summary>
public static class Tenants
{
    public const string Platform = "platform";

    private const string AgencyPrefix = "agency:";

    public static string OfAgency(string agencyId) => AgencyPrefix + agencyId;

    /// <summary>The agency whose own workspace this is; null for a partnership or the platform.</summary>
    public static string? AgencyOf(string tenantId) =>
        tenantId.StartsWith(AgencyPrefix, StringComparison.Ordinal) ? tenantId[AgencyPrefix.Length..] : null;

    public static bool IsPartnership(string tenantId) => tenantId.Length > 0 && tenantId != Platform && AgencyOf(tenantId) is null;
}
