using System.Security.Cryptography;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files;

/// <summary>
/// The keys of each tenant: one that seals new files, and those before it. They are read from the database at every use, so that an
/// erasure holds in every replica at once.
/// </summary>
public sealed class FileKeys(Database database, MasterKeys masters, TimeProvider clock)
{
    /// <summary>In a write: nobody can read the tenant's files any more, wherever they or copies of them lie.</summary>
    public const string Erase =
        "update file_key set wrapped = null, master = null, erased_at = @file_now where tenant_id = @file_tenant and wrapped is not null;\n";

    private const string Newest =
        """
        select tenant_id, key_id, wrapped, master from file_key
        where tenant_id = @tenantId and wrapped is not null order by made_at desc, key_id limit 1
        """;

    /// <summary>New files of the tenant get a new key from now on; those that are there keep theirs.</summary>
    public async Task<Guid> RotateAsync(TenantId tenantId, CancellationToken ct)
    {
        var keyId = Guid.CreateVersion7();
        await database.ExecuteAsync(
            TenantScope.Of(tenantId),
            "insert into file_key (tenant_id, key_id, wrapped, master, made_at) values (@tenantId, @keyId, @wrapped, @CurrentName, @now)",
            new { tenantId, keyId, wrapped = masters.Wrap(tenantId, keyId, RandomNumberGenerator.GetBytes(32)), masters.CurrentName, now = clock.GetUtcNow() },
            ct);
        return keyId;
    }

    /// <summary>Puts the tenant's keys under the current master key.</summary>
    /// <returns>How many were not.</returns>
    public async Task<int> RewrapAsync(TenantId tenantId, CancellationToken ct)
    {
        var old = await database.QueryAsync<FileKey>(
            TenantScope.Of(tenantId),
            "select tenant_id, key_id, wrapped, master from file_key where tenant_id = @tenantId and master <> @CurrentName",
            new { tenantId, masters.CurrentName },
            ct);
        foreach (var key in old)
        {
            await database.ExecuteAsync(
                TenantScope.Of(tenantId),
                """
                update file_key set wrapped = @wrapped, master = @CurrentName
                where tenant_id = @tenantId and key_id = @KeyId and master = @Master
                """,
                new { tenantId, key.KeyId, key.Master, wrapped = masters.Wrap(tenantId, key.KeyId, Plain(key)), masters.CurrentName },
                ct);
        }

        return old.Count;
    }

    /// <summary>The key of the tenant's new files; makes the first.</summary>
    internal async Task<Guid> CurrentAsync(TenantId tenantId, CancellationToken ct) =>
        (await database.QuerySingleOrDefaultAsync<FileKey>(TenantScope.Of(tenantId), Newest, new { tenantId }, ct))?.KeyId
        ?? await RotateAsync(tenantId, ct);

    /// <exception cref="Refused">It was erased.</exception>
    internal byte[] Plain(FileKey key) => key is { Wrapped: { } wrapped, Master: { } master }
        ? masters.Unwrap(key.TenantId, key.KeyId, master, wrapped)
        : throw new Refused("This file was erased. Nobody can read it any more.");
}

/// <summary>A row of <c>file_key</c>; without bytes once it was erased.</summary>
internal sealed record FileKey
{
    public required TenantId TenantId { get; init; }
    public required Guid KeyId { get; init; }
    public byte[]? Wrapped { get; init; }
    public string? Master { get; init; }
}
