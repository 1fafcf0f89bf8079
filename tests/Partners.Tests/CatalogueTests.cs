using Dapper;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>The database itself keeps tenants apart, whatever a statement forgets.</summary>
[Collection(PartnersCollection.Name)]
public sealed class CatalogueTests(PartnersHost host)
{
    // Tables of the application without forced row-level security, without a tenant, or with an index that does not begin with it.
    private const string Sweep =
        """
        select format('%s: row-level security is not forced', relname) as offence from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and relname <> 'migration'
          and not (relrowsecurity and relforcerowsecurity)
        union all
        select format('%s: no tenant_id', relname) from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and relname <> 'migration'
          and not exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'tenant_id' and attnotnull)
        union all
        select format('%s: tenant_id is not first in %s', relation.relname, index.relname)
        from pg_index
        join pg_class index on index.oid = indexrelid
        join pg_class relation on relation.oid = indrelid
        where relation.relnamespace = current_schema()::regnamespace and relation.relname <> 'migration'
          and not exists (select from pg_attribute where attrelid = indrelid and attnum = indkey[0] and attname = 'tenant_id')
        union all
        select format('%s: tenant_id is not first in %s', conrelid::regclass, conname) from pg_constraint
        where connamespace = current_schema()::regnamespace and contype = 'f'
          and not exists (select from pg_attribute where attrelid = conrelid and attnum = conkey[1] and attname = 'tenant_id')
        order by 1
        """;

    [Fact]
    public async Task Catalogue_EveryTable_IsUnderForcedRowLevelSecurityWithItsTenantFirst()
    {
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        Assert.Empty(await connection.QueryAsync<string>(Sweep));
    }

    [Fact]
    public async Task Catalogue_WithOffenders_ReportsEach()
    {
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            """
            create table offender (id int primary key, tenant_id text, partnership_tenant text references partnership (tenant_id));
            """,
            transaction: transaction);
        Assert.Equal(
            [
                "offender: no tenant_id",
                "offender: row-level security is not forced",
                "offender: tenant_id is not first in offender_partnership_tenant_fkey",
                "offender: tenant_id is not first in offender_pkey",
            ],
            await connection.QueryAsync<string>(Sweep, transaction: transaction));
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
}
