using Dapper;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Inspections.Tests;

/// <summary>What the database itself guarantees, read from its catalogue.</summary>
public sealed class CatalogueTests
{
    private const string Faults =
        """
        select c.relname || ': row-level security is not enabled and forced' from pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity)
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
        union all
        select c.relname || ': its ' || case when i.indisunique then 'unique key' else 'index' end || ' does not start with tenant_id'
        from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = 'public'::regnamespace
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
          and i.indkey[0] <> (select a.attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
        union all
        select k.conrelid::regclass || ': a foreign key does not start with tenant_id' from pg_constraint k
        where k.contype = 'f' and k.connamespace = 'public'::regnamespace
          and k.conkey[1] <> (select a.attnum from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'tenant_id')
        union all
        select p.tablename || ': the policy ' || p.policyname || ' has no check' from pg_policies p
        where p.schemaname = 'public' and p.cmd in ('ALL', 'INSERT', 'UPDATE') and p.with_check is null
        union all
        select p.tablename || ': the application may see rows of any tenant' from pg_policies p
        where p.schemaname = 'public' and p.permissive = 'PERMISSIVE' and p.roles && array[(current_database() || '_app')::name, 'public'::name]
          and p.qual not like '%app.tenants%'
        union all
        select g.table_name || ': the application may ' || g.privilege_type from information_schema.role_table_grants g
        where g.grantee = current_database() || '_app' and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
        union all
        select c.relname || ': ' || case c.relkind when 'm' then 'a materialised view' else 'a view' end from pg_class c
        where c.relkind in ('m', 'v') and c.relnamespace = 'public'::regnamespace
        union all
        select p.proname || ': runs with its owner''s rights' from pg_proc p
        where p.pronamespace = 'public'::regnamespace and p.prosecdef
        union all
        select w.name || ': no embargo before publication' from unnest(array['inspection', 'finding', 'letter_import', 'letter_piece']) as w (name)
        where not exists (select from pg_policies p where p.tablename = w.name and p.policyname = 'embargo' and p.permissive = 'RESTRICTIVE')
        order by 1
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
                "all_of_it: runs with its owner's rights",
                "appointment: the application may TRUNCATE",
                "bare: its unique key does not start with tenant_id",
                "bare: row-level security is not enabled and forced",
                "every_finding: a view",
                "finding: row-level security is not enabled and forced",
                "inspection: the application may see rows of any tenant",
                "letter_piece: no embargo before publication",
            ],
            faults);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(TestDatabase database)
    {
        await using var everything = new NpgsqlConnection(database.Everything);
        return [.. (await everything.QueryAsync<string>(Faults)).Order(StringComparer.Ordinal)];
    }
}
