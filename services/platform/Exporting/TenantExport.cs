using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Activities.Sealing;
using Jtai.Errors;
using Jtai.Exporting.V1;
using Jtai.Field;
using Jtai.Files;
using Jtai.Store;
using Npgsql;

namespace Jtai.Exporting;

/// <summary>Answers with everything that the service keeps of a tenant: what its <c>Export</c> does, in every service alike.</summary>
public sealed class TenantExport
{
    /// <summary>Of the audit's row about an export.</summary>
    public const string Entity = "TenantExport";

    // A snapshot that lives holds up the vacuum of all tables.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const string Record =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, disclosed_to, rpc)
        values (@TenantId, @now, 'Disclosure', @Entity, @TenantId, 0, @Subject, @capacity, @AgencyId, @Subject, @rpc)
        returning id
        """;

    // Whoever downloads slowly is waited for: the limits of the role are for what is short.
    private const string Settings =
        "set local time zone 'UTC'; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = '1h'; set local jit = off;\n";

    private const string UnknownEvents = "select exists (select from outbox where tenant_id = @TenantId and type <> all (@known))";

    private readonly ConcurrentDictionary<TenantId, bool> running = new();
    private readonly Database database;
    private readonly AuditLog log;
    private readonly StoredFiles? files;
    private readonly TenantTables tables;
    private readonly Assembly program;
    private readonly TimeProvider clock;

    internal TenantExport(Database database, AuditLog log, StoredFiles? files, TenantTables tables, Assembly program, TimeProvider clock) =>
        (this.database, this.log, this.files, this.tables, this.program, this.clock) = (database, log, files, tables, program, clock);

    /// <exception cref="Refused">Another one of this tenant is being made.</exception>
    public async Task ExportAsync(IServerStreamWriter<ExportPart> parts, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        if (!running.TryAdd(caller.TenantId, true))
        {
            throw new Refused("Everything is being exported already. Wait until that download has ended, and try again.");
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
            limit.CancelAfter(Longest);
            await ExportAsync(caller, context.Method, new PartWriter(parts, limit.Token), limit.Token);
        }
        finally
        {
            running.TryRemove(caller.TenantId, out _);
        }
    }

    private async Task ExportAsync(Caller caller, string rpc, PartWriter writer, CancellationToken ct)
    {
        var (tenantId, person) = (caller.TenantId, caller.PersonId);
        // What was done before is sealed; so that two exports of the same have the same seals.
        while (await log.SealAsync(tenantId, ct))
        {
            // There may be more.
        }

        var before = await database.QuerySingleOrDefaultAsync<long>(
            TenantScope.Of(tenantId),
            Record,
            new { tenantId, now = clock.GetUtcNow(), Entity, caller.Subject, capacity = caller.ActingAs.ToString(), caller.AgencyId, rpc },
            ct);
        var parameters = new DynamicParameters(new { tenantId, before, person, today = clock.Today() });
        var exported = await database.Pool.UseAsync(connection => WriteRowsAsync(connection, caller, parameters, writer, ct), ct);
        foreach (var file in exported)
        {
            await WriteFileAsync(file, writer, ct);
        }

        await writer.EndAsync();
    }

    /// <returns>The files whose bytes are to follow, each content once.</returns>
    private async Task<IReadOnlyList<StoredFile>> WriteRowsAsync(
        NpgsqlConnection connection, Caller caller, DynamicParameters parameters, PartWriter writer, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var scope = TenantScope.OfMany([caller.TenantId, TenantId.Platform]);
        scope = tables.Activity?.Within(scope, caller) ?? scope;
        await connection.ExecuteAsync(new CommandDefinition("set transaction read only;\n" + Settings + TenantScope.Sql, scope.AddTo(new()), transaction, cancellationToken: ct));
        var shapes = await TableShapes.ReadAsync(connection, tables, ct);
        var entries = new ExportedEntries(tables, shapes);
        await RequireKnownEventsAsync(connection, caller.TenantId, ct);
        await writer.WriteAsync(new ExportSchema { Service = tables.Service, Migrations = { Migrations.NamesOf(program) }, Kinds = { entries.Kinds } });
        foreach (var entry in entries.Rows)
        {
            await writer.BeginAsync(entry.Name);
            await using var rows = await connection.ExecuteReaderAsync(
                new CommandDefinition(entry.Sql, parameters, transaction, commandTimeout: 0, cancellationToken: ct), CommandBehavior.SequentialAccess);
            while (await rows.ReadAsync(ct))
            {
                await using var line = rows.GetStream(0);
                await writer.CopyAsync(line);
            }
        }

        return files is null ? [] :
        [
            .. await connection.QueryAsync<StoredFile>(new CommandDefinition(
                $"""
                select distinct on (sha256) {StoredFiles.Columns} from stored_file
                where tenant_id = @TenantId and state <> 'Refused' and {entries.VisibleFiles}
                order by sha256, file_id
                """,
                parameters, transaction, cancellationToken: ct)),
        ];
    }

    private async Task RequireKnownEventsAsync(NpgsqlConnection connection, TenantId tenantId, CancellationToken ct)
    {
        string[] known = [.. tables.Events.Select(one => one.Type.FullName), .. tables.EventsOfNoRow.Select(one => one.Type.FullName)];
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(UnknownEvents, new { tenantId, known }, cancellationToken: ct)))
        {
            throw new InvalidOperationException("The outbox holds events of a type of which nobody said where its rows are: an export would leave them out.");
        }
    }

    private async Task WriteFileAsync(StoredFile file, PartWriter writer, CancellationToken ct)
    {
        await writer.BeginAsync($"files/{Convert.ToHexStringLower(file.Sha256!)}");
        await using var content = await files!.ContentAsync(file, ct);
        await writer.CopyAsync(content);
    }
}
