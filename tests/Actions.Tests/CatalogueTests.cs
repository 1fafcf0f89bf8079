using Dapper;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Actions.Tests;

/// <summary>What the database's own catalogue says about the border between tenants.</summary>
public sealed class CatalogueTests
{
    private const string Faults =
        """
        with held as (
          select c.oid, c.relname::text as name, c.relrowsecurity and c.relforcerowsecurity as forced
          from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
          where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace)
        select 'no forced row-level security: ' || name from held where not forced
        union all
        select 'no policy on the tenant for the application: ' || name from held
        where not exists (
          select from pg_policy p join pg_roles r on r.oid = any (p.polroles)
          where p.polrelid = held.oid and r.rolname = current_database() || '_app'
            and pg_get_expr(p.polqual, p.polrelid) like '%tenant_id%' and pg_get_expr(p.polwithcheck, p.polrelid) like '%tenant_id%')
        union all
        select 'no tenant in a table: ' || c.relname from pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> 'migration'
          and c.oid not in (select oid from held)
        union all
        select 'index without the tenant first: ' || i.indexrelid::regclass from pg_index i join held on held.oid = i.indrelid
        where (select attname from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0]) is distinct from 'tenant_id'
        union all
        select 'foreign key without the tenant first: ' || k.conname from pg_constraint k join held on held.oid = k.conrelid
        where k.contype = 'f' and (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) <> 'tenant_id'
        union all
        select format('the application may %s: %s', privilege, name) from held, unnest(array['truncate', 'references', 'trigger']) as privilege
        where has_table_privilege(current_database() || '_app', held.oid, privilege)
        union all
        select 'the application owns: ' || relname from pg_class
        where relowner = (select oid from pg_roles where rolname = current_database() || '_app')
        union all
        select 'the relay reads: ' || name from held
        where name not in ('outbox', 'stream_head') and has_table_privilege(current_database() || '_relay', held.oid, 'select')
        union all
        select 'view or function that leaves the caller''s rights: ' || relname from pg_class
        where relnamespace = 'public'::regnamespace
          and (relkind = 'm' or (relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false)))
        union all
        select 'view or function that leaves the caller''s rights: ' || proname from pg_proc
        where pronamespace = 'public'::regnamespace and prosecdef
        """;

    [Fact]
    public async Task Catalogue_OfTheService_HasNoFault()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("actions", typeof(ActionsGrpc).Assembly);
        Assert.Empty(await FaultsAsync(database));
    }

    [Theory]
    [InlineData("alter table action no force row level security", "no forced row-level security: action")]
    [InlineData("alter table finding disable row level security", "no forced row-level security: finding")]
    [InlineData("drop policy tenant on action_update", "no policy on the tenant for the application: action_update")]
    [InlineData("create table loose (id bigint primary key)", "no tenant in a table: loose")]
    [InlineData("create index by_owner on action (owner_id)", "index without the tenant first: by_owner")]
    [InlineData("alter table date_change add constraint bare foreign key (action_id, tenant_id) references action (action_id, tenant_id)",
        "foreign key without the tenant first: bare", "alter table action add constraint swapped unique (action_id, tenant_id)")]
    [InlineData("grant truncate on action to {0}_app", "the application may truncate: action")]
    [InlineData("grant select on action to {0}_relay", "the relay reads: action")]
    [InlineData("create view open_actions as select * from action", "view or function that leaves the caller's rights: open_actions")]
    [InlineData("create function peek() returns bigint language sql security definer as 'select count(*) from action'",
        "view or function that leaves the caller's rights: peek")]
    public async Task Offender_IsReported(string offence, string reported, string? before = null)
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("actions", typeof(ActionsGrpc).Assembly);
        await using (var owner = new NpgsqlConnection(database.Owner))
        {
            await owner.ExecuteAsync(before ?? "select 1");
            await owner.ExecuteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, offence, database.Name));
        }

        Assert.Contains(reported, await FaultsAsync(database));
    }

    [Fact]
    public async Task Sql_WithoutTenantOrWithAnothers_SeesAndWritesNothing()
    {
        var platform = await Platform.SharedAsync();
        var here = await TestPartnership.MakeAsync();
        await here.MakeActionAsync();
        await using var app = new NpgsqlConnection(platform.Database.App);
        await app.OpenAsync();

        Assert.Equal(0, await app.ExecuteScalarAsync<int>("select count(*)::integer from action"));
        await app.ExecuteAsync("set app.tenants = '{somewhere-else}'");
        Assert.Equal(0, await app.ExecuteScalarAsync<int>("select count(*)::integer from action"));
        Assert.Equal(0, await app.ExecuteAsync("update action set title = 'x' where tenant_id = @TenantId", new { here.TenantId }));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => app.ExecuteAsync(
            "insert into person (tenant_id, person_id, agency_id, version) values (@TenantId, gen_random_uuid(), 'x', 1)", new { here.TenantId }));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        await app.ExecuteAsync("select set_config('app.tenants', @tenants, false)", new { tenants = $"{{{here.TenantId}}}" });
        Assert.Equal(1, await app.ExecuteScalarAsync<int>("select count(*)::integer from action"));
        await app.ExecuteAsync("reset app.tenants");
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.Everything);
        return [.. await connection.QueryAsync<string>(Faults)];
    }
}
