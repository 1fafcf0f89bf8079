using Jtai.Exporting.V1;

namespace Jtai.Exporting;

/// <summary>The entries of a service in an archive, in their order, and the statements that make their lines.</summary>
internal sealed class ExportedEntries
{
    public const string Register = "register";

    private readonly TenantTables tables;
    private readonly TableShapes shapes;
    private readonly Dictionary<string, ExportedTable> own;

    public ExportedEntries(TenantTables tables, TableShapes shapes)
    {
        (this.tables, this.shapes) = (tables, shapes);
        own = tables.AllExported.Where(table => !table.OfRegister).ToDictionary(table => table.Table);
        Rows =
        [
            .. tables.AllExported.Where(table => table.OfRegister).Select(table => new RowsEntry(NameOf(table), table, Select(table, Visible(table)))),
            .. tables.AllExported.Any(table => table.OfRegister) ? [new RowsEntry(NameOf(RegisterEvents), RegisterEvents, Select(RegisterEvents, EventsOf(tables.AllExported.Where(table => table.OfRegister))))] : (RowsEntry[])[],
            .. own.Values.Select(table => new RowsEntry(NameOf(table), table, Select(table, Visible(table)))),
            new(NameOf(OwnEvents), OwnEvents, Select(OwnEvents, EventsOf(own.Values))),
        ];
    }

    /// <summary>In this order they are exported, and imported but for what refers to later ones.</summary>
    public IReadOnlyList<RowsEntry> Rows { get; }

    public IEnumerable<ExportedKind> Kinds => Rows.Select(entry => shapes.KindOf(entry.Name, entry.Table));

    /// <summary>Of <c>stored_file</c>, which of them are exported.</summary>
    public string VisibleFiles => Visible(own["stored_file"]);

    /// <summary>A row's line, from a source of its columns.</summary>
    public string LineFrom(ExportedTable table, string source) =>
        $"select row_to_json(exported)::text as line from (select {string.Join(", ", shapes.LineOf(table).Select(column => column.Name))} from {source}) exported";

    // The relay of the other place numbers them.
    private static ExportedTable OwnEvents => new(TenantTables.Outbox, "events") { Alias = "event", Computed = new Dictionary<string, string?> { ["id"] = null, ["seq"] = null } };

    private static ExportedTable RegisterEvents => OwnEvents with { OfRegister = true };

    private string NameOf(ExportedTable table) => $"{(table.OfRegister ? Register : tables.Service)}/{table.Kind}.jsonl";

    private string Select(ExportedTable table, string visible)
    {
        var shape = shapes[table.Table];
        var order = string.Join(", ", shape.Key.Select(name => shape.Columns.Single(column => column.Name == name).Ordered));
        var source =
            $"""
            (select {Columns(table, shape)} from {table.Table} {table.Alias} where {table.Alias}.tenant_id = {TenantOf(table)}{(visible.Length == 0 ? "" : $" and {visible}")} order by {order}) row
            """;
        return $"select convert_to(line || E'\\n', 'UTF8') from ({LineFrom(table, source)}) lines";
    }

    private static string Columns(ExportedTable table, TableShape shape) => table.Detail is not { } detail
        ? "*"
        : string.Join(", ", shape.Columns.Select(column => column.Name == detail.Column
            ? $"case when {detail.Where} then {table.Alias}.{column.Name} else '' end as {column.Name}"
            : $"{table.Alias}.{column.Name}"));

    private static string TenantOf(ExportedTable table) => table.OfRegister ? "'platform'" : "@TenantId";

    /// <summary>A condition; empty where all are.</summary>
    private string Visible(ExportedTable table) => string.Join(" and ", (string[])
    [
        .. table.Where.Length == 0 ? (string[])[] : [$"({table.Where})"],
        .. table.OfRegister ? [] : shapes[table.Table].References
            .Where(reference => reference.Table != table.Table && own.ContainsKey(reference.Table))
            .Select(reference => VisibleBehind(table, reference, own[reference.Table]))
            .Where(condition => condition.Length > 0),
    ]);

    private string VisibleBehind(ExportedTable table, Reference reference, ExportedTable target)
    {
        var visible = Visible(target);
        if (visible.Length == 0)
        {
            return "";
        }

        var missing = string.Join(" or ", reference.Columns.Where(column => column != "tenant_id").Select(column => $"{table.Alias}.{column} is null"));
        var same = string.Join(" and ", reference.Columns.Zip(reference.TargetColumns, (column, other) => $"{target.Alias}.{other} = {table.Alias}.{column}"));
        return $"({missing} or exists (select from {target.Table} {target.Alias} where {same} and {visible}))";
    }

    /// <summary>The newest version of every aggregate whose row is exported.</summary>
    private string EventsOf(IEnumerable<ExportedTable> aggregates)
    {
        var ofRegister = false;
        var rows = new List<string>();
        foreach (var table in aggregates)
        {
            ofRegister |= table.OfRegister;
            var visible = Visible(table);
            rows.AddRange(tables.Events.Where(one => one.Table == table.Table).Select(one =>
                $"select '{one.Type.FullName}', {table.Alias}.{one.IdColumn}::text from {table.Table} {table.Alias} where {table.Alias}.tenant_id = {TenantOf(table)}{(visible.Length == 0 ? "" : $" and {visible}")}"));
        }

        var ofNoRow = ofRegister ? [] : tables.EventsOfNoRow.Where(one => one.Exported).Select(one => $"'{one.Type.FullName}'").ToList();
        List<string> known =
        [
            .. rows.Count == 0 ? (string[])[] : [$"(event.type, event.aggregate_id) in ({string.Join(" union all ", rows)})"],
            .. ofNoRow.Count == 0 ? (string[])[] : [$"event.type in ({string.Join(", ", ofNoRow)})"],
            "false",
        ];
        return
            $"""
            ({string.Join(" or ", known)}) and not exists (
              select from outbox newer
              where newer.tenant_id = event.tenant_id and newer.type = event.type and newer.aggregate_id = event.aggregate_id and newer.version > event.version)
            """;
    }
}

/// <param name="Name">In the archive.</param>
/// <param name="Table">Whose rows.</param>
/// <param name="Sql">Gives the bytes of each line, in order.</param>
internal sealed record RowsEntry(string Name, ExportedTable Table, string Sql);
