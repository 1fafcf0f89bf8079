using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Jtai.Errors;
using Jtai.Field;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Jtai.Files;

/// <summary>
/// Chunks in MongoDB, one GridFS bucket for each tenant of the service. The two collections are written in GridFS's own layout, so that
/// its tools read what lies there, but through the driver's collections: GridFS's upload is one stream from start to end, and ours goes
/// on where it stopped, in whichever replica. It needs no transactions and no change streams.
/// </summary>
public sealed class GridFsFileStore : IFileStore, IDisposable
{
    public const string StoreName = "mongodb";

    private const string ChunksOf = ".chunks";

    private readonly MongoClient client;
    private readonly IMongoDatabase database;
    private readonly string prefix;
    private readonly ConcurrentDictionary<string, Lazy<Task>> indexed = new();

    /// <param name="connectionString">With the database's name; it belongs to this deployment alone.</param>
    /// <param name="service">Whose files: each service has buckets of its own.</param>
    public GridFsFileStore(string connectionString, string service)
    {
        MongoUrl url;
        try
        {
            url = new MongoUrl(connectionString);
        }
        catch (MongoConfigurationException failure)
        {
            throw new StartRefused("The setting Files:MongoDB is not a connection string of MongoDB, e.g. mongodb://host:27017/jtai_files.", failure);
        }

        if (url.DatabaseName is null)
        {
            throw new StartRefused("The setting Files:MongoDB names no database. Add it after the address, e.g. mongodb://host:27017/jtai_files.");
        }

        var settings = MongoClientSettings.FromUrl(url);
        settings.ServerSelectionTimeout = settings.ConnectTimeout = TimeSpan.FromSeconds(5);
        settings.SocketTimeout = TimeSpan.FromSeconds(20);
        // Else a call waits two minutes for a connection that others hold.
        settings.WaitQueueTimeout = TimeSpan.FromSeconds(10);
        settings.MaxConnectionPoolSize = Math.Min(settings.MaxConnectionPoolSize, 20);
        settings.WriteConcern = WriteConcern.WMajority.With(wTimeout: TimeSpan.FromSeconds(15));
        settings.ReadConcern = ReadConcern.Majority;
        settings.ReadPreference = ReadPreference.Primary;
        client = new MongoClient(settings);
        database = client.GetDatabase(url.DatabaseName);
        prefix = service + ".";
    }

    public string Name => StoreName;

    public Task<bool> AddAsync(TenantId tenantId, Guid fileId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct) => ReachingAsync(async () =>
    {
        await EnsureIndexesAsync(tenantId);
        try
        {
            await Chunks(tenantId).InsertOneAsync(
                new BsonDocument { ["_id"] = ObjectId.GenerateNewId(), ["files_id"] = Id(fileId), ["n"] = number, ["data"] = chunk.ToArray() }, null, ct);
            return true;
        }
        catch (MongoWriteException failure) when (failure.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            return false;
        }
    });

    public Task<int?> ReadAsync(TenantId tenantId, Guid fileId, int number, Memory<byte> buffer, CancellationToken ct) => ReachingAsync(async () =>
    {
        var found = (await Chunks(tenantId).Find(Chunk(fileId, number)).FirstOrDefaultAsync(ct))?["data"].AsByteArray;
        found?.AsSpan(0, Math.Min(found.Length, buffer.Length)).CopyTo(buffer.Span);
        return found?.Length;
    });

    public Task FinishAsync(StoredFile file, CancellationToken ct) => ReachingAsync(async () =>
    {
        // The name that its tenant gave it stays in the record.
        await Files(file.TenantId).ReplaceOneAsync(
            new BsonDocument("_id", Id(file.FileId)),
            new BsonDocument
            {
                ["_id"] = Id(file.FileId),
                ["length"] = file.Size + (file.Chunks * SealedChunk.Overhead),
                ["chunkSize"] = SealedChunk.PlainBytes + SealedChunk.Overhead,
                ["uploadDate"] = file.ChangedAt.UtcDateTime,
                ["filename"] = file.FileId.ToString(),
            },
            new ReplaceOptions { IsUpsert = true },
            ct);
        return true;
    });

    public Task DeleteAsync(TenantId tenantId, Guid fileId, DateTimeOffset? addedBefore, CancellationToken ct) => ReachingAsync(async () =>
    {
        var (chunks, all) = (Chunks(tenantId), new BsonDocument("files_id", Id(fileId)));
        if (addedBefore is { } moment)
        {
            all["_id"] = new BsonDocument("$lt", MadeAt(moment));
        }

        // The first goes last: by it a deletion that was broken off is found again.
        await chunks.DeleteManyAsync(new BsonDocument(all) { ["n"] = new BsonDocument("$gt", 0) }, ct);
        await chunks.DeleteManyAsync(all, ct);
        if (await chunks.Find(Chunk(fileId, 0)).FirstOrDefaultAsync(ct) is null)
        {
            await Files(tenantId).DeleteOneAsync(new BsonDocument("_id", Id(fileId)), ct);
        }

        return true;
    });

    public Task<IReadOnlyList<Guid>> ListAsync(TenantId tenantId, Guid after, DateTimeOffset addedBefore, int most, CancellationToken ct) =>
        ReachingAsync(async () =>
        {
            var first = new BsonDocument
            {
                ["files_id"] = new BsonDocument("$gt", Id(after)),
                ["n"] = 0,
                ["_id"] = new BsonDocument("$lt", MadeAt(addedBefore)),
            };
            var found = await Chunks(tenantId).Find(first).Sort(new BsonDocument("files_id", 1)).Limit(most)
                .Project(new BsonDocument { ["_id"] = 0, ["files_id"] = 1 }).ToListAsync(ct);
            return (IReadOnlyList<Guid>)[.. found.Select(one => one["files_id"].AsBsonBinaryData.ToGuid(GuidRepresentation.Standard))];
        });

    public Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) => ReachingAsync(async () =>
    {
        var names = await (await database.ListCollectionNamesAsync(cancellationToken: ct)).ToListAsync(ct);
        return (IReadOnlyList<TenantId>)
        [
            .. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(ChunksOf, StringComparison.Ordinal))
                .Select(name => TenantOf(name[prefix.Length..^ChunksOf.Length])),
        ];
    });

    public void Dispose() => client.Dispose();

    /// <summary>Small letters, digits and hyphens as they are, every other byte as <c>_3a</c>: readable, and one tenant's alone.</summary>
    internal static string BucketOf(TenantId tenantId) => string.Concat(Encoding.UTF8.GetBytes(tenantId.Value).Select(one =>
        (char)one is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' ? ((char)one).ToString() : $"_{one:x2}"));

    internal static TenantId TenantOf(string bucket)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < bucket.Length; at++)
        {
            bytes.Add(bucket[at] == '_' ? byte.Parse(bucket.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : (byte)bucket[at]);
            at += bucket[at] == '_' ? 2 : 0;
        }

        return new TenantId(Encoding.UTF8.GetString([.. bytes]));
    }

    private IMongoCollection<BsonDocument> Chunks(TenantId tenantId) => database.GetCollection<BsonDocument>(prefix + BucketOf(tenantId) + ChunksOf);

    private IMongoCollection<BsonDocument> Files(TenantId tenantId) => database.GetCollection<BsonDocument>(prefix + BucketOf(tenantId) + ".files");

    private static BsonBinaryData Id(Guid fileId) => new(fileId, GuidRepresentation.Standard);

    // An object id begins with the second in which it was made.
    private static ObjectId MadeAt(DateTimeOffset moment) => ObjectId.Parse($"{moment.ToUnixTimeSeconds():x8}{0:x16}");

    private static BsonDocument Chunk(Guid fileId, int number) => new() { ["files_id"] = Id(fileId), ["n"] = number };

    // Before a bucket's first chunk: the unique one is what makes a chunk that comes twice one chunk.
    private Task EnsureIndexesAsync(TenantId tenantId)
    {
        var bucket = BucketOf(tenantId);
        var making = indexed.GetOrAdd(bucket, _ => new Lazy<Task>(MakeAsync));
        if (making is { IsValueCreated: true, Value.IsFaulted: true } && indexed.TryRemove(new(bucket, making)))
        {
            making = indexed.GetOrAdd(bucket, _ => new Lazy<Task>(MakeAsync));
        }

        return making.Value;

        async Task MakeAsync()
        {
            await Chunks(tenantId).Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(
                new BsonDocument { ["files_id"] = 1, ["n"] = 1 }, new CreateIndexOptions { Unique = true }));
            await Files(tenantId).Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument { ["filename"] = 1, ["uploadDate"] = 1 }));
        }
    }

    private static async Task<T> ReachingAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is MongoException or TimeoutException)
        {
            throw new Unavailable("The store of the files cannot be reached, or has no room. What has arrived is kept; try again in a minute.");
        }
    }
}
