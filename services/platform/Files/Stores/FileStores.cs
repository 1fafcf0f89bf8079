using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.Extensions.Configuration;

namespace Jtai.Files;

/// <summary>The stores of this deployment: PostgreSQL always, MongoDB where <c>Files:MongoDB</c> says where it is.</summary>
public sealed class FileStores
{
    public const string DefaultSetting = "Files:Store";
    public const string MongoSetting = "Files:MongoDB";

    private readonly Database database;
    private readonly Dictionary<string, IFileStore> stores;
    private readonly string usual;

    public FileStores(Database database, IConfiguration configuration, string service)
        : this(database, configuration[DefaultSetting] is { Length: > 0 } said ? said : PostgresFileStore.StoreName, new PostgresFileStore(database))
    {
        if (configuration[MongoSetting] is { Length: > 0 } mongo)
        {
            stores[GridFsFileStore.StoreName] = new GridFsFileStore(mongo, service);
        }

        if (!stores.ContainsKey(usual))
        {
            throw new StartRefused(usual == GridFsFileStore.StoreName
                ? $"The setting {DefaultSetting} is {GridFsFileStore.StoreName}, and {MongoSetting} does not say where that is. Set it."
                : $"The setting {DefaultSetting} is neither {PostgresFileStore.StoreName} nor {GridFsFileStore.StoreName}.");
        }
    }

    internal FileStores(Database database, string usual, params IEnumerable<IFileStore> stores) =>
        (this.database, this.usual, this.stores) = (database, usual, stores.ToDictionary(store => store.Name));

    public IEnumerable<IFileStore> All => stores.Values;

    /// <exception cref="Unavailable">This deployment does not have it any more.</exception>
    public IFileStore Of(string name) => stores.GetValueOrDefault(name)
        ?? throw new Unavailable($"This file lies in {name}, which is not set up here. Whoever runs the platform sets {MongoSetting}.");

    /// <summary>Where the tenant's new files go.</summary>
    public async Task<IFileStore> ForNewAsync(TenantId tenantId, CancellationToken ct) => Of(
        await database.QuerySingleOrDefaultAsync<string>(
            TenantScope.Of(tenantId), "select store from file_place where tenant_id = @tenantId", new { tenantId }, ct) ?? usual);
}
