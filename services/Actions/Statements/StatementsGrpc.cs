using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The service `jtai.actions.v1.Statements`: one file per call in the folders beside this one.</summary>
public sealed partial class StatementsGrpc(Database database, TimeProvider clock) : V1.Statements.StatementsBase
{
    private const string Called = "statement of action";

    /// <summary>The whole statement for a write; the write's scope is widened for reading alone.</summary>
    /// <exception cref="NotFound">There is none that this caller sees.</exception>
    private async Task<WholeStatement> ReadWholeAsync(Write write, Guid statementId, string what, CancellationToken ct)
    {
        var whole = await database.QueryMultipleAsync(
            write.AndPeople(), WholeStatement.Query, new { write.TenantId, statementId }, results => WholeStatement.ReadAsync(results, write.TenantId), ct);
        new StatementAccess(write.Caller).Require(whole?.Statement, whole?.Inspection, what);
        return whole!;
    }

    /// <summary>The whole statement for a look.</summary>
    /// <inheritdoc cref="ReadWholeAsync(Write, Guid, string, CancellationToken)"/>
    private async Task<WholeStatement> ReadWholeAsync(Caller caller, string statementId, CancellationToken ct)
    {
        var whole = await database.QueryMultipleAsync(
            TenantScope.OfMany([caller.TenantId, TenantId.Platform]),
            WholeStatement.Query,
            new { caller.TenantId, statementId = Ids.Parse(Called, statementId) },
            results => WholeStatement.ReadAsync(results, caller.TenantId),
            ct);
        new StatementAccess(caller).Require(whole?.Statement, whole?.Inspection);
        return whole!;
    }

    /// <summary>A statement and its inspection for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="NotFound">There is none that this caller sees.</exception>
    /// <exception cref="Conflict">It has changed since.</exception>
    private async Task<(Statement Statement, Inspection Inspection)> ExpectAsync(
        Write write, string statementId, long expectedVersion, CancellationToken ct)
    {
        var (stored, inspection) = await database.QueryMultipleAsync(
            write,
            """
            select * from statement where tenant_id = @TenantId and statement_id = @statementId;
            select * from inspection where tenant_id = @TenantId
              and inspection_id = (select inspection_id from statement where tenant_id = @TenantId and statement_id = @statementId)
            """,
            new { write.TenantId, statementId = Ids.Parse(Called, statementId) },
            async results => (await results.ReadSingleOrDefaultAsync<Statement>(), await results.ReadSingleOrDefaultAsync<Inspection>()),
            ct);
        var (statement, its) = new StatementAccess(write.Caller).Require(stored, inspection);
        return statement.Version == expectedVersion ? (statement, its) : throw new Conflict(statement.Version);
    }

    /// <summary>Saves a statement that changed by itself.</summary>
    private Task<V1.StatementReply> SaveAsync(Write write, Statement statement, Inspection inspection, CancellationToken ct) => database.SaveAsync(
        write,
        statement.ToReply(),
        Statement.Update,
        new { write.TenantId, Statement = Columns.Of(statement) },
        [statement.Changed(inspection)],
        ct);
}
