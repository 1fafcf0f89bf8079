using System.Globalization;
using Dapper;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>The database itself keeps tenants apart, whatever a statement forgets.</summary>
[Collection(PartnersCollection.Name)]
public sealed class CatalogueTests(PartnersHost host)
{
    // What the sweep finds beyond a tenant's own rows, on purpose: the registers, and an agency's grants.
    private static readonly string[] OnPurpose =
    [
        "policy register on agency admits {0}_app to foreign rows by USING",
        "policy register on body admits {0}_app to foreign rows by USING",
        "policy register on successor_link admits {0}_app to foreign rows by USING",
        "policy offered on sharing_grant admits {0}_app to foreign rows by USING",
    ];

    [Fact]
    public async Task Catalogue_EveryTable_IsUnderForcedRowLevelSecurityWithItsTenantFirst() => Assert.Equal(
        OnPurpose.Select(one => string.Format(CultureInfo.InvariantCulture, one, host.Database.Name)).Order(StringComparer.Ordinal),
        (await CatalogueSweep.FaultsAsync(host.Database)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Catalogue_WithOffenders_ReportsEach()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("partners", typeof(PartnersGrpc).Assembly);
        var before = await CatalogueSweep.FaultsAsync(database);
        await using (var owner = new NpgsqlConnection(database.Owner))
        {
            await owner.ExecuteAsync(
                """
                create table offender (id int primary key, tenant_id text, partnership_tenant text references partnership (tenant_id));
                create table stray (id int primary key);
                """);
        }

        Assert.Equal(
            [
                "key offender_partnership_tenant_fkey of offender does not start with tenant_id",
                "key offender_pkey of offender does not start with tenant_id",
                "table offender has tenant_id but row-level security is not enabled",
                "table stray has no tenant_id and is not listed as global",
            ],
            (await CatalogueSweep.FaultsAsync(database)).Except(before).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_AsTheApplicationWithoutATenant_SeesNothingButTheRegister()
    {
        await Area.MakeAsync(host);
        await using var connection = new NpgsqlConnection(host.Database.App);
        var seen = await connection.QueryAsync<string>(
            """
            select 'person' from person union all select 'identity' from identity union all select 'partnership' from partnership
            union all select 'appointment' from appointment union all select 'workplace' from workplace
            union all select 'session' from session union all select 'sharing_grant' from sharing_grant
            union all select 'partner_agency' from partner_agency union all select 'partnership_name' from partnership_name
            union all select 'partnership_settings' from partnership_settings union all select 'settings_change' from settings_change
            union all select 'post' from post union all select 'notification_preferences' from notification_preferences
            """);
        Assert.Empty(seen);
        Assert.NotEqual(0, await connection.ExecuteScalarAsync<long>("select count(*) from agency"));
    }

    [Fact]
    public async Task Write_AsTheApplicationIntoAnotherTenant_IsRefused()
    {
        await using var connection = new NpgsqlConnection(host.Database.App);
        foreach (var statement in (string[])[
            "insert into agency (agency_id, name, short_name, kind, version) values ('x', 'x', 'x', 'Council', 1)",
            "insert into partnership (tenant_id, name, code, area, body_ids, version) values ('x', 'x', 'XXX', 'x', '{}', 1)"])
        {
            var failure = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, failure.SqlState);
        }
    }

    [Fact]
    public async Task Export_OfEveryTableAndEvent_IsDecidedOn()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("partners", typeof(PartnersGrpc).Assembly);
        Assert.Empty(await ExportSweep.FaultsAsync(database, TenantTablesOfPartners.All, typeof(PartnersGrpc).Assembly));
    }
}
