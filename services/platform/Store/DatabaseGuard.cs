using Jtai.Errors;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Jtai.Store;

/// <summary>
/// Registered before what works on the database, and so started before it: refuses a role that row-level security does not bind, and a table that it does not cover.
/// </summary>
internal sealed class DatabaseGuard(Database database, RelayDatabase relay) : IHostedService
{
    private const string Faults =
        """
        select format('The role %s is a superuser or bypasses row-level security; use one that is neither.', rolname)
        from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)
        union all
        select format('The role %s owns the table %s; only the owner of the migrations may.', current_user, oid::regclass)
        from pg_class where relowner = current_user::regrole and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        union all
        select format('The table %s has tenant_id but no forced row-level security; secure it in a migration.', c.oid::regclass)
        from pg_class c
        where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
          and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
        union all
        select 'The database has no tables of the platform; run the migrations first.'
        where to_regclass('outbox') is null
        """;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(database.Pool, cancellationToken);
        await CheckAsync(relay, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task CheckAsync(ConnectionPool pool, CancellationToken ct)
    {
        try
        {
            if ((await pool.QueryAsync<string>(Faults, null, ct)).FirstOrDefault() is { } fault)
            {
                throw new StartRefused(fault);
            }
        }
        catch (NpgsqlException failure)
        {
            var address = new NpgsqlConnectionStringBuilder(pool.ConnectionString);
            throw new StartRefused(
                $"The database {address.Database} on {address.Host}:{address.Port} cannot be used as {address.Username}: {failure.Message}", failure);
        }
    }
}
