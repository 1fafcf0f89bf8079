using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Partners.V1;
using Jtai.Store;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace Jtai.Actions;

/// <summary>
/// What nobody's call does: others are told how a file's scan ended, as a new version of its evidence; and files that arrived and
/// that no evidence took within a day are taken away.
/// </summary>
public sealed class EvidenceUpkeep(Database database, FileUploads uploads, TimeProvider clock, ILogger<EvidenceUpkeep> logger)
    : Rounds(TimeSpan.FromSeconds(2), logger)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public static async Task<IReadOnlyList<TenantId>> TenantsAsync(Database database, CancellationToken ct) =>
        await database.QueryAsync<TenantId>(TenantScope.OfMany([]), "select partnership_id from known_partnership", null, ct);

    public override async Task RunAsync(CancellationToken ct)
    {
        var scope = TenantScope.OfMany(await TenantsAsync(database, ct));
        foreach (var (tenantId, evidenceId) in await database.QueryAsync<(TenantId, Guid)>(
            scope,
            """
            select content.tenant_id, evidence_id
            from evidence_content content join stored_file file using (tenant_id, file_id)
              join evidence_item item using (tenant_id, evidence_id)
            where told_state in ('Scanning', 'Reading', 'NeedsReason') and told_state <> file.state and number = content_number
            limit @AtOnce
            """,
            new { AtOnce },
            ct))
        {
            await TellAsync(tenantId, evidenceId, ct);
        }

        foreach (var (tenantId, fileId) in await database.QueryAsync<(TenantId, Guid)>(
            scope,
            """
            select tenant_id, file_id from stored_file file
            where state <> 'Receiving' and changed_at < @before
              and not exists (select from evidence_content content where content.tenant_id = file.tenant_id and content.file_id = file.file_id)
            limit @AtOnce
            """,
            new { AtOnce, before = clock.GetUtcNow() - Patience },
            ct))
        {
            await TakeAwayAsync(tenantId, fileId, ct);
        }
    }

    private async Task TellAsync(TenantId tenantId, Guid evidenceId, CancellationToken ct)
    {
        var write = ByItself(tenantId, "tell-of-file");
        var stored = await database.QueryMultipleAsync(
            write, StoredEvidence.Select, new { tenantId, TenantId = tenantId, evidenceId }, StoredEvidence.ReadAsync, ct);
        var (item, content) = (stored.Item!.Told(), stored.Content);
        try
        {
            await database.SaveAsync(
                write,
                new Empty(),
                EvidenceItem.Update + EvidenceItem.SetTold + RecordedChange.Insert,
                new
                {
                    TenantId = tenantId,
                    item.EvidenceId,
                    item.ContentNumber,
                    Item = Columns.Of(item),
                    FileState = content.FileState?.ToString(),
                    Changes = RecordedChange.ToJson(RecordedChange.Of(
                        item,
                        [new() { Field = "content.file.state", To = ((int)UploadWords.ToProto(content.FileState.GetValueOrDefault())).ToString(System.Globalization.CultureInfo.InvariantCulture) }],
                        reason: "",
                        write.Caller,
                        clock.NowAsStored())),
                },
                [item.Changed(content)],
                ct);
        }
        catch (RaceLost)
        {
            // Somebody changed it, and told of it, or the next round does.
        }
    }

    private async Task TakeAwayAsync(TenantId tenantId, Guid fileId, CancellationToken ct)
    {
        try
        {
            await uploads.DeleteAsync(ByItself(tenantId, "take-away-file"), fileId, _ => new Saving<Empty>(new Empty(), []), ct);
        }
        catch (Exception failure) when (failure is RaceLost or NotFound or PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            // Another replica took it, or evidence did.
        }
    }

    private static Write ByItself(TenantId tenantId, string act) => Write.OnBehalfOf(
        tenantId, new Caller(TokenClaims.ServicePrefix + "actions", tenantId, null, false, [], Capacity.Unspecified), act);
}
