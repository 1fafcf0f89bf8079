using Dapper;
using Npgsql;

namespace Jtai.Testing;

/// <summary>
/// Looks through a service's whole database for whatever could let one tenant see another: GUARANTEES S2. Each fault is one
/// line; a good database gives none.
/// </summary>
public static class CatalogueSweep
{
    /// <param name="database">Migrated.</param>
    /// <param name="globalTables">Tables of the service that belong to no tenant on purpose, e.g. the register of agencies.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(TestDatabase database, params IReadOnlyList<string> globalTables)
    {
        await using var connection = new NpgsqlConnection(database.Everything);
        var results = await connection.QueryMultipleAsync(
            string.Join(";\n", Tables, Policies, Roles, Privileges, Routes, Keys, Indexes),
            new
            {
                app = database.Name + "_app",
                relay = database.Name + "_relay",
                owner = database.Name + "_owner",
                globalTables = (string[])["migration", .. globalTables],
                relayTables = (string[])["outbox", "stream_head", "checkpoint", "quarantine", "job", "migration", "audit", "stored_file"],
            });
        var faults = new List<string>();
        while (!results.IsConsumed)
        {
            faults.AddRange(await results.ReadAsync<string>());
        }

        return faults;
    }

    private const string OurTables =
        """
        select c.oid, c.relname, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
          exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as is_tenants
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ '^(pg_|information_schema$)'
        """;

    // A partition counts as a table: read directly, it passes its parent's policies.
    private const string Tables =
        $"""
        with ours as ({OurTables})
        select format('table %s has tenant_id but row-level security is not %s', relname,
          case when relrowsecurity then 'forced' else 'enabled' end)
        from ours where relkind in ('r', 'p') and is_tenants and not (relrowsecurity and relforcerowsecurity)
        union all
        select format('table %s has no tenant_id and is not listed as global', relname)
        from ours where relkind in ('r', 'p') and not is_tenants and relname <> all (@globalTables)
        """;

    // The standard condition, alone or narrowed by AND; PostgreSQL prints A AND B OR C with three brackets in front.
    private const string Policies =
        $"""
        with ours as ({OurTables}), policy as (
          select o.relname, p.polname, p.polcmd, coalesce(r.rolname, 'public') as role,
            pg_get_expr(p.polqual, p.polrelid) as qual, pg_get_expr(p.polwithcheck, p.polrelid) as with_check
          from pg_policy p join ours o on o.oid = p.polrelid
          cross join unnest(p.polroles) as granted (oid) left join pg_roles r on r.oid = granted.oid
          where p.polpermissive
        ), own_tenant (pattern) as (
          values ('^\((\(tenant_id = ANY \(\(NULLIF\(current_setting\(''app\.\w+''::text, true\), ''''::text\)\)::text\[\]\)\) AND .*|tenant_id = ANY \(\(NULLIF\(current_setting\(''app\.\w+''::text, true\), ''''::text\)\)::text\[\]\))\)$')
        )
        select format('policy %s on %s admits %s to foreign rows by %s', polname, relname, role, kind.name)
        from policy cross join own_tenant
        cross join lateral (values ('USING', qual, polcmd in ('*', 'r', 'w', 'd')), ('WITH CHECK', with_check, polcmd in ('*', 'a', 'w')))
          as kind (name, condition, is_due)
        where kind.is_due and role <> @owner and not (role = @relay and relname = any (@relayTables))
          and (role <> @app or kind.condition is null or kind.condition !~ pattern)
        """;

    private const string Roles =
        $"""
        with ours as ({OurTables})
        select format('role %s is a superuser, bypasses row-level security or may make roles or databases', rolname)
        from pg_roles where rolname in (@app, @relay, @owner) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
        union all
        select format('role %s is a member of %s', member::regrole, roleid::regrole)
        from pg_auth_members where member::regrole::text in (@app, @relay, quote_ident(@app), quote_ident(@relay))
        union all
        select format('role %s owns %s', relowner::regrole, relname)
        from ours where pg_get_userbyid(relowner) in (@app, @relay)
        union all
        select format('role %s owns function %s', proowner::regrole, proname)
        from pg_proc where pg_get_userbyid(proowner) in (@app, @relay)
        union all
        select format('role %s may create in schema %s', role, nspname)
        from pg_namespace cross join unnest(array[@app, @relay]) as granted (role)
        where nspname !~ '^(pg_|information_schema$)' and has_schema_privilege(role, oid, 'create')
        """;

    private const string Privileges =
        $"""
        with ours as ({OurTables})
        select format('role %s may %s %s', role, privilege, relname)
        from ours cross join unnest(array[@app, @relay]) as granted (role)
        cross join unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) as forbidden (privilege)
        where relkind in ('r', 'p', 'v', 'm') and has_table_privilege(role, oid, privilege)
        union all
        select format('role %s may %s %s', @relay, privilege, relname)
        from ours cross join unnest(array['SELECT', 'INSERT', 'UPDATE']) as forbidden (privilege)
        where relkind in ('r', 'p', 'v', 'm') and relname <> all (@relayTables) and has_any_column_privilege(@relay, oid, privilege)
        union all
        select format('role %s may DELETE %s', @relay, relname)
        from ours where relkind in ('r', 'p', 'v', 'm') and relname <> all (@relayTables) and has_table_privilege(@relay, oid, 'DELETE')
        union all
        select format('role %s may %s %s', @relay, privilege, shown)
        from unnest(array['INSERT', 'UPDATE', 'DELETE']) as forbidden (privilege) cross join unnest(array['quarantine', 'job', 'migration', 'audit']) as looked_at (shown)
        where has_table_privilege(@relay, shown, privilege) or privilege <> 'DELETE' and has_any_column_privilege(@relay, shown, privilege)
        union all
        select format('role %s may read of files what is not their size', @relay)
        from ours cross join unnest(array['name', 'kind', 'sha256', 'why', 'subject']) as told (what)
        where relname = 'stored_file' and has_column_privilege(@relay, oid, what, 'SELECT')
        union all
        select format('role %s may read the events in quarantine', @relay) where has_column_privilege(@relay, 'quarantine', 'event', 'SELECT')
        union all
        select format('role %s may read to whom something was disclosed', @relay) where has_column_privilege(@relay, 'audit', 'disclosed_to', 'SELECT')
        union all
        select format('role %s may %s %s', @app, privilege, sealed)
        from unnest(array['UPDATE', 'DELETE']) as forbidden (privilege) cross join unnest(array['audit', 'audit_segment']) as kept (sealed)
        where has_table_privilege(@app, sealed, privilege) or privilege = 'UPDATE' and has_any_column_privilege(@app, sealed, privilege)
        """;

    private const string Routes =
        $"""
        with ours as ({OurTables})
        select format('materialised view %s passes row-level security', relname) from ours where relkind = 'm'
        union all
        select format('view %s runs with its owner''s rights', relname)
        from ours where relkind = 'v'
          and not coalesce((select option_value::boolean from pg_options_to_table(reloptions) where option_name = 'security_invoker'), false)
        union all
        select format('function %s is SECURITY DEFINER', proname)
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where prosecdef and n.nspname !~ '^(pg_|information_schema$)'
        union all
        select format('foreign table %s has no policies', relname) from ours where relkind = 'f'
        """;

    private const string Keys =
        $"""
        with ours as ({OurTables})
        select format('key %s of %s does not start with tenant_id', k.conname, o.relname)
        from pg_constraint k join ours o on o.oid = k.conrelid
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        left join ours target on target.oid = k.confrelid
        left join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
        where o.is_tenants and (
          (k.contype in ('p', 'u', 'x') and a.attname <> 'tenant_id')
          or (k.contype = 'f' and target.is_tenants and (a.attname <> 'tenant_id' or b.attname <> 'tenant_id')))
        """;

    // Search indexes of other kinds (gin) cannot hold tenant_id first.
    private const string Indexes =
        $"""
        with ours as ({OurTables})
        select format('index %s of %s does not start with tenant_id', c.relname, o.relname)
        from pg_index i join ours o on o.oid = i.indrelid join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where o.is_tenants and m.amname = 'btree' and a.attname is distinct from 'tenant_id'
          and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
        """;
}
