using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Jtai.Files.Tests;

/// <summary>
/// What each store has to do: PostgreSQL; the store for MongoDB, with its real driver, on a stand-in that speaks the wire protocol, and
/// on a server where <c>JTAI_TEST_MONGODB</c> names one; and a stand-in in memory.
/// </summary>
public sealed class StoreTests(ITestOutputHelper output)
{
    private const int Chunk = FileUploads.ChunkBytes;
    private const string StandIn = "stand-in";
    private const string Wire = "wire-stand-in";

    private static readonly string? Server = Environment.GetEnvironmentVariable("JTAI_TEST_MONGODB") is { Length: > 0 } given ? given : null;

    private static readonly string[] SecondStores = Server is null ? [StandIn, Wire] : [StandIn, Wire, GridFsFileStore.StoreName];

    // One for all tests, as a server would be; nobody but this process speaks to it.
    private static readonly WireStandIn Spoken = new();

    public static TheoryData<string> All => [PostgresFileStore.StoreName, .. SecondStores];

    public static TheoryData<string> Second => [.. SecondStores];

    [Fact]
    public void MongoDb_IsTested_OrIsSaidToBeLeftOut()
    {
        output.WriteLine(Server is null
            ? "JTAI_TEST_MONGODB names no server: what is tested on PostgreSQL was NOT tested on MongoDB in this run, but on a stand-in that speaks its wire protocol."
            : "JTAI_TEST_MONGODB names a server: what is tested on PostgreSQL was tested on MongoDB too.");
        Assert.Equal(Server is not null, SecondStores.Contains(GridFsFileStore.StoreName));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task File_InTheStore_ComesBackAsItWasSent(string store)
    {
        await using var host = await StartAsync(store);
        var caller = host.NewCaller();
        var bytes = Samples.LargePdf((7 * Chunk) + 3, seed: 11);
        var file = await host.PutInAsync(caller, "a.pdf", bytes);
        Assert.Equal(Name(store), file.Store);
        Assert.Equal(bytes, await host.ReadAsync(caller, file.FileId));
        await host.Uploads.DeleteAsync(FilesHost.Write(caller), file.FileId, _ => new Saving<Empty>(new(), []), default);
        Assert.Null(await ReadAsync(Store(host, store), caller.TenantId, file.FileId, 0));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Chunk_AddedAgain_StaysAsItWas(string store)
    {
        await using var host = await StartAsync(store);
        var caller = host.NewCaller();
        var fileId = await host.BeginAsync(caller, "a.pdf", 2 * Chunk);
        Assert.True(await Store(host, store).AddAsync(caller.TenantId, fileId, 0, new byte[] { 1, 2, 3 }, default));
        var again = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store(host, store).AddAsync(caller.TenantId, fileId, 1, new byte[] { 4 }, default)));
        Assert.Single(again, added => added);
        Assert.False(await Store(host, store).AddAsync(caller.TenantId, fileId, 0, new byte[] { 9 }, default));
        Assert.Equal([1, 2, 3], await ReadAsync(Store(host, store), caller.TenantId, fileId, 0));
        Assert.Null(await ReadAsync(Store(host, store), caller.TenantId, fileId, 2));
        Assert.Null(await ReadAsync(Store(host, store), host.NewCaller().TenantId, fileId, 0));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Upload_BrokenOff_GoesOnInAnotherReplica(string store)
    {
        await using var host = await StartAsync(store);
        var caller = host.NewCaller();
        var bytes = Samples.LargePdf((2 * Chunk) + 9, seed: 12);
        var fileId = await host.BeginAsync(caller, "a.pdf", bytes.Length);
        await host.Uploads.AppendAsync(caller, fileId, 0, bytes.AsMemory(0, Chunk), default);
        await using var other = await StartAsync(store, host);
        await other.Uploads.AppendAsync(caller, fileId, 0, bytes, default);
        await other.CompleteAsync(caller, fileId, SHA256.HashData(bytes));
        await host.UntilAsync(caller, fileId, file => file.State == FileState.Clean);
        Assert.Equal(bytes, await host.ReadAsync(caller, fileId));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task CleanUp_TakesWhatNoRecordHas_AndNothingElse(string store)
    {
        await using var host = await StartAsync(store);
        var caller = host.NewCaller();
        var kept = await host.PutInAsync(caller, "a.pdf", Samples.Pdf());
        var (abandoned, refused) = (await host.BeginAsync(caller, "a.pdf", Chunk), await host.PutInAsync(caller, "a.txt", [1, 2]));
        await host.Uploads.AppendAsync(caller, abandoned, 0, new byte[Chunk], default);
        await host.Get<FileUpkeep>().RunAsync(default);
        Assert.NotNull(await ReadAsync(Store(host, store), caller.TenantId, abandoned, 0));
        using (host.Clock.At(host.Clock.GetUtcNow() + FileUpkeep.Patience + TimeSpan.FromHours(1)))
        {
            await host.Get<FileUpkeep>().RunAsync(default);
        }

        Assert.Null(await ReadAsync(Store(host, store), caller.TenantId, abandoned, 0));
        Assert.Null(await ReadAsync(Store(host, store), caller.TenantId, refused.FileId, 0));
        Assert.Equal(Samples.Pdf(), await host.ReadAsync(caller, kept.FileId));
    }

    [Fact]
    public async Task Store_OnASingleServerWithoutSessions_SendsFewCommandsAndNothingElse()
    {
        using var server = new WireStandIn();
        await DoAllAsync(server);

        Assert.Empty(server.Unknown);
        Assert.Equal(
            ["createIndexes", "delete", "find", "getMore", "insert", "listCollections", "update"],
            server.Commands.Keys.Except(["hello", "isMaster", "ismaster", "endSessions", "killCursors", "ping"]).Order());
        // Once for each collection, however many chunks come.
        Assert.Equal(2, server.Commands["createIndexes"]);
    }

    [Fact]
    public async Task Store_OnAReplicaSetWithSessionsAndRetries_Works()
    {
        using var server = new WireStandIn(isReplicaSet: true);
        await DoAllAsync(server);
        Assert.Empty(server.Unknown);
    }

    [Fact]
    public async Task Store_WhoseServerFails_SaysSoAndGoesOnWhenItIsBack()
    {
        using var server = new WireStandIn();
        using var store = new GridFsFileStore(server.Address, "files");
        var (tenant, fileId) = (new TenantId("northshire"), Guid.NewGuid());
        // The index's making fails once; the next chunk makes it.
        server.Failing["createIndexes"] = 1;
        await Assert.ThrowsAsync<Errors.Unavailable>(() => store.AddAsync(tenant, fileId, 0, new byte[] { 1 }, default));
        Assert.True(await store.AddAsync(tenant, fileId, 0, new byte[] { 1 }, default));
        server.Failing["insert"] = 1;
        await Assert.ThrowsAsync<Errors.Unavailable>(() => store.AddAsync(tenant, fileId, 1, new byte[] { 2 }, default));
        server.DropConnections();
        await Eventually.SoAsync(
            async () =>
            {
                try
                {
                    return await store.AddAsync(tenant, fileId, 1, new byte[] { 2 }, default);
                }
                catch (Errors.Unavailable)
                {
                    return false;
                }
            },
            "the chunk is added");
        Assert.Equal([1], await ReadAsync(store, tenant, fileId, 0));
        Assert.Equal([2], await ReadAsync(store, tenant, fileId, 1));
    }

    private static async Task DoAllAsync(WireStandIn server)
    {
        using var store = new GridFsFileStore(server.Address, "files");
        var (tenant, files) = (new TenantId("northshire"), Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList());
        foreach (var fileId in files)
        {
            Assert.True(await store.AddAsync(tenant, fileId, 0, new byte[Chunk], default));
            Assert.True(await store.AddAsync(tenant, fileId, 1, new byte[] { 7 }, default));
            Assert.False(await store.AddAsync(tenant, fileId, 1, new byte[] { 8 }, default));
            Assert.Equal([7], await ReadAsync(store, tenant, fileId, 1));
            await store.FinishAsync(Record(tenant, fileId), default);
            await store.FinishAsync(Record(tenant, fileId), default);
        }

        var (soon, byBytes) = (DateTimeOffset.UtcNow.AddMinutes(1), files.OrderBy(fileId => fileId.ToString()).ToList());
        Assert.Equal(byBytes, await store.ListAsync(tenant, Guid.Empty, soon, 100, default));
        Assert.Equal(byBytes[3..], await store.ListAsync(tenant, byBytes[2], soon, 100, default));
        Assert.Equal(byBytes[..3], await store.ListAsync(tenant, Guid.Empty, soon, 3, default));
        Assert.Empty(await store.ListAsync(tenant, Guid.Empty, soon.AddHours(-1), 100, default));
        Assert.Equal([tenant], await store.TenantsAsync(default));
        await store.DeleteAsync(tenant, files[0], soon.AddHours(-1), default);
        Assert.Equal([7], await ReadAsync(store, tenant, files[0], 1));
        await store.DeleteAsync(tenant, files[0], soon, default);
        await store.DeleteAsync(tenant, files[1], null, default);
        await store.DeleteAsync(tenant, files[1], null, default);
        Assert.Null(await ReadAsync(store, tenant, files[0], 1));
        Assert.Equal(3, (await store.ListAsync(tenant, Guid.Empty, soon, 100, default)).Count);
    }

    private static StoredFile Record(TenantId tenant, Guid fileId) => new()
    {
        TenantId = tenant, FileId = fileId, Name = "a.pdf", Size = Chunk + 1, State = FileState.Receiving, Store = GridFsFileStore.StoreName, KeyId = Guid.NewGuid(),
        Subject = "officer", Capacity = Partners.V1.Capacity.PartnershipManager, CreatedAt = DateTimeOffset.UtcNow, ChangedAt = DateTimeOffset.UtcNow, Version = 1,
    };

    [Theory]
    [MemberData(nameof(Second))]
    public async Task Files_OfATenant_AreMovedThereAndBack_WhileTheyAreReadAndNewOnesPutIn(string store)
    {
        await using var host = await StartAsync(store, usual: PostgresFileStore.StoreName);
        var (caller, neighbour) = (host.NewCaller(), host.NewCaller());
        var files = new Dictionary<Guid, byte[]>();
        for (var seed = 20; seed < 26; seed++)
        {
            var bytes = Samples.LargePdf((3 * Chunk) + seed, seed);
            files[(await host.PutInAsync(caller, "a.pdf", bytes)).FileId] = bytes;
        }

        var theirs = await host.PutInAsync(neighbour, "a.pdf", Samples.Pdf());
        var arriving = await host.BeginAsync(caller, "b.pdf", Samples.Pdf().Length);
        foreach (var target in (string[])[Name(store), PostgresFileStore.StoreName, Name(store)])
        {
            using var moved = new CancellationTokenSource();
            var reading = Enumerable.Range(0, 3).Select(_ => ReadAllAsync(moved.Token)).ToList();
            await host.Get<FileMover>().MoveAsync(caller.TenantId, target, default);
            var young = await host.PutInAsync(caller, "c.pdf", Samples.Pdf());
            Assert.Equal(target, young.Store);
            await moved.CancelAsync();
            Assert.True((await Task.WhenAll(reading)).Sum() > 0);
            foreach (var (fileId, bytes) in files)
            {
                Assert.Equal(target, (await host.Files.GetAsync(caller.TenantId, fileId, default)).Store);
                Assert.Equal(bytes, await host.ReadAsync(caller, fileId));
                foreach (var other in host.Get<FileStores>().All.Where(one => one.Name != target))
                {
                    Assert.Null(await ReadAsync(other, caller.TenantId, fileId, 0));
                }
            }
        }

        Assert.Equal(PostgresFileStore.StoreName, (await host.Files.GetAsync(neighbour.TenantId, theirs.FileId, default)).Store);
        // What was still arriving goes on where it began, and is moved by the next run.
        await host.Uploads.AppendAsync(caller, arriving, 0, Samples.Pdf(), default);
        await host.CompleteAsync(caller, arriving, SHA256.HashData(Samples.Pdf()));
        await host.UntilAsync(caller, arriving, file => file.State == FileState.Clean);
        Assert.Equal((1, 0), await host.Get<FileMover>().MoveAsync(caller.TenantId, Name(store), default));
        Assert.Equal(Samples.Pdf(), await host.ReadAsync(caller, arriving));

        async Task<int> ReadAllAsync(CancellationToken until)
        {
            var reads = 0;
            while (!until.IsCancellationRequested)
            {
                foreach (var (fileId, bytes) in files)
                {
                    Assert.Equal(bytes, await host.ReadAsync(caller, fileId));
                    reads++;
                }
            }

            return reads;
        }
    }

    [Theory]
    [MemberData(nameof(Second))]
    public async Task Move_ThatWasBrokenOff_LeavesEachFileWholeAndGoesOn(string store)
    {
        await using var host = await StartAsync(store, usual: PostgresFileStore.StoreName);
        var caller = host.NewCaller();
        var bytes = Samples.LargePdf(3 * Chunk, seed: 30);
        var file = await host.PutInAsync(caller, "a.pdf", bytes);
        // As a kill leaves it: a chunk is there, and the record is as before.
        var first = await ReadAsync(host.Get<FileStores>().Of(PostgresFileStore.StoreName), caller.TenantId, file.FileId, 0);
        await Store(host, store).AddAsync(caller.TenantId, file.FileId, 0, first, default);
        Assert.Equal((1, 0), await host.Get<FileMover>().MoveAsync(caller.TenantId, Name(store), default));
        Assert.Equal(bytes, await host.ReadAsync(caller, file.FileId));
    }

    [Theory]
    [MemberData(nameof(Second))]
    public async Task Move_WhoseCopyIsWrong_LeavesTheFileWhereItIsUntilItIsMadeAnew(string store)
    {
        await using var host = await StartAsync(store, usual: PostgresFileStore.StoreName);
        var caller = host.NewCaller();
        var file = await host.PutInAsync(caller, "a.pdf", Samples.Pdf());
        await Store(host, store).AddAsync(caller.TenantId, file.FileId, 0, new byte[] { 1, 2, 3 }, default);
        Assert.Equal((0, 1), await host.Get<FileMover>().MoveAsync(caller.TenantId, Name(store), default));
        Assert.Equal(Samples.Pdf(), await host.ReadAsync(caller, file.FileId));
        using (host.Clock.At(host.Clock.GetUtcNow() + TimeSpan.FromHours(2)))
        {
            Assert.Equal((1, 0), await host.Get<FileMover>().MoveAsync(caller.TenantId, Name(store), default));
        }

        Assert.Equal(Samples.Pdf(), await host.ReadAsync(caller, file.FileId));
    }

    [Theory]
    [MemberData(nameof(Second))]
    public async Task Move_ByTwoAtOnce_LosesNothing(string store)
    {
        await using var host = await StartAsync(store, usual: PostgresFileStore.StoreName);
        var caller = host.NewCaller();
        var files = new List<Guid>();
        for (var number = 0; number < 10; number++)
        {
            files.Add((await host.PutInAsync(caller, "a.pdf", Samples.Pdf())).FileId);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Get<FileMover>().MoveAsync(caller.TenantId, Name(store), default)));
        await host.Get<FileMover>().MoveAsync(caller.TenantId, Name(store), default);
        foreach (var fileId in files)
        {
            Assert.Equal(Samples.Pdf(), await host.ReadAsync(caller, fileId));
            Assert.Equal(Name(store), (await host.Files.GetAsync(caller.TenantId, fileId, default)).Store);
        }
    }

    [Theory]
    [InlineData("northshire", "northshire")]
    [InlineData("agency:westmarch-police", "agency_3awestmarch-police")]
    [InlineData("a_b", "a_5fb")]
    [InlineData("A.$é", "_41_2e_24_c3_a9")]
    public void Bucket_OfATenant_IsNamedSafelyAndReadBack(string tenant, string bucket)
    {
        Assert.Equal(bucket, GridFsFileStore.BucketOf(new TenantId(tenant)));
        Assert.Equal(tenant, GridFsFileStore.TenantOf(bucket).Value);
    }

    /// <summary>Of the record: the stand-ins stand in MongoDB's place.</summary>
    private static string Name(string store) => store is StandIn or Wire ? GridFsFileStore.StoreName : store;

    private static async Task<byte[]?> ReadAsync(IFileStore store, TenantId tenantId, Guid fileId, int number)
    {
        var buffer = new byte[SealedChunk.PlainBytes + SealedChunk.Overhead];
        return await store.ReadAsync(tenantId, fileId, number, buffer, default) is { } length ? buffer[..length] : null;
    }

    private static IFileStore Store(FilesHost host, string store) => host.Get<FileStores>().Of(Name(store));

    private static Task<FilesHost> StartAsync(string store, FilesHost? besides = null, string? usual = null)
    {
        usual ??= Name(store);
        return store == StandIn
            ? FilesHost.StartAsync(besides: besides, configure: services => services.AddSingleton(provider => new FileStores(
                provider.GetRequiredService<Store.Database>(), usual,
                new PostgresFileStore(provider.GetRequiredService<Store.Database>()), besides?.Get<FileStores>().Of(Name(store)) ?? new InMemory())))
            : FilesHost.StartAsync(
                new()
                {
                    [FileStores.DefaultSetting] = usual,
                    [FileStores.MongoSetting] = store switch
                    {
                        GridFsFileStore.StoreName => $"{Server!.TrimEnd('/')}/jtai_test",
                        Wire => Spoken.Address,
                        _ => null,
                    },
                },
                besides: besides);
    }

    /// <summary>A second store where no MongoDB is to be had.</summary>
    private sealed class InMemory : IFileStore
    {
        private readonly ConcurrentDictionary<(TenantId, Guid FileId, int Number), (byte[] Chunk, DateTimeOffset AddedAt)> chunks = new();

        public string Name => GridFsFileStore.StoreName;

        public Task<bool> AddAsync(TenantId tenantId, Guid fileId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct) =>
            Task.FromResult(chunks.TryAdd((tenantId, fileId, number), (chunk.ToArray(), DateTimeOffset.UtcNow)));

        public Task<int?> ReadAsync(TenantId tenantId, Guid fileId, int number, Memory<byte> buffer, CancellationToken ct)
        {
            if (!chunks.TryGetValue((tenantId, fileId, number), out var found))
            {
                return Task.FromResult<int?>(null);
            }

            found.Chunk.CopyTo(buffer);
            return Task.FromResult<int?>(found.Chunk.Length);
        }

        public Task FinishAsync(StoredFile file, CancellationToken ct) => Task.CompletedTask;

        public Task DeleteAsync(TenantId tenantId, Guid fileId, DateTimeOffset? addedBefore, CancellationToken ct)
        {
            foreach (var (key, (_, addedAt)) in chunks.Where(one => one.Key.Item1 == tenantId && one.Key.FileId == fileId))
            {
                if (addedBefore is null || addedAt < addedBefore)
                {
                    chunks.TryRemove(key, out _);
                }
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<Guid>> ListAsync(TenantId tenantId, Guid after, DateTimeOffset addedBefore, int most, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<Guid>>(
            [
                .. chunks.Where(one => one.Key.Item1 == tenantId && one.Key.Number == 0 && one.Value.AddedAt < addedBefore && one.Key.FileId.CompareTo(after) > 0)
                    .Select(one => one.Key.FileId).Order().Take(most),
            ]);

        public Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<TenantId>>([.. chunks.Keys.Select(key => key.Item1).Distinct()]);
    }
}
