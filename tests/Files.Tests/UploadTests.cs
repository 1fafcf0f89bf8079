using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Local;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Files.Tests;

public sealed class UploadTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const int Chunk = FileUploads.ChunkBytes;

    private FilesHost Host => shared.Host;

    [Fact]
    public async Task Upload_OfManyChunks_ComesBackAsItWasSent()
    {
        var caller = Host.NewCaller();
        var bytes = Samples.LargePdf((9 * Chunk) + 77, seed: 1);
        var file = await Host.PutInAsync(caller, "Minutes.pdf", bytes);
        Assert.Equal((FileState.Clean, FileKind.Pdf, "Minutes.pdf", ""), (file.State, file.Kind, file.Name, file.Why));
        Assert.Equal(SHA256.HashData(bytes), file.Sha256);
        Assert.Equal(bytes, await Host.ReadAsync(caller, file.FileId));
    }

    [Fact]
    public async Task Upload_BrokenOff_GoesOnInAnotherReplica()
    {
        var caller = Host.NewCaller();
        var bytes = Samples.LargePdf((5 * Chunk) + 5, seed: 2);
        var fileId = await Host.BeginAsync(caller, "a.pdf", bytes.Length, SHA256.HashData(bytes));
        Assert.Equal(2 * Chunk, await Host.Uploads.AppendAsync(caller, fileId, 0, bytes.AsMemory(0, 2 * Chunk), default));
        await using var other = await FilesHost.StartAsync(besides: Host);
        Assert.Equal(2 * Chunk, (await other.Files.GetAsync(caller.TenantId, fileId, default)).Received);
        Assert.Equal(5 * Chunk, await other.Uploads.AppendAsync(caller, fileId, 2 * Chunk, bytes.AsMemory(2 * Chunk, 3 * Chunk), default));
        await other.Uploads.AppendAsync(caller, fileId, 5 * Chunk, bytes.AsMemory(5 * Chunk), default);
        await other.CompleteAsync(caller, fileId, null);
        await Host.UntilAsync(caller, fileId, file => file.State == FileState.Clean);
        Assert.Equal(bytes, await Host.ReadAsync(caller, fileId));
    }

    [Fact]
    public async Task Append_OfTheSameBytesAgain_IsAcceptedAndOfOthersRefused()
    {
        var caller = Host.NewCaller();
        var bytes = Samples.LargePdf(3 * Chunk, seed: 3);
        var fileId = await Host.BeginAsync(caller, "a.pdf", bytes.Length);
        await Host.Uploads.AppendAsync(caller, fileId, 0, bytes.AsMemory(0, 2 * Chunk), default);
        Assert.Equal(2 * Chunk, await Host.Uploads.AppendAsync(caller, fileId, Chunk, bytes.AsMemory(Chunk, Chunk), default));
        Assert.Equal(3 * Chunk, await Host.Uploads.AppendAsync(caller, fileId, Chunk, bytes.AsMemory(Chunk, 2 * Chunk), default));
        var refusal = await Assert.ThrowsAsync<Refused>(() => Host.Uploads.AppendAsync(caller, fileId, 0, new byte[Chunk], default));
        Assert.Contains("Other bytes", refusal.Message, StringComparison.Ordinal);
        await Host.CompleteAsync(caller, fileId, SHA256.HashData(bytes));
        await Host.UntilAsync(caller, fileId, file => file.State == FileState.Clean);
        Assert.Equal(bytes, await Host.ReadAsync(caller, fileId));
    }

    [Fact]
    public async Task Append_BeyondAGap_SaysWhereToGoOn()
    {
        var caller = Host.NewCaller();
        var fileId = await Host.BeginAsync(caller, "a.pdf", 4 * Chunk);
        await Host.Uploads.AppendAsync(caller, fileId, 0, new byte[Chunk], default);
        var refusal = await Assert.ThrowsAsync<Refused>(() => Host.Uploads.AppendAsync(caller, fileId, 2 * Chunk, new byte[Chunk], default));
        Assert.Equal($"Bytes before these are missing. Go on at offset {Chunk}.", refusal.Message);
        refusal = await Assert.ThrowsAsync<Refused>(() => Host.CompleteAsync(caller, fileId, new byte[32]));
        Assert.Equal($"Bytes are missing. Go on at offset {Chunk}.", refusal.Message);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(100, Chunk)]
    [InlineData(0, 0)]
    [InlineData(0, 5 * Chunk)]
    [InlineData(-Chunk, Chunk)]
    [InlineData(5 * Chunk, 2 * Chunk)]
    public async Task Append_ThatDoesNotFit_IsInvalid(long offset, int length)
    {
        var caller = Host.NewCaller();
        var fileId = await Host.BeginAsync(caller, "a.pdf", 6 * Chunk);
        await Assert.ThrowsAsync<Invalid>(() => Host.Uploads.AppendAsync(caller, fileId, offset, new byte[length], default));
    }

    [Fact]
    public async Task Complete_WithAnotherHash_IsRefusedAndTheFileStaysClosed()
    {
        var caller = Host.NewCaller();
        var bytes = Samples.Pdf();
        var fileId = await Host.BeginAsync(caller, "a.pdf", bytes.Length);
        await Host.Uploads.AppendAsync(caller, fileId, 0, bytes, default);
        Assert.Contains("SHA-256", (await Assert.ThrowsAsync<Refused>(() => Host.CompleteAsync(caller, fileId, new byte[32]))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Invalid>(() => Host.CompleteAsync(caller, fileId, null));
        Assert.Contains("whole", (await Assert.ThrowsAsync<Refused>(() => Host.ReadAsync(caller, fileId))).Message, StringComparison.Ordinal);
        await Host.CompleteAsync(caller, fileId, SHA256.HashData(bytes));
    }

    [Fact]
    public async Task Upload_OfAnother_IsNotFound()
    {
        var caller = Host.NewCaller();
        var fileId = await Host.BeginAsync(caller, "a.pdf", Chunk);
        foreach (var other in (Caller[])[FilesHost.CallerOf(caller.TenantId), Host.NewCaller()])
        {
            await Assert.ThrowsAsync<NotFound>(() => Host.Uploads.AppendAsync(other, fileId, 0, new byte[Chunk], default));
            await Assert.ThrowsAsync<NotFound>(() => Host.CompleteAsync(other, fileId, new byte[32]));
        }

        var clean = await Host.PutInAsync(caller, "a.pdf", Samples.Pdf());
        await Assert.ThrowsAsync<NotFound>(() => Host.ReadAsync(Host.NewCaller(), clean.FileId));
    }

    [Fact]
    public async Task Begin_BeyondABound_IsRefusedInWords()
    {
        var caller = Host.NewCaller();
        await Assert.ThrowsAsync<Invalid>(() => Host.BeginAsync(caller, "a.pdf", 0));
        Assert.Contains("25 MB", (await Assert.ThrowsAsync<Invalid>(() => Host.BeginAsync(caller, "a.pdf", StoredFile.MostBytes + 1))).Message, StringComparison.Ordinal);
        for (var number = 0; number < FileUploads.MostOpen; number++)
        {
            await Host.BeginAsync(caller, "a.pdf", 1);
        }

        Assert.Contains("uploads", (await Assert.ThrowsAsync<Refused>(() => Host.BeginAsync(caller, "a.pdf", 1))).Message, StringComparison.Ordinal);
        await Host.BeginAsync(Host.NewCaller(), "a.pdf", 1);
    }

    [Fact]
    public async Task Begin_ByManyAtOnce_NeverPassesTheBounds()
    {
        await using var host = await FilesHost.StartAsync(new() { ["Files:MostBytesPerTenant"] = "100" }, database: Host.Postgres);
        var caller = host.NewCaller();
        var tries = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            try
            {
                await host.BeginAsync(caller, "a.pdf", 30);
                return true;
            }
            catch (Exception failure) when (failure is Refused or TooMany)
            {
                return false;
            }
        }));
        Assert.Equal(3, tries.Count(began => began));
        Assert.Contains("no room", (await Assert.ThrowsAsync<Refused>(() => host.BeginAsync(caller, "a.pdf", 30))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begin_WithTheSameKey_IsAnsweredAsBefore()
    {
        var caller = Host.NewCaller();
        var write = FilesHost.Write(caller);
        var first = await Host.Uploads.BeginAsync(write, new NewFile("a.pdf", 1), file => new Saving<StringValue>(new() { Value = file.FileId.ToString() }, []), default);
        var again = await Assert.ThrowsAsync<Store.AlreadyAnswered>(
            () => Host.Uploads.BeginAsync(write, new NewFile("a.pdf", 1), _ => new Saving<StringValue>(new(), []), default));
        Assert.Equal(first, StringValue.Parser.ParseFrom(again.Reply));
    }

    [Fact]
    public async Task Delete_OfAFile_TakesItsBytes()
    {
        var caller = Host.NewCaller();
        var file = await Host.PutInAsync(caller, "a.pdf", Samples.Pdf());
        await Host.Uploads.DeleteAsync(FilesHost.Write(caller), file.FileId, _ => new Saving<Empty>(new(), []), default);
        await Assert.ThrowsAsync<NotFound>(() => Host.ReadAsync(caller, file.FileId));
        Assert.Empty(await Host.Postgres.QueryAsync<int>("select number from file_chunk where file_id = @FileId", file));
    }

    [Fact]
    public async Task Upload_Abandoned_IsSweptAfterADay()
    {
        var caller = Host.NewCaller();
        var (old, young) = (await Host.BeginAsync(caller, "a.pdf", Chunk), Guid.Empty);
        using (Host.Clock.At(Host.Clock.GetUtcNow() + FileUpkeep.Patience + TimeSpan.FromMinutes(1)))
        {
            young = await Host.BeginAsync(caller, "a.pdf", Chunk);
            await Host.Get<FileUpkeep>().RunAsync(default);
        }

        await Assert.ThrowsAsync<NotFound>(() => Host.Files.GetAsync(caller.TenantId, old, default));
        await Host.Files.GetAsync(caller.TenantId, young, default);
    }

    [Fact]
    public async Task Append_WhoseProcessIsKilledBetween_GoesOn()
    {
        // A kill leaves a chunk without the record's note of it: as here, where the note is taken back.
        var caller = Host.NewCaller();
        var bytes = Samples.LargePdf(2 * Chunk, seed: 4);
        var fileId = await Host.BeginAsync(caller, "a.pdf", bytes.Length);
        await Host.Uploads.AppendAsync(caller, fileId, 0, bytes, default);
        await Host.Postgres.ExecuteAsync("update stored_file set received = @Chunk where file_id = @fileId", new { Chunk, fileId });
        Assert.Equal(2 * Chunk, await Host.Uploads.AppendAsync(caller, fileId, Chunk, bytes.AsMemory(Chunk), default));
        await Host.CompleteAsync(caller, fileId, SHA256.HashData(bytes));
        await Host.UntilAsync(caller, fileId, file => file.State == FileState.Clean);
    }

    [Fact]
    public async Task Append_OnAFullDisk_IsRefusedInWordsAndGoesOnLater()
    {
        var directory = Directory.CreateTempSubdirectory("jtai-test-postgres-").FullName;
        await using var server = await PrivatePostgres.StartAsync(directory, durable: false);
        var superuser = server.SuperuserConnectionString("postgres");
        var roles = await DatabaseSetup.ProvisionAsync(superuser, "files", new RolePasswords("owner", "app", "relay"));
        await Store.Migrations.RunAsync(roles.Owner, typeof(FilesHost).Assembly);
        var database = new TestDatabase("files", superuser, roles.Owner, roles.App, roles.Relay);
        await using var host = await FilesHost.StartAsync(database: database);
        var caller = host.NewCaller();
        var bytes = Samples.LargePdf(4 * Chunk, seed: 5);
        var fileId = await host.BeginAsync(caller, "a.pdf", bytes.Length);

        // The kernel answers "no space left on device" to whoever writes to /dev/full: the chunks' file leads there for a while.
        var toast = (await database.QueryAsync<string>(
            "select current_setting('data_directory') || '/' || pg_relation_filepath(reltoastrelid) from pg_class where relname = 'file_chunk'")).Single();
        File.Move(toast, toast + ".aside");
        File.CreateSymbolicLink(toast, "/dev/full");
        NpgsqlConnection.ClearAllPools();
        var refusal = await Assert.ThrowsAsync<Unavailable>(() => host.Uploads.AppendAsync(caller, fileId, 0, bytes, default));
        Assert.Contains("no room", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await host.Files.GetAsync(caller.TenantId, fileId, default)).Received);
        Assert.Equal([0L], await database.QueryAsync<long>("select count(*) from file_chunk"));

        File.Delete(toast);
        File.Move(toast + ".aside", toast);
        await database.QueryAsync<bool>("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'files_app'");
        await Eventually.SoAsync(
            async () =>
            {
                try
                {
                    return await host.Uploads.AppendAsync(caller, fileId, 0, bytes, default) == bytes.Length;
                }
                catch (NpgsqlException)
                {
                    // A connection of before.
                    return false;
                }
            },
            "the upload goes on");
        await host.CompleteAsync(caller, fileId, SHA256.HashData(bytes));
        await host.UntilAsync(caller, fileId, file => file.State == FileState.Clean);
        Assert.Equal(bytes, await host.ReadAsync(caller, fileId));
    }
}
