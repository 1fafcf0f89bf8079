using Dapper;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>Reads a partnership of three result sets: its row, its partner agencies, and which of its boards and groups end.</summary>
internal static class PartnershipRows
{
    internal const string Sql =
        """
        select tenant_id as partnership_id, name, code, area, body_ids, version from partnership where tenant_id = @partnershipId;
        select agency_id, safeguarding_partner from partner_agency where tenant_id = @partnershipId order by agency_id;
        select body_id, ends_on from body
        where tenant_id = 'platform' and ends_on is not null and body_id in (select unnest(body_ids) from partnership where tenant_id = @partnershipId);

        """;

    internal static async Task<Partnership?> ReadAsync(SqlMapper.GridReader results)
    {
        var partnership = await results.ReadSingleOrDefaultAsync<Partnership>();
        var agencies = await results.ReadAsync<PartnerAgency>();
        var ends = await results.ReadAsync<(string BodyId, DateOnly LastDay)>();
        return partnership is null ? null : partnership with { Agencies = [.. agencies], LastDaysOfBodies = ends.ToDictionary(end => end.BodyId, end => end.LastDay) };
    }
}
