using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Partners.V1;
using Jtai.Store;
using Npgsql;

namespace Jtai.Inspections;

/// <summary>
/// What nobody's call does: letters that an older release kept in pieces are put in as files are now, each in one transaction; and files
/// that arrived and that no import took within a day are taken away.
/// </summary>
public sealed class LetterUpkeep(Database database, FileUploads uploads, TimeProvider clock, ILogger<LetterUpkeep> logger)
    : Rounds(TimeSpan.FromSeconds(30), logger)
{
    private const int AtOnce = 100;
    private const int LongestName = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public override async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenantId in await LetterFile.TenantsAsync(database, ct))
        {
            await DoAllAsync(
                tenantId, "select distinct import_id from letter_piece where tenant_id = @tenantId limit @AtOnce", importId => MoveAsync(tenantId, importId, ct), ct);
            await DoAllAsync(
                tenantId,
                """
                select file_id from stored_file file
                where tenant_id = @tenantId and state <> 'Receiving' and changed_at < @before
                  and not exists (select from letter_import where letter_import.tenant_id = file.tenant_id and import_id = file_id)
                limit @AtOnce
                """,
                fileId => uploads.DeleteAsync(ByItself(tenantId, "take-away-file"), fileId, _ => new Saving<Empty>(new Empty(), []), ct),
                ct);
        }
    }

    private async Task DoAllAsync(TenantId tenantId, string sql, Func<Guid, Task> act, CancellationToken ct)
    {
        foreach (var id in await database.QueryAsync<Guid>(
            Embargo.ForReadingLetters(tenantId), sql, new { tenantId, AtOnce, before = clock.GetUtcNow() - Patience }, ct))
        {
            try
            {
                await act(id);
            }
            catch (Exception failure) when (failure is RpcError or RaceLost or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                Logger.LogInformation("The letter's file {File} is left to the next round, or another replica had it: {Failure}", id, Failures.WithoutContent(failure));
            }
        }
    }

    /// <summary>Its pieces go, and its reading begins anew where it was not done, once its file is there whole.</summary>
    private async Task MoveAsync(TenantId tenantId, Guid importId, CancellationToken ct)
    {
        var scope = Embargo.ForReadingLetters(tenantId);
        var (name, pieces) = await database.QueryMultipleAsync(
            scope,
            """
            select file_name from letter_import where tenant_id = @tenantId and import_id = @importId;
            select content from letter_piece where tenant_id = @tenantId and import_id = @importId order by number
            """,
            new { tenantId, importId },
            async results => (await results.ReadSingleAsync<string>(), await results.ReadAsync<byte[]>()),
            ct);
        byte[] content = [.. pieces.SelectMany(piece => piece)];
        await uploads.PutAsync(
            ByItself(tenantId, LetterFile.PuttingIn) with { Scope = scope },
            new NewFile(name[^Math.Min(LongestName, name.Length)..], content.Length, FileId: importId),
            content,
            _ => new Saving<Empty>(
                new Empty(),
                [],
                """
                delete from letter_piece where tenant_id = @tenantId and import_id = @importId;
                with unread as (delete from job where tenant_id = @tenantId and kind = 'letter-reading' and job_id = @importId returning 1)
                select add_job(@tenantId, @Name, @importId, @MostWaiting) from unread
                """,
                new { tenantId, importId, LetterJobs.Name, LetterJobs.MostWaiting }),
            ct);
    }

    private static Write ByItself(TenantId tenantId, string act) => Write.OnBehalfOf(
        tenantId, new Caller(TokenClaims.ServicePrefix + "inspections", tenantId, null, false, [], Capacity.Unspecified), act);
}
