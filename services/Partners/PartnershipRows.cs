using Dapper;
using Jtai.Partners.V1;
using Jtai.Store;

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

    /// <summary>The partnership’s activity says of which agency a change of its partners was. Parameters: those of <see cref="AuditOf"/>.</summary>
    internal const string AuditOfPartner =
        """

        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
        values (@partnershipId, @now, 'Alteration', 'AgencyChanged', @agencyId, @newVersion, @Subject, @capacity, @callersAgency, @Rpc);
        """;

    internal static object AuditOf(Write write, Partnership changed, DateTimeOffset now) => new
    {
        now, newVersion = changed.Version, write.Caller.Subject, capacity = write.Caller.ActingAs.ToString(), callersAgency = write.Caller.AgencyId, write.Rpc,
    };

    internal static async Task<Partnership?> ReadAsync(SqlMapper.GridReader results)
    {
        var partnership = await results.ReadSingleOrDefaultAsync<Partnership>();
        var agencies = await results.ReadAsync<PartnerAgency>();
        var ends = await results.ReadAsync<(string BodyId, DateOnly LastDay)>();
        return partnership is null ? null : partnership with { Agencies = [.. agencies], LastDaysOfBodies = ends.ToDictionary(end => end.BodyId, end => end.LastDay) };
    }
}
