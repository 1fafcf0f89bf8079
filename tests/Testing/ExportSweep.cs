using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Jtai.Exporting;
using Jtai.Store;
using Npgsql;

namespace Jtai.Testing;

/// <summary>
/// Looks for tables and events of a service of which nobody said whether they are exported. Each fault is one line; a service that
/// has decided on all gives none.
/// </summary>
public static partial class ExportSweep
{
    private const string OfTenants =
        """
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        """;

    private const string Columns =
        "select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace and not a.attisdropped";

    /// <param name="database">Migrated.</param>
    /// <param name="tables">What the service says of its tables.</param>
    /// <param name="service">Whose code writes the events.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(TestDatabase database, TenantTables tables, Assembly service)
    {
        await using var connection = new NpgsqlConnection(database.Everything);
        var found = (await connection.QueryAsync<string>(OfTenants)).ToHashSet();
        var columns = (await connection.QueryAsync<string>(Columns)).ToHashSet();
        var known = tables.Known.ToList();
        var events = tables.Events.Select(one => one.Type).Concat(tables.EventsOfNoRow.Select(one => one.Type)).ToList();
        var (written, byThePlatform) = (WrittenEvents.In(service), WrittenEvents.In(typeof(Change).Assembly));
        var kinds = tables.AllExported.Select(table => (table.OfRegister, table.Kind)).ToList();
        return
        [
            .. found.Except(known).Order().Select(table => $"table {table} is neither exported nor left out"),
            // The platform's migrations of files are in no service that keeps none.
            .. known.Except(found).Order().Select(table => $"there is no table {table}"),
            .. known.GroupBy(table => table).Where(same => same.Count() > 1).Select(same => $"table {same.Key} is in two lists"),
            .. kinds.GroupBy(kind => kind).Where(same => same.Count() > 1).Select(same => $"kind {same.Key.Kind} is of two tables"),
            .. kinds.Where(kind => !Kind().IsMatch(kind.Kind)).Select(kind => $"kind {kind.Kind} is no plain name"),
            .. tables.AllLeftOut.Where(table => !table.Why.EndsWith('.')).Select(table => $"why table {table.Table} is left out is no sentence"),
            .. written.Types.Except(events).Select(type => $"event {type.Name} has no row, and nobody said why"),
            .. written.Unread.Select(where => $"{where} writes an event of a type that does not show there"),
            // Else those that are written might go unseen too.
            .. events.Except([.. written.Types, .. byThePlatform.Types]).Select(type => $"event {type.Name} is written nowhere"),
            .. events.GroupBy(type => type).Where(same => same.Count() > 1).Select(same => $"event {same.Key.Name} is in two lists"),
            .. tables.Events.Where(one => tables.AllExported.All(table => table.Table != one.Table) || !columns.Contains($"{one.Table}.{one.IdColumn}"))
                .Select(one => $"event {one.Type.Name} names {one.Table}.{one.IdColumn}, which is not exported"),
        ];
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Kind();
}
