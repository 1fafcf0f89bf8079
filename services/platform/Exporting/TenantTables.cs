using Jtai.Activities;
using Microsoft.Extensions.Configuration;

namespace Jtai.Exporting;

/// <summary>What a service keeps of its tenants, table by table: exported or left out. A table that is in neither list fails the service's tests.</summary>
public sealed record TenantTables
{
    private static readonly LeftOutTable[] OfEveryService =
    [
        new("idempotency", "Answers for repeated calls, for two days."),
        new("stream_head", "The import begins new streams."),
        new("checkpoint", "How far this place has read other streams."),
        new("quarantine", "Events of others that this place could not apply."),
        new("job", "Work that waits in this place; the import puts in what is still to be done."),
        new("guard_passed", "Hashes of texts that were saved with a reason: they are asked about once more."),
    ];

    private static readonly LeftOutTable[] OfFiles =
    [
        new("file_key", "Keys of this place: the import seals the files with a new one."),
        new("file_place", "Where this place keeps the files."),
        new("file_chunk", "Sealed bytes; the files themselves are in the archive."),
    ];

    /// <summary>Its name, as in <c>AddDatabase</c>: the folder of its entries.</summary>
    public required string Service { get; init; }

    /// <summary>Its own.</summary>
    public required IReadOnlyList<ExportedTable> Exported { get; init; }

    public required IReadOnlyList<LeftOutTable> LeftOut { get; init; }

    public required IReadOnlyList<ExportedEvent> Events { get; init; }

    public IReadOnlyList<EventOfNoRow> EventsOfNoRow { get; init; } = [];

    /// <summary>As in <c>AddActivities</c>: the audit is exported as the activity shows it.</summary>
    public ActivityVisibility? Activity { get; init; }

    /// <summary>Which of its files are exported, as <see cref="ExportedTable.Where"/> of <c>stored_file</c>; null for a service that keeps none.</summary>
    public string? Files { get; init; }

    /// <summary>
    /// Statements that end an import, e.g. for work that is still to be done; parameters are <c>@TenantId</c> and those of
    /// <see cref="ImportSettings"/>, <c>import_whole (kind, id)</c> has what was added to the register. Their rows are sentences for whoever imports.
    /// </summary>
    public string AfterImport { get; init; } = "";

    /// <summary>What <see cref="AfterImport"/> needs of the service's own settings; throws where one is missing.</summary>
    public Func<IConfiguration, object>? ImportSettings { get; init; }

    /// <summary>All lists of tables that are left out, the platform's among them.</summary>
    public IEnumerable<LeftOutTable> AllLeftOut => [.. OfEveryService, .. LeftOut, .. Files is null ? (LeftOutTable[])[] : OfFiles];

    /// <summary>All that is exported row by row, but for the outbox, of which the newest versions alone are.</summary>
    public IEnumerable<ExportedTable> AllExported => [.. Exported, .. Files is null ? (ExportedTable[])[] : [StoredFiles(Files)], Audit, Seals];

    /// <summary>Every table that has been decided on.</summary>
    public IEnumerable<string> Known => AllExported.Select(table => table.Table).Distinct().Append(Outbox).Concat(AllLeftOut.Select(table => table.Table));

    internal const string Outbox = "outbox";

    internal const string AuditTable = "audit";

    // The export's own row is @before.
    private string Visible => $"looked.id < @before and ({Activity?.Sql ?? "true"})";

    private ExportedTable Audit => new(AuditTable, "audit") { Alias = "looked", Where = Visible };

    /// <summary>Up to the first that names a row which is not exported: a chain holds from its start on.</summary>
    private ExportedTable Seals => new("audit_segment", "seals")
    {
        Where =
            $"""
            audit_segment.number < (
              select coalesce(min(broken.number), 9223372036854775807)
              from audit_segment broken cross join unnest(broken.ids) as named (id)
              where broken.tenant_id = @TenantId and named.id not in (
                select looked.id from audit looked where looked.tenant_id = @TenantId and {Visible}))
            """,
        Computed = new Dictionary<string, string?> { ["seen_xid"] = "pg_current_xact_id()::text::bigint", ["settled_id"] = "0" },
    };

    private static ExportedTable StoredFiles(string where) => new("stored_file", "stored-files")
    {
        // What has not arrived whole nobody has put in yet.
        Where = $"stored_file.state <> 'Receiving' and ({where})",
        Computed = new Dictionary<string, string?> { ["store"] = "@store", ["key_id"] = "@keyId" },
    };
}
