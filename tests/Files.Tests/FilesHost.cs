using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Files.Tests;

/// <summary>A service that keeps files and does nothing else, on real PostgreSQL and, unless a test says otherwise, a real clamd.</summary>
public sealed class FilesHost : IAsyncDisposable
{
    public const string MasterKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    public const string NextMasterKey = "/wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly WebApplication app;
    private readonly bool ownsDatabase;

    private FilesHost(WebApplication app, TestDatabase database, TestClock clock, List<TenantId> tenants, bool ownsDatabase) =>
        (this.app, Postgres, Clock, Tenants, this.ownsDatabase) = (app, database, clock, tenants, ownsDatabase);

    public TestDatabase Postgres { get; }

    public TestClock Clock { get; }

    public List<TenantId> Tenants { get; }

    public FileUploads Uploads => Get<FileUploads>();

    public StoredFiles Files => Get<StoredFiles>();

    /// <summary>States that others were told of, in order.</summary>
    public List<StoredFile> Told { get; } = [];

    public static async Task<FilesHost> StartAsync(
        Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null, TestDatabase? database = null, FilesHost? besides = null)
    {
        var own = besides?.Postgres ?? database ?? await TestPostgres.CreateMigratedDatabaseAsync("files", typeof(FilesHost).Assembly);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var all = new Dictionary<string, string?>
        {
            [DatabaseSettings.App] = own.App,
            [DatabaseSettings.Relay] = own.Relay,
            [MasterKeys.CurrentSetting] = MasterKey,
            [FilesSettings.ScannerSetting] = await ClamdUnderTest.AddressAsync(),
        };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        foreach (var (name, value) in all)
        {
            builder.Configuration[name] = value;
        }

        var (clock, tenants) = (besides?.Clock ?? new TestClock(), besides?.Tenants ?? []);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddDatabase("files");
        FilesHost? host = null;
        builder.AddFiles("files", new FileOwners(
            (_, _) => Task.FromResult<IReadOnlyList<TenantId>>([.. tenants]),
            file =>
            {
                host!.Told.Add(file);
                return [new Change(file.FileId.ToString(), file.Version, new StringValue { Value = file.State.ToString() })];
            }));
        configure?.Invoke(builder.Services);
        host = new FilesHost(builder.Build(), own, clock, tenants, ownsDatabase: database is null && besides is null);
        await host.app.StartAsync();
        return host;
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A new partnership and a person of it.</summary>
    public Caller NewCaller()
    {
        var tenantId = new TenantId($"shire-{Guid.NewGuid():N}");
        Tenants.Add(tenantId);
        return CallerOf(tenantId);
    }

    public static Caller CallerOf(TenantId tenantId) =>
        new(Guid.NewGuid().ToString(), tenantId, "northshire-council", false, [Capacity.PartnershipManager], Capacity.PartnershipManager);

    public static Write Write(Caller caller, string? key = null) => new(caller.TenantId, caller, "/test/Write", key ?? Guid.NewGuid().ToString(), []);

    public async Task<Guid> BeginAsync(Caller caller, string name, long size, byte[]? sha256 = null) => Guid.Parse(
        (await Uploads.BeginAsync(Write(caller), new NewFile(name, size, sha256), file => new Saving<StringValue>(new StringValue { Value = file.FileId.ToString() }, []), default)).Value);

    public Task<Empty> CompleteAsync(Caller caller, Guid fileId, byte[]? sha256) =>
        Uploads.CompleteAsync(Write(caller), fileId, sha256, _ => new Saving<Empty>(new Empty(), []), default);

    public async Task<Guid> UploadAsync(Caller caller, string name, byte[] bytes)
    {
        var fileId = await BeginAsync(caller, name, bytes.Length);
        for (var offset = 0; offset < bytes.Length; offset += FileUploads.MostBytesAtOnce)
        {
            await Uploads.AppendAsync(caller, fileId, offset, bytes.AsMemory(offset, Math.Min(FileUploads.MostBytesAtOnce, bytes.Length - offset)), default);
        }

        await CompleteAsync(caller, fileId, SHA256.HashData(bytes));
        return fileId;
    }

    /// <summary>Uploads it, and waits for what its checks find.</summary>
    public async Task<StoredFile> PutInAsync(Caller caller, string name, byte[] bytes)
    {
        var fileId = await UploadAsync(caller, name, bytes);
        return await UntilAsync(caller, fileId, file => file.State is FileState.Clean or FileState.NeedsReason or FileState.Refused);
    }

    public async Task<StoredFile> UntilAsync(Caller caller, Guid fileId, Func<StoredFile, bool> isSo)
    {
        StoredFile file = null!;
        await Eventually.SoAsync(async () => isSo(file = await Files.GetAsync(caller.TenantId, fileId, default)), "the file is as asked");
        return file;
    }

    public async Task<byte[]> ReadAsync(Caller caller, Guid fileId)
    {
        var (_, content) = await Files.OpenAsync(caller.TenantId, fileId, default);
        await using (content)
        {
            var bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes);
            return bytes;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsDatabase)
        {
            await Postgres.DisposeAsync();
        }
    }
}

/// <summary>One host for the tests of a class; each takes a partnership of its own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public FilesHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await FilesHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
