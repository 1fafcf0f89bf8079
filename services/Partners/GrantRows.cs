namespace Jtai.Partners;

/// <summary>The columns of a sharing grant, as its entity reads them.</summary>
internal static class GrantRows
{
    internal const string OfAgencySql =
        """
        select grant_id, tenant_id as partnership_id, agency_id, capacities as capacity_names, level, agreement_reference,
          review_on, ends_on, state, offered_at, offered_by, agreed_at, agreed_by, withdrawn_at, withdrawn_by,
          withdrawn_reason, version
        from sharing_grant
        where tenant_id = @partnershipId and agency_id = @agencyId
        """;
}
