using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.Extensions.Logging;

namespace Jtai.Files;

/// <summary>
/// Once an hour, in every replica: uploads that nobody goes on with are taken away, keys come under the current master key, and chunks
/// that no record has go.
/// </summary>
public sealed class FileUpkeep(
    Database database, FileKeys keys, FileStores stores, FileOwners owners, TimeProvider clock, ILogger<FileUpkeep> logger)
    : Rounds(TimeSpan.FromHours(1), logger)
{
    /// <summary>An upload without a new byte for so long is given up; so old are chunks before their record is missed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    private const int AtOnce = 500;

    public override async Task RunAsync(CancellationToken ct)
    {
        var known = await owners.TenantsAsync(database, ct);
        foreach (var tenantId in known)
        {
            await keys.RewrapAsync(tenantId, ct);
            await GiveUpUploadsAsync(tenantId, ct);
        }

        foreach (var store in stores.All)
        {
            foreach (var tenantId in known.Union(await store.TenantsAsync(ct)))
            {
                await CleanAsync(store, tenantId, ct);
            }
        }
    }

    // Their chunks go with them, or as what no record has.
    private Task GiveUpUploadsAsync(TenantId tenantId, CancellationToken ct) => database.ExecuteAsync(
        TenantScope.Of(tenantId),
        "delete from stored_file where tenant_id = @tenantId and state = 'Receiving' and changed_at < @before",
        new { tenantId, before = clock.GetUtcNow() - Patience },
        ct);

    /// <summary>What no record has, what was moved elsewhere or refused, and what is under an erased key.</summary>
    private async Task CleanAsync(IFileStore store, TenantId tenantId, CancellationToken ct)
    {
        var (cleaned, old) = (0, clock.GetUtcNow() - Patience);
        for (var last = Guid.Empty; ;)
        {
            var found = await store.ListAsync(tenantId, last, old, AtOnce, ct);
            if (found.Count == 0)
            {
                break;
            }

            last = found[^1];
            var kept = await database.QueryAsync<Guid>(
                TenantScope.Of(tenantId),
                """
                select file_id from stored_file join file_key using (tenant_id, key_id)
                where tenant_id = @tenantId and file_id = any (@found) and store = @Name and state <> 'Refused' and wrapped is not null
                """,
                new { tenantId, found = found.ToArray(), store.Name },
                ct);
            foreach (var fileId in found.Except(kept))
            {
                await store.DeleteAsync(tenantId, fileId, old, ct);
                cleaned++;
            }
        }

        if (cleaned > 0)
        {
            Logger.LogInformation("{Files} files of {Tenant} that no record has any more were taken out of {Store}.", cleaned, tenantId, store.Name);
        }
    }
}
