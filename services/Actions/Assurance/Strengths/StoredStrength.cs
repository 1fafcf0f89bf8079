using Dapper;
using Jtai.Errors;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A strength as it is stored.</summary>
public static class StoredStrength
{
    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c>, <c>findingId</c>.</summary>
    public const string Select =
        """
        select * from strength where tenant_id = @TenantId and finding_id = @findingId;
        select * from strength_check where tenant_id = @TenantId and finding_id = @findingId
        """;

    /// <summary>Saves one under the version that it was read with. Parameters: <c>TenantId</c>, <c>Strength</c>.</summary>
    public const string Save =
        """
        with given as (select * from jsonb_populate_record(null::strength, @Strength::jsonb)),
        saved as (
          insert into strength as kept (tenant_id, finding_id, plan_id, inspection_id, keeper_agency_id, keeper_body_id, next_check_on, version)
          select @TenantId, finding_id, plan_id, inspection_id, keeper_agency_id, keeper_body_id, next_check_on, version from given
          on conflict (tenant_id, finding_id) do update set keeper_agency_id = excluded.keeper_agency_id,
            keeper_body_id = excluded.keeper_body_id, next_check_on = excluded.next_check_on, version = excluded.version
          where kept.version = excluded.version - 1
          returning 1)
        select require_changed(exists (select from saved))
        """;

    /// <summary>Keeps a look, in the statement that changes its strength. Parameter: <c>Look</c>.</summary>
    public const string SaveLook =
        """
        ;
        insert into strength_check (tenant_id, check_id, finding_id, strength_version, result, words, checked_on, person_id, agency_id)
        select @TenantId, check_id, finding_id, strength_version, result, words, checked_on, person_id, agency_id
        from jsonb_populate_record(null::strength_check, @Look::jsonb)
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    /// <returns>Null where nobody keeps it.</returns>
    public static async Task<Strength?> ReadAsync(SqlMapper.GridReader results) => (await ReadManyAsync(results)).SingleOrDefault();

    /// <summary>The strengths of a statement that selects them, with their looks from the next.</summary>
    public static async Task<IReadOnlyList<Strength>> ReadManyAsync(SqlMapper.GridReader results)
    {
        var strengths = (await results.ReadAsync<Strength>()).ToArray();
        var checks = (await results.ReadAsync<StrengthCheck>()).ToLookup(check => check.FindingId);
        return [.. strengths.Select(strength => strength with { Checks = StrengthCheck.InOrder(checks[strength.FindingId]) })];
    }
}
