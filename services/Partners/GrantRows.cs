namespace Jtai.Partners;

/// <summary>The columns of a sharing grant, as its entity reads them, and how it is withdrawn.</summary>
internal static class GrantRows
{
    internal const string Select =
        """
        select grant_id, tenant_id as partnership_id, agency_id, capacities as capacity_names, level, agreement_reference,
          review_on, ends_on, state, offered_at, offered_by, agreed_at, agreed_by, withdrawn_at, withdrawn_by,
          withdrawn_reason, version
        from sharing_grant
        """;

    internal const string OfAgencySql = $"{Select} where tenant_id = @partnershipId and agency_id = @agencyId";

    /// <summary>Parameters: those of <see cref="WithdrawnRow"/>.</summary>
    internal const string Withdraw =
        """
        with changed as (
          update sharing_grant set state = 'Withdrawn', withdrawn_at = @withdrawnAt, withdrawn_by = @withdrawnBy,
            withdrawn_reason = @withdrawnReason, version = @version
          where tenant_id = @partnershipId and grant_id = @grantId and version = @version - 1 returning 1)
        select require_changed(exists (select from changed));
        """;

    internal static object WithdrawnRow(SharingGrant withdrawn) => new
    {
        withdrawn.PartnershipId, withdrawn.GrantId, withdrawn.Version, withdrawn.WithdrawnAt, withdrawn.WithdrawnBy, withdrawn.WithdrawnReason,
    };
}
