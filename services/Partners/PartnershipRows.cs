using Dapper;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>Reads a partnership of two result sets: its row and its partner agencies.</summary>
internal static class PartnershipRows
{
    internal const string Sql =
        """
        select tenant_id as partnership_id, name, code, area, body_ids, version from partnership where tenant_id = @partnershipId;
        select agency_id, safeguarding_partner from partner_agency where tenant_id = @partnershipId order by agency_id;

        """;

    internal static async Task<Partnership?> ReadAsync(SqlMapper.GridReader results)
    {
        var partnership = await results.ReadSingleOrDefaultAsync<Partnership>();
        var agencies = await results.ReadAsync<PartnerAgency>();
        return partnership is null ? null : partnership with { Agencies = [.. agencies] };
    }
}
