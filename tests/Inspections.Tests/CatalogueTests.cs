using Dapper;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Inspections.Tests;

/// <summary>What the database itself guarantees, read from its catalogue.</summary>
public sealed class CatalogueTests
{
    private const string WithoutEmbargo =
        """
        select 'table ' || name || ' has no embargo before publication'
        from unnest(array['inspection', 'finding', 'letter_import', 'letter_piece', 'opening']) as kept (name)
        where not exists (select from pg_policies where tablename = name and policyname = 'embargo' and permissive = 'RESTRICTIVE')
        """;

    [Fact]
    public async Task Catalogue_AfterTheMigrations_HasNoFault()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("inspections", typeof(InspectionsGrpc).Assembly);

        Assert.Empty(await FaultsAsync(database));
    }

    [Fact]
    public async Task Catalogue_WithOffenders_ReportsEachOfThem()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("inspections", typeof(InspectionsGrpc).Assembly);
        await using (var owner = new NpgsqlConnection(database.Owner))
        {
            await owner.ExecuteAsync(
                """
                create table bare (tenant_id text, id int primary key);
                alter table finding no force row level security;
                drop policy embargo on letter_piece;
                create policy wide on inspection using (true) with check (true);
                create view every_finding as select * from finding;
                create function all_of_it() returns bigint language sql security definer as 'select count(*) from inspection';
                """);
            await owner.ExecuteAsync(await owner.QuerySingleAsync<string>(
                "select format('grant truncate on appointment to %I', current_database() || '_app')"));
        }

        var faults = await FaultsAsync(database);

        Assert.Equal(
            [
                "function all_of_it is SECURITY DEFINER",
                "key bare_pkey of bare does not start with tenant_id",
                "policy wide on inspection admits public to foreign rows by USING",
                "policy wide on inspection admits public to foreign rows by WITH CHECK",
                $"role {database.Name}_app may TRUNCATE appointment",
                "table bare has tenant_id but row-level security is not enabled",
                "table finding has tenant_id but row-level security is not forced",
                "table letter_piece has no embargo before publication",
                "view every_finding runs with its owner's rights",
            ],
            faults);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(TestDatabase database) =>
        // The registers of partnerships and councils belong to no tenant.
        [.. (await CatalogueSweep.FaultsAsync(database, "partnership", "council")).Concat(await database.QueryAsync<string>(WithoutEmbargo)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Export_OfEveryTableAndEvent_IsDecidedOn()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("inspections", typeof(InspectionsGrpc).Assembly);
        Assert.Empty(await ExportSweep.FaultsAsync(database, TenantTablesOfInspections.All, typeof(InspectionsGrpc).Assembly));
    }
}
