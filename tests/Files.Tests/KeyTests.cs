using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files.Tests;

public sealed class KeyTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private FilesHost Host => shared.Host;

    [Fact]
    public async Task Bytes_InTheDatabase_AreNotThoseOfTheFile()
    {
        var file = await Host.PutInAsync(Host.NewCaller(), "a.txt", "Action 3 is about training."u8.ToArray());
        var chunk = (await Host.Postgres.QueryAsync<byte[]>("select sealed from file_chunk where file_id = @FileId", file)).Single();
        Assert.Equal(-1, chunk.AsSpan().IndexOf("training"u8));
        Assert.Equal(file.Size + SealedChunk.Overhead, chunk.Length);
    }

    [Theory]
    [InlineData("update file_chunk set number = 1 - number where file_id = @FileId", "two chunks of one file")]
    [InlineData("update file_chunk set sealed = (select sealed from file_chunk where file_id = @Other and number = 0) where file_id = @FileId and number = 0", "another file's")]
    [InlineData("update file_chunk set sealed = set_byte(sealed, 5000, get_byte(sealed, 5000) # 1) where file_id = @FileId and number = 0", "one bit")]
    [InlineData("update file_chunk set sealed = substring(sealed for 1000) where file_id = @FileId and number = 1", "a short one")]
    [InlineData("delete from file_chunk where file_id = @FileId and number = 1", "one too few")]
    public async Task Chunk_ThatWasSwappedOrChanged_IsNotRead(string change, string what)
    {
        var caller = Host.NewCaller();
        var file = await Host.PutInAsync(caller, "a.pdf", Samples.LargePdf(2 * SealedChunk.PlainBytes, seed: 7));
        var other = await Host.PutInAsync(caller, "b.pdf", Samples.LargePdf(2 * SealedChunk.PlainBytes, seed: 8));
        await Host.Postgres.ExecuteAsync(
            change.Replace("1 - number", "number + 10", StringComparison.Ordinal), new { file.FileId, Other = other.FileId });
        if (change.Contains("1 - number", StringComparison.Ordinal))
        {
            await Host.Postgres.ExecuteAsync("update file_chunk set number = 11 - number where file_id = @FileId", file);
        }

        Assert.NotNull(await Record.ExceptionAsync(() => Host.ReadAsync(caller, file.FileId)) as DamagedFile);
        Assert.NotEmpty(what);
        Assert.Equal(2 * SealedChunk.PlainBytes, (await Host.ReadAsync(caller, other.FileId)).Length);
    }

    [Fact]
    public async Task MasterKey_ThatIsRotated_RewrapsAllKeysAndTheOldOneCanGo()
    {
        var caller = Host.NewCaller();
        var file = await Host.PutInAsync(caller, "a.txt", "words"u8.ToArray());
        // First every replica learns the next key; then it becomes the current one, beside the former.
        await using (var learning = await FilesHost.StartAsync(new() { [MasterKeys.NextSetting] = FilesHost.NextMasterKey }, besides: Host))
        {
            Assert.Equal(0, await learning.Get<FileKeys>().RewrapAsync(caller.TenantId, default));
        }

        await using (var both = await FilesHost.StartAsync(
            new() { [MasterKeys.CurrentSetting] = FilesHost.NextMasterKey, [MasterKeys.NextSetting] = FilesHost.MasterKey }, besides: Host))
        {
            await both.Get<FileUpkeep>().RunAsync(default);
            Assert.Equal("words"u8.ToArray(), await both.ReadAsync(caller, file.FileId));
            await using var alone = await FilesHost.StartAsync(new() { [MasterKeys.CurrentSetting] = FilesHost.NextMasterKey }, besides: Host);
            Assert.Equal("words"u8.ToArray(), await alone.ReadAsync(caller, file.FileId));
            Assert.Contains("Files:MasterKeys:Next", (await Assert.ThrowsAsync<Unavailable>(() => Host.ReadAsync(caller, file.FileId))).Message, StringComparison.Ordinal);
        }

        // Back again, for the tests that share this database.
        await using var back = await FilesHost.StartAsync(new() { [MasterKeys.NextSetting] = FilesHost.NextMasterKey }, besides: Host);
        await back.Get<FileUpkeep>().RunAsync(default);
    }

    [Fact]
    public async Task TenantsKey_ThatIsRotated_SealsNewFilesAndOldOnesStayReadable()
    {
        var caller = Host.NewCaller();
        var old = await Host.PutInAsync(caller, "a.txt", "old"u8.ToArray());
        await Host.Get<FileKeys>().RotateAsync(caller.TenantId, default);
        var young = await Host.PutInAsync(caller, "a.txt", "new"u8.ToArray());
        Assert.NotEqual(old.KeyId, young.KeyId);
        Assert.Equal("old"u8.ToArray(), await Host.ReadAsync(caller, old.FileId));
        Assert.Equal("new"u8.ToArray(), await Host.ReadAsync(caller, young.FileId));
    }

    [Fact]
    public async Task TenantsKeys_ThatAreErased_MakeItsFilesUnreadableInEveryReplicaAtOnce()
    {
        var (caller, neighbour) = (Host.NewCaller(), Host.NewCaller());
        var file = await Host.PutInAsync(caller, "a.txt", "words"u8.ToArray());
        var theirs = await Host.PutInAsync(neighbour, "a.txt", "theirs"u8.ToArray());
        await using var other = await FilesHost.StartAsync(besides: Host);
        Assert.Equal("words"u8.ToArray(), await other.ReadAsync(caller, file.FileId));
        await Host.Get<Database>().ExecuteAsync(
            TenantScope.Of(caller.TenantId), FileKeys.Erase, new { file_tenant = caller.TenantId, file_now = Host.Clock.GetUtcNow() }, default);
        Assert.Contains("erased", (await Assert.ThrowsAsync<Refused>(() => other.ReadAsync(caller, file.FileId))).Message, StringComparison.Ordinal);
        Assert.Equal("theirs"u8.ToArray(), await other.ReadAsync(neighbour, theirs.FileId));
        using (Host.Clock.At(Host.Clock.GetUtcNow() + FileUpkeep.Patience + TimeSpan.FromMinutes(1)))
        {
            await Host.Get<FileUpkeep>().RunAsync(default);
        }

        Assert.Empty(await Host.Postgres.QueryAsync<int>("select number from file_chunk where file_id = @FileId", file));
        Assert.Equal("words"u8.ToArray(), await Host.ReadAsync(caller, (await Host.PutInAsync(caller, "a.txt", "words"u8.ToArray())).FileId));
    }

    [Fact]
    public async Task Tables_OfFiles_AreThoseThatNoTenantCanLookThrough() =>
        Assert.Empty(await Testing.CatalogueSweep.FaultsAsync(Host.Postgres));
}
