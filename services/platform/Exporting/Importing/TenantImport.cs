using System.Globalization;
using System.Reflection;
using System.Text;
using Dapper;
using Jtai.Activities.Sealing;
using Jtai.Errors;
using Jtai.Exporting.V1;
using Jtai.Field;
using Jtai.Files;
using Jtai.Store;
using Npgsql;
using NpgsqlTypes;

namespace Jtai.Exporting;

/// <summary>Puts one service's part of an archive into its database.</summary>
internal sealed partial class TenantImport(
    TenantArchive archive, TenantId tenantId, TenantTables tables, FileSealing? sealing, object? own, NpgsqlConnection connection, TextWriter said)
{
    private const int SegmentsAtOnce = 20;

    private const string Begin =
        """
        set local time zone 'UTC';
        select pg_advisory_xact_lock(hashtextextended(@tenantId || ' import', 0));
        create temp table import_line (number bigint, line text) on commit drop;
        create temp table import_added (type text, id text) on commit drop;
        create temp table import_whole (kind text, id text) on commit drop;
        """;

    // Numbers that nobody has read yet: whoever read an earlier stream of this tenant finds that it is gone, and reads from the start.
    private const string NewStream =
        """
        insert into stream_head (tenant_id, seq)
        select @tenantId, (extract(epoch from clock_timestamp()) * 1000)::bigint
        where exists (select from outbox where tenant_id = @tenantId)
        on conflict (tenant_id) do update set seq = greatest(stream_head.seq + 1, excluded.seq)
        """;

    // Of what has come no more can come in between; what no seal names yet is sealed here.
    private const string SettleSeals =
        """
        update audit_segment set settled_id = least(seen_id, coalesce((
          select min(id) - 1 from audit where tenant_id = @tenantId and id not in (select unnest(ids) from audit_segment where tenant_id = @tenantId)), seen_id))
        where tenant_id = @tenantId
        """;

    private const string Record =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, rpc)
        values ('platform', now(), 'Collection', @Entity, @tenantId, 0, session_user, 'PlatformOperator', 'import-tenant')
        """;

    public async Task RunAsync(Assembly program)
    {
        RequireTenant();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(Begin, new { tenantId });
        var shapes = await TableShapes.ReadAsync(connection, tables, default);
        var entries = new ExportedEntries(tables, shapes);
        await RequireSameSchemaAsync(program, entries);
        await RequireNothingHereAsync(entries);
        if (sealing is not null)
        {
            await sealing.SaveKeyAsync(connection, tenantId);
        }

        var rows = 0L;
        foreach (var entry in InOrder(entries, shapes))
        {
            rows += await TakeAsync(entry, entries, shapes);
        }

        var files = sealing is null ? 0 : await SealFilesAsync(sealing);
        await connection.ExecuteAsync(string.Join(";\n", NewStream, SettleSeals, Record), new { tenantId, TenantExport.Entity });
        await EndAsync();
        await CheckSealsAsync();
        await MoveIdentitiesAsync(entries, shapes);
        await transaction.CommitAsync();
        await said.WriteLineAsync($"{tables.Service}: {rows.ToString("N0", CultureInfo.InvariantCulture)} rows and {files} files of {tenantId} were put in.");
    }

    private async Task EndAsync()
    {
        if (tables.AfterImport.Length > 0)
        {
            var parameters = new DynamicParameters(new { tenantId });
            parameters.AddDynamicParams(own);
            foreach (var sentence in await connection.QueryAsync<string>(tables.AfterImport, parameters))
            {
                await said.WriteLineAsync(sentence);
            }
        }
    }

    private void RequireTenant()
    {
        if (tenantId is not ({ IsPartnership: true } or { AgencyId: not null }))
        {
            throw Refusal("is of no partnership and of no agency's workspace");
        }
    }

    private async Task RequireSameSchemaAsync(Assembly program, ExportedEntries entries)
    {
        var here = new ExportSchema { Service = tables.Service, Migrations = { Migrations.NamesOf(program) }, Kinds = { entries.Kinds } };
        var ran = (await connection.QueryAsync<string>("select source || ' ' || name from migration")).ToHashSet();
        if (!ran.SetEquals(here.Migrations))
        {
            throw new StartRefused($"The database of {tables.Service} is not the one of this release. Run migrate first. Nothing was saved.");
        }

        if (await archive.SchemaOfAsync(tables.Service) is not { } schema || !schema.Equals(here) || !entries.Rows.All(entry => archive.Has(entry.Name)))
        {
            throw Refusal("was made by another release. Import it with the release that made it, then upgrade");
        }
    }

    private async Task RequireNothingHereAsync(ExportedEntries entries)
    {
        foreach (var table in entries.Rows.Select(entry => entry.Table).Where(table => !table.OfRegister))
        {
            if (table.ToldByEvents)
            {
                await connection.ExecuteAsync($"delete from {table.Table} where tenant_id = @tenantId", new { tenantId });
            }
            else if (await connection.ExecuteScalarAsync<bool>($"select exists (select from {table.Table} where tenant_id = @tenantId)", new { tenantId }))
            {
                throw new StartRefused($"{tenantId} has {table.Kind} in {tables.Service} already. An export goes where its partnership does not exist. Nothing was saved.");
            }
        }
    }

    /// <summary>What others refer to comes before them; the events last.</summary>
    private static IEnumerable<RowsEntry> InOrder(ExportedEntries entries, TableShapes shapes)
    {
        var waiting = entries.Rows.ToList();
        while (waiting.Count > 0)
        {
            var next = waiting.First(entry => !shapes[entry.Table.Table].References.Any(reference =>
                reference.Table != entry.Table.Table && waiting.Any(other => other.Table.Table == reference.Table && other.Table.OfRegister == entry.Table.OfRegister)));
            waiting.Remove(next);
            yield return next;
        }
    }

    private async Task<long> TakeAsync(RowsEntry entry, ExportedEntries entries, TableShapes shapes)
    {
        try
        {
            await connection.ExecuteAsync("truncate import_line");
            var lines = await CopyAsync(entry.Name);
            await RequireCanonicalAsync(entry, entries);
            await (entry.Table.OfRegister ? AddToRegisterAsync(entry, entries, shapes) : connection.ExecuteAsync(InsertOf(entry.Table, shapes), Parameters));
            return lines;
        }
        catch (PostgresException failure) when (failure.SqlState.StartsWith("22", StringComparison.Ordinal) || failure.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            throw failure is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "partnership_name" }
                ? new StartRefused("The code of this partnership is another's here. Nothing was saved.", failure)
                : Refusal($"cannot be put in: {entry.Name} holds a row that the database refuses ({failure.SqlState} {failure.ConstraintName})", failure);
        }
    }

    private object Parameters => new { tenantId, store = sealing?.Store, keyId = sealing?.KeyId };

    private async Task<long> CopyAsync(string entry)
    {
        var number = 0L;
        using var lines = new StreamReader(await archive.OpenEntryAsync(entry), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        await using var rows = await connection.BeginBinaryImportAsync("copy import_line (number, line) from stdin (format binary)");
        while (await lines.ReadLineAsync() is { } line)
        {
            await rows.StartRowAsync();
            await rows.WriteAsync(++number, NpgsqlDbType.Bigint);
            await rows.WriteAsync(line, NpgsqlDbType.Text);
        }

        await rows.CompleteAsync();
        return number == archive.RowsOf(entry) ? number : throw Refusal($"holds other lines in {entry} than its manifest says");
    }

    /// <summary>Each line is exactly the one that its row is exported as: so an export of what was imported is the same again.</summary>
    private async Task RequireCanonicalAsync(RowsEntry entry, ExportedEntries entries)
    {
        var source = $"json_populate_record(null::{entry.Table.Table}, import_line.line::json) row";
        if (await connection.ExecuteScalarAsync<long?>(
            $"select min(number) from import_line cross join lateral ({entries.LineFrom(entry.Table, source)}) again where again.line is distinct from import_line.line") is { } number)
        {
            throw Refusal($"holds in {entry.Name}, line {number}, what its schema does not say");
        }
    }

    private static string InsertOf(ExportedTable table, TableShapes shapes, string conflict = "")
    {
        var columns = shapes.LineOf(table).Select(column => column.Name).ToList();
        var computed = table.Computed.Where(column => column.Value is not null).ToList();
        return
            $"""
            insert into {table.Table} ({string.Join(", ", ["tenant_id", .. columns, .. computed.Select(column => column.Key)])})
            overriding system value
            select {string.Join(", ", [table.OfRegister ? "'platform'" : "@tenantId", .. columns.Select(column => "row." + column), .. computed.Select(column => column.Value!)])}
            from import_line cross join lateral json_populate_record(null::{table.Table}, import_line.line::json) row
            order by number
            {conflict}
            """;
    }

    private async Task<int> SealFilesAsync(FileSealing files)
    {
        var count = 0;
        foreach (var same in await FileSealing.ReadAsync(connection, tenantId))
        {
            var entry = "files/" + same.Key;
            if (!archive.Has(entry))
            {
                throw Refusal($"lacks the file {same.Key}");
            }

            await using var content = await archive.OpenEntryAsync(entry);
            if (!await files.SealAsync(connection, [.. same], content, default))
            {
                throw Refusal($"has a file of another size than its record says: {same.Key}");
            }

            count += same.Count();
        }

        await FileSealing.AddJobsAsync(connection, tenantId);
        return count;
    }

    private async Task CheckSealsAsync()
    {
        for (var (position, last) = (ChainPosition.Start, false); !last;)
        {
            await using var results = await connection.QueryMultipleAsync(
                """
                select * from audit_segment where tenant_id = @tenantId and number > @Number order by number limit @SegmentsAtOnce;
                select * from audit where tenant_id = @tenantId and id in (
                  select unnest(ids) from (select ids from audit_segment where tenant_id = @tenantId and number > @Number order by number limit @SegmentsAtOnce) next);
                """,
                new { tenantId, position.Number, SegmentsAtOnce });
            var (segments, rows) = ((await results.ReadAsync<AuditSegment>()).AsList(), await results.ReadAsync<AuditRow>());
            if (AuditChain.FirstFault(tenantId.Value, position, segments, rows, []) is { } fault)
            {
                throw Refusal($"was changed: its activity is not as it was sealed ({fault.Kind} in segment {fault.SegmentNumber})");
            }

            last = segments.Count < SegmentsAtOnce;
            position = segments.Count == 0 ? position : new ChainPosition(segments[^1].Number, segments[^1].Head, 0);
        }
    }

    /// <summary>New rows get numbers behind those that came. For that moment nobody else writes into the table.</summary>
    private async Task MoveIdentitiesAsync(ExportedEntries entries, TableShapes shapes)
    {
        foreach (var table in entries.Rows.Select(entry => entry.Table).Where(table => !table.OfRegister))
        {
            if (shapes[table.Table].Identity is { } column && !table.Computed.ContainsKey(column))
            {
                await connection.ExecuteAsync($"lock table {table.Table} in share row exclusive mode");
                await connection.ExecuteAsync(
                    $"""
                    select setval(sequence, largest) from (
                      select pg_get_serial_sequence('{table.Table}', '{column}')::regclass as sequence, max({column}) as largest
                      from {table.Table} where tenant_id = @tenantId) came
                    where largest > coalesce(pg_sequence_last_value(sequence), 0)
                    """,
                    new { tenantId });
            }
        }
    }

    private static StartRefused Refusal(string why, Exception? cause = null) => new($"This archive {why}. Nothing was saved.", cause);
}
