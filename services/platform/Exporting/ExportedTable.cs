using Google.Protobuf.Reflection;

namespace Jtai.Exporting;

/// <summary>A table of which a tenant's rows are exported, as lines of one entry.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Kind">What its rows are called in the archive: a plain plural such as <c>date-requests</c>.</param>
public sealed record ExportedTable(string Table, string Kind)
{
    /// <summary>
    /// Which rows the caller may have, where not all that the table's own policies show; parameters are <c>@TenantId</c> and
    /// <c>@person</c>. Rows that refer to a row which is not exported are not exported either.
    /// </summary>
    public string Where { get; init; } = "";

    /// <summary>True for rows of the platform's register, of which <see cref="Where"/> names those that the tenant's own refer to.</summary>
    public bool OfRegister { get; init; }

    /// <summary>Of a row of the register the column that holds the tenant: an import takes no row that gives anything to another tenant.</summary>
    public string? OwnedBy { get; init; }

    /// <summary>
    /// Of a row of the register the register's table that it adds to: an import takes it only with a row of that table that it adds whole,
    /// so that nobody who is known already is given anything.
    /// </summary>
    public string? ComesWith { get; init; }

    /// <summary>Of a row of the register a column that not everybody who is given the row is given.</summary>
    public ExportedDetail? Detail { get; init; }

    /// <summary>Columns that mean something in this database alone, and what an import puts there: an expression, null for the column's default.</summary>
    public IReadOnlyDictionary<string, string?> Computed { get; init; } = new Dictionary<string, string?>();

    /// <summary>True where events of other services bring some of the same rows: those that came before the import give way.</summary>
    public bool ToldByEvents { get; init; }

    /// <summary>What the table's rows are called in <see cref="Where"/>.</summary>
    public string Alias { get; init; } = Table;
}

/// <summary>
/// A column of text of the register's rows, empty in the export where it is not told. No two rows share it: an import leaves it empty where
/// another row here has it, in whatever spelling, and fills it in where a row came without it and nothing hangs on that row.
/// </summary>
/// <param name="Column">Its name.</param>
/// <param name="Where">Of which rows it is told, as <see cref="ExportedTable.Where"/>.</param>
/// <param name="IsFree">Of the row <c>here</c>, whether nothing hangs on it.</param>
/// <param name="Advice">What whoever imports is told to do about those that are left empty: a sentence.</param>
public sealed record ExportedDetail(string Column, string Where, string IsFree, string Advice);

/// <summary>A table of which nothing is exported.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Why">A sentence.</param>
public sealed record LeftOutTable(string Table, string Why);

/// <summary>A type of event that the service publishes, and the row that is its aggregate: without that row the event is not exported.</summary>
/// <param name="Type">Of its message.</param>
/// <param name="Table">One of the exported tables.</param>
/// <param name="IdColumn">The column that holds the aggregate's id.</param>
public sealed record ExportedEvent(MessageDescriptor Type, string Table, string IdColumn);

/// <summary>A type of event that is no row's.</summary>
/// <param name="Type">Of its message.</param>
/// <param name="Exported">Whether all of the tenant's are exported, or none.</param>
/// <param name="Why">A sentence.</param>
public sealed record EventOfNoRow(MessageDescriptor Type, bool Exported, string Why);
