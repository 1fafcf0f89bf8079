using Jtai.Field;

namespace Jtai.Files;

/// <summary>
/// Where the sealed chunks of files lie. It keeps bytes and knows nothing of them: whose they are, whether they are right and who may
/// read them is the record's business, which is PostgreSQL's. Every act can be repeated.
/// </summary>
public interface IFileStore
{
    /// <summary>As <c>stored_file.store</c> has it.</summary>
    string Name { get; }

    /// <returns>False where there is a chunk of this number; it stays as it is.</returns>
    Task<bool> AddAsync(TenantId tenantId, Guid fileId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct);

    /// <summary>Reads a chunk into a buffer that holds the largest.</summary>
    /// <returns>How many bytes; null where there is none.</returns>
    Task<int?> ReadAsync(TenantId tenantId, Guid fileId, int number, Memory<byte> buffer, CancellationToken ct);

    /// <summary>Says that all chunks of the file are there.</summary>
    Task FinishAsync(StoredFile file, CancellationToken ct);

    /// <summary>Takes a file's chunks away, as many as there are; with a moment, those alone that were added before it.</summary>
    Task DeleteAsync(TenantId tenantId, Guid fileId, DateTimeOffset? addedBefore, CancellationToken ct);

    /// <summary>The files of the tenant, in the order of their ids, that had their first chunk before this moment.</summary>
    Task<IReadOnlyList<Guid>> ListAsync(TenantId tenantId, Guid after, DateTimeOffset addedBefore, int most, CancellationToken ct);

    /// <summary>Tenants of which the store itself knows, also such as the record has forgotten.</summary>
    Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct);
}
