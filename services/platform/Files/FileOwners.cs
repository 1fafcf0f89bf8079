using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files;

/// <summary>What the service whose files these are knows: its tenants, and what others are told of a file.</summary>
public sealed class FileOwners(
    Func<Database, CancellationToken, Task<IReadOnlyList<TenantId>>> tenants, Func<StoredFile, IReadOnlyList<Change>> changes)
{
    /// <summary>In the service's process, once the checks of a file have ended.</summary>
    public event Action? Checked;

    /// <summary>Says what a file is, by its content and name, or refuses it with a <see cref="FileRefused"/>.</summary>
    public Func<Stream, string, CancellationToken, Task<FileKind>> Recognise { get; init; } = FileRecognition.RecogniseAsync;

    /// <summary>False where what the text inside says of children is no reason to keep a file back, as with an inspectorate's letter.</summary>
    public bool ReadsText { get; init; } = true;

    /// <summary>A statement saved with what its checks have found; has the parameters <c>TenantId</c> and <c>FileId</c>.</summary>
    public string AfterChecks { get; init; } = "";

    public Task<IReadOnlyList<TenantId>> TenantsAsync(Database database, CancellationToken ct) => tenants(database, ct);

    /// <summary>Saved with what its checks have found.</summary>
    public IReadOnlyList<Change> Changes(StoredFile file) => changes(file);

    internal void SayChecked() => Checked?.Invoke();
}
