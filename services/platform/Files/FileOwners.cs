using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files;

/// <summary>What the service whose files these are knows: its tenants, and what others are told of a file.</summary>
public sealed class FileOwners(
    Func<Database, CancellationToken, Task<IReadOnlyList<TenantId>>> tenants, Func<StoredFile, IReadOnlyList<Change>> changes)
{
    public Task<IReadOnlyList<TenantId>> TenantsAsync(Database database, CancellationToken ct) => tenants(database, ct);

    /// <summary>Saved with what its checks have found.</summary>
    public IReadOnlyList<Change> Changes(StoredFile file) => changes(file);
}
