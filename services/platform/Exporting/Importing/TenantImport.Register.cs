using Dapper;

namespace Jtai.Exporting;

/// <summary>Rows of the platform's register: what is here already is others' too.</summary>
internal sealed partial class TenantImport
{
    /// <summary>What is there stays as it is; what is not is added, and told of.</summary>
    private async Task AddToRegisterAsync(RowsEntry entry, ExportedEntries entries, TableShapes shapes)
    {
        var table = entry.Table;
        if (table.Table == TenantTables.Outbox)
        {
            await connection.ExecuteAsync("delete from import_line where (line::json ->> 'type', line::json ->> 'aggregate_id') not in (select type, id from import_added)");
            await connection.ExecuteAsync(InsertOf(table, shapes, "on conflict do nothing"));
            return;
        }

        await RequireOwnAsync(entry);
        var key = shapes[table.Table].Key.Where(column => column != "tenant_id").ToList();
        if (table.Detail is { } told)
        {
            await SettleAsync(entry, told, key.Single(), entries, shapes[table.Table]);
        }

        var different = (await connection.QueryAsync<string>(
            $"""
            select concat_ws(' ', {string.Join(", ", key.Select(column => $"row.{column}"))})
            from import_line cross join lateral json_populate_record(null::{table.Table}, import_line.line::json) row
            join {table.Table} here on here.tenant_id = 'platform' and {string.Join(" and ", key.Select(column => $"here.{column} = row.{column}"))}
            cross join lateral ({entries.LineFrom(table, $"(select {Present(table, shapes[table.Table])}) same")}) present
            where present.line is distinct from import_line.line
            order by number
            """)).AsList();
        if (different.Count > 0)
        {
            await said.WriteLineAsync($"{entry.Name}: {different.Count} stay as they are here, which is not as the archive has them: {string.Join(", ", different.Take(20))}");
        }

        if (table.ComesWith is { } whole)
        {
            // Those that are here already are no news, and of a name alone nothing is known.
            var column = tables.Events.Single(one => one.Table == whole).IdColumn;
            await connection.ExecuteAsync(
                $"delete from import_line where line::json ->> '{column}' not in (select id from import_whole where kind = @whole)", new { whole });
        }

        var added = (await connection.QueryAsync<string>(
            InsertOf(table, shapes, $"on conflict ({string.Join(", ", shapes[table.Table].Key)}) do nothing returning {key[^1]}::text"))).ToArray();
        var detail = table.Detail is null ? "" : $" where id in (select {key[^1]}::text from {table.Table} where tenant_id = 'platform' and {table.Detail.Column} <> '')";
        await connection.ExecuteAsync($"insert into import_whole (kind, id) select @Table, id from unnest(@added) as one (id){detail}", new { table.Table, added });
        foreach (var type in tables.Events.Where(one => one.Table == table.Table).Select(one => one.Type.FullName))
        {
            await connection.ExecuteAsync("insert into import_added (type, id) select @type, unnest(@added)", new { type, added });
        }
    }

    /// <summary>Nobody becomes a second one with somebody's address, nor takes their place; who was a name alone becomes whole.</summary>
    private async Task SettleAsync(RowsEntry entry, ExportedDetail told, string key, ExportedEntries entries, TableShape shape)
    {
        var (table, column) = (entry.Table.Table, told.Column);
        var empty = string.Join(", ", shape.Columns.Select(one => one.Name == column ? $"'' as {column}" : $"row.{one.Name}"));
        // Until the end nobody else takes one that is looked for here.
        await connection.ExecuteAsync($"lock table {table} in share row exclusive mode");
        var taken = (await connection.QueryAsync<string>(
            $"""
            with taken as (
              update import_line set line = ({entries.LineFrom(entry.Table, $"(select {empty} from json_populate_record(null::{table}, import_line.line::json) row) emptied")})
              where line::json ->> '{column}' <> ''
                and exists (
                  select from {table} other
                  where other.tenant_id = 'platform' and other.{key}::text <> line::json ->> '{key}' and lower(other.{column}) = lower(line::json ->> '{column}'))
                and not exists (
                  select from {table} here where here.tenant_id = 'platform' and here.{key}::text = line::json ->> '{key}' and here.{column} <> '')
              returning line::json ->> '{key}' as id)
            select id from taken order by id
            """)).AsList();
        if (taken.Count > 0)
        {
            await said.WriteLineAsync($"{entry.Name}: {taken.Count} have the {column} of somebody who is registered here already, and are names alone: {string.Join(", ", taken.Take(20))}. {told.Advice}");
        }

        await connection.ExecuteAsync(
            $"""
            with filled as (
              update {table} here set {column} = line::json ->> '{column}' from import_line
              where here.tenant_id = 'platform' and here.{key}::text = line::json ->> '{key}' and here.{column} = '' and line::json ->> '{column}' <> '' and {told.IsFree}
              returning here.{key}::text as id)
            insert into import_whole (kind, id) select '{table}', id from filled
            """);
    }

    /// <summary>The row that is here, with no more told of it than the line tells.</summary>
    private static string Present(ExportedTable table, TableShape shape) => table.Detail is not { } told
        ? "here.*"
        : string.Join(", ", shape.Columns.Select(column => column.Name == told.Column
            ? $"case when row.{column.Name} = '' then '' else here.{column.Name} end as {column.Name}"
            : $"here.{column.Name}"));

    // An archive is whatever somebody brought: signing in reads the register, and a row of it could make anybody anything anywhere.
    private async Task RequireOwnAsync(RowsEntry entry)
    {
        if (entry.Table.OwnedBy is { } column && await connection.ExecuteScalarAsync<bool>(
            $"select exists (select from import_line where line::json ->> '{column}' is distinct from @tenantId)", new { tenantId }))
        {
            throw Refusal($"holds in {entry.Name} what is of another tenant");
        }
    }
}
