using Dapper;
using Jtai.Exporting.V1;
using Npgsql;

namespace Jtai.Exporting;

/// <summary>A table as the database's catalogue has it.</summary>
internal sealed record TableShape(
    string Name, IReadOnlyList<ColumnShape> Columns, IReadOnlyList<string> Key, IReadOnlyList<Reference> References)
{
    public string? Identity => Columns.SingleOrDefault(column => column.IsIdentity)?.Name;
}

internal sealed record ColumnShape(string Name, string Type, bool IsIdentity, bool IsGenerated)
{
    // Else the order would be the cluster's language's.
    public string Ordered => Type == "text" ? $"{Name} collate \"C\"" : Name;
}

/// <summary>A foreign key within the tenant.</summary>
internal sealed record Reference(string Table, IReadOnlyList<string> Columns, IReadOnlyList<string> TargetColumns);

/// <summary>The service's tables, read from the catalogue: what a line has is what its table has.</summary>
internal sealed class TableShapes
{
    private const string Columns =
        """
        select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attidentity <> '' as is_identity, a.attgenerated <> '' as is_generated
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and c.relname = any (@tables) and a.attnum > 0 and not a.attisdropped
        order by c.relname, a.attnum;
        """;

    private const string Keys =
        """
        select c.relname as "table", array(
            select a.attname::text from unnest(i.indkey) with ordinality as part (number, position) join pg_attribute a on a.attrelid = c.oid and a.attnum = part.number
            order by part.position) as columns
        from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = 'public'::regnamespace and c.relname = any (@tables) and i.indisprimary;
        """;

    private const string References =
        """
        select c.relname as "table", target.relname as target,
          array(select a.attname::text from unnest(k.conkey) with ordinality as part (number, position) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = part.number
            order by part.position) as columns,
          array(select a.attname::text from unnest(k.confkey) with ordinality as part (number, position) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = part.number
            order by part.position) as target_columns
        from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class target on target.oid = k.confrelid
        where k.contype = 'f' and c.relnamespace = 'public'::regnamespace and c.relname = any (@tables)
        order by k.conname
        """;

    private readonly Dictionary<string, TableShape> byName;

    private TableShapes(Dictionary<string, TableShape> byName) => this.byName = byName;

    public TableShape this[string table] => byName[table];

    public static async Task<TableShapes> ReadAsync(NpgsqlConnection connection, TenantTables tables, CancellationToken ct)
    {
        var names = tables.AllExported.Select(table => table.Table).Append(TenantTables.Outbox).Distinct().ToArray();
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(Columns + Keys + References, new { tables = names }, cancellationToken: ct));
        var columns = (await results.ReadAsync<ColumnRow>()).ToLookup(row => row.Table, row => new ColumnShape(row.Name, row.Type, row.IsIdentity, row.IsGenerated));
        var keys = (await results.ReadAsync<KeyRow>()).ToDictionary(row => row.Table, row => row.Columns);
        var references = (await results.ReadAsync<ReferenceRow>()).ToLookup(row => row.Table, row => new Reference(row.Target, row.Columns, row.TargetColumns));
        return new(names.ToDictionary(name => name, name => new TableShape(name, [.. columns[name]], keys[name], [.. references[name]])));
    }

    /// <summary>The columns of the table's lines: not its tenant, not what follows from other columns, not what an import computes.</summary>
    public IReadOnlyList<ColumnShape> LineOf(ExportedTable table) =>
        [.. this[table.Table].Columns.Where(column => column is { IsGenerated: false, Name: not "tenant_id" } && !table.Computed.ContainsKey(column.Name))];

    public ExportedKind KindOf(string entry, ExportedTable table) => new()
    {
        Entry = entry,
        Columns = { LineOf(table).Select(column => new ExportedColumn { Name = column.Name, Type = column.Type }) },
    };

    private sealed record ColumnRow(string Table, string Name, string Type, bool IsIdentity, bool IsGenerated);

    private sealed record KeyRow(string Table, string[] Columns);

    private sealed record ReferenceRow(string Table, string Target, string[] Columns, string[] TargetColumns);
}
