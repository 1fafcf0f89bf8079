using Dapper;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Files;
using Jtai.Store;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>The service `jtai.actions.v1.Evidence`: one file per call in the folders beside this one.</summary>
public sealed partial class EvidenceGrpc(
    Database database, StoredFiles files, FileUploads uploads, [FromKeyedServices("partners")] Consumer partners, TimeProvider clock)
    : V1.Evidence.EvidenceBase
{
    /// <summary>One item for a change.</summary>
    private Task<StoredEvidence> ReadAsync(Write write, string evidenceId, CancellationToken ct) => database.QueryMultipleAsync(
        write, StoredEvidence.Select, new { write.TenantId, evidenceId = Ids.Parse("evidence", evidenceId) }, StoredEvidence.ReadAsync, ct);

    /// <summary>Saves an item that was changed, with the entry in its history and its event.</summary>
    /// <param name="write">The write.</param>
    /// <param name="item">What it has become.</param>
    /// <param name="content">The present version of what it holds.</param>
    /// <param name="fields">What differs.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="sql">What else is saved with it.</param>
    /// <param name="args">Parameters of that.</param>
    /// <param name="parts">Events of that.</param>
    private Task<V1.EvidenceReply> SaveAsync(
        Write write, EvidenceItem item, EvidenceContent content, IReadOnlyList<V1.FieldChange> fields, string reason, CancellationToken ct,
        string sql = "", object? args = null, params IEnumerable<Change> parts)
    {
        var parameters = new DynamicParameters(args);
        parameters.AddDynamicParams(new
        {
            write.TenantId,
            item.PlanId,
            item.EvidenceId,
            item.ContentNumber,
            item.ActionIds,
            Item = Columns.Of(item),
            FileState = content.FileState?.ToString(),
            Changes = RecordedChange.ToJson(RecordedChange.Of(item, fields, reason, write.Caller, clock.NowAsStored())),
        });
        return database.SaveAsync(
            write,
            item.ToReply(),
            ActionPlan.StaysOpen + ";\n" + EvidenceItem.Update + sql + EvidenceItem.SetTold + RecordedChange.Insert,
            parameters,
            [item.Changed(content), .. parts],
            ct);
    }

    /// <summary>A file that the caller has put in and no evidence uses yet; the content as it is where it names none.</summary>
    /// <exception cref="NotFound">The caller has no such file.</exception>
    /// <exception cref="Refused">It cannot be taken.</exception>
    private async Task<EvidenceContent> WithFileAsync(Caller caller, EvidenceContent content, CancellationToken ct)
    {
        if (content.FileId is not { } fileId)
        {
            return content;
        }

        var file = await OwnFileAsync(caller, fileId, ct);
        return content.WithFile(file, await IsUsedAsync(caller, fileId, ct));
    }

    /// <exception cref="NotFound">The caller has put in no such file.</exception>
    private async Task<StoredFile> OwnFileAsync(Caller caller, Guid fileId, CancellationToken ct)
    {
        var file = await files.GetAsync(caller.TenantId, fileId, ct);
        return file.Subject == caller.Subject ? file : throw new NotFound("file");
    }

    private Task<bool> IsUsedAsync(Caller caller, Guid fileId, CancellationToken ct) => database.QuerySingleOrDefaultAsync<bool>(
        TenantScope.Of(caller.TenantId),
        "select exists (select from evidence_content where tenant_id = @TenantId and file_id = @fileId)",
        new { caller.TenantId, fileId },
        ct);
}
