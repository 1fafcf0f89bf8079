using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Local;
using Jtai.Testing;

namespace Jtai.Files.Tests;

public sealed class ScanningTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private FilesHost Host => shared.Host;

    public static TheoryData<string, byte[], string> Infected => new()
    {
        { "eicar.txt", Encoding.ASCII.GetBytes(PrivateClamd.EicarTestFile), "Eicar-Test-Signature" },
        { "plan.docx", Samples.Word(("media/a.txt", Encoding.ASCII.GetBytes(PrivateClamd.EicarTestFile))), "Eicar-Test-Signature" },
        { "plan.csv", Encoding.ASCII.GetBytes($"a,b\n{PrivateClamd.TestWord},c\n"), "Jtai.TestWord" },
    };

    [Theory]
    [MemberData(nameof(Infected))]
    public async Task File_WithAVirus_IsRefusedByItsNameAndItsBytesAreGone(string name, byte[] bytes, string signature)
    {
        var caller = Host.NewCaller();
        var file = await Host.PutInAsync(caller, name, bytes);
        Assert.Equal(FileState.Refused, file.State);
        Assert.Contains(signature, file.Why, StringComparison.Ordinal);
        Assert.Contains(file.Why, (await Assert.ThrowsAsync<Refused>(() => Host.ReadAsync(caller, file.FileId))).Message, StringComparison.Ordinal);
        await Eventually.SoAsync(
            async () => (await Host.Postgres.QueryAsync<int>("select number from file_chunk where file_id = @FileId", file)).Count == 0, "the bytes are gone");
    }

    [Fact]
    public async Task File_WithAnothersEnding_IsKeptUnderItsOwnAndSaysSo()
    {
        var file = await Host.PutInAsync(Host.NewCaller(), "plan.pdf", Samples.Word());
        Assert.Equal((FileState.Clean, FileKind.Word, "plan.docx"), (file.State, file.Kind, file.Name));
        Assert.Equal("It was called plan.pdf and is a Word document: it is kept as plan.docx.", file.Why);
    }

    [Fact]
    public async Task Checks_OfAFile_AreToldAndLeaveAnAuditRow()
    {
        var caller = Host.NewCaller();
        var file = await Host.PutInAsync(caller, "macros.docx", Samples.Word(("word/vbaProject.bin", [1])));
        Assert.Contains("macros", file.Why, StringComparison.Ordinal);
        Assert.Equal(FileState.Refused, Host.Told.Single(told => told.FileId == file.FileId).State);
        var rows = await Host.Postgres.QueryAsync<(string Subject, long Version)>(
            "select subject, version from audit where tenant_id = @TenantId and aggregate_id = @id", new { file.TenantId, id = file.FileId.ToString() });
        Assert.Equal([(caller.Subject, file.Version)], rows);
    }

    [Fact]
    public async Task Scanner_ThatHangs_LeavesTheFileWaitingAndOthersUnhindered()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var host = await HostWithAsync($"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", TimeSpan.FromMilliseconds(300));
        var caller = host.NewCaller();
        var fileId = await host.UploadAsync(caller, "a.pdf", Samples.Pdf());
        var waiting = await host.UntilAsync(caller, fileId, file => file.ScanTries >= 2);
        Assert.Equal(FileState.Scanning, waiting.State);
        Assert.StartsWith("This file waits for the virus scanner since ", waiting.Why, StringComparison.Ordinal);
        Assert.Equal(waiting.Why, (await Assert.ThrowsAsync<Refused>(() => host.ReadAsync(caller, fileId))).Message);
        // What needs no scanner is refused meanwhile, of the same partnership too.
        Assert.Equal(FileState.Refused, (await host.PutInAsync(caller, "a.docx", Samples.Old("WordDocument"))).State);
        Assert.Equal(FileState.Scanning, (await host.Files.GetAsync(caller.TenantId, fileId, default)).State);
    }

    [Fact]
    public async Task Scanner_ThatHangsOnOnePartnershipsFiles_LooksThroughAnothersMeanwhile()
    {
        using var choosy = new TcpListener(IPAddress.Loopback, 0);
        choosy.Start();
        using var ended = new CancellationTokenSource();
        _ = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                _ = AnswerUnlessAsync(await choosy.AcceptTcpClientAsync(ended.Token), "hang on this"u8.ToArray(), ended.Token);
            }
        });
        await using var host = await HostWithAsync($"127.0.0.1:{((IPEndPoint)choosy.LocalEndpoint).Port}", TimeSpan.FromSeconds(30));
        var (hostile, other) = (host.NewCaller(), host.NewCaller());
        var hanging = new List<Guid>();
        for (var number = 0; number < 5; number++)
        {
            hanging.Add(await host.UploadAsync(hostile, "a.txt", "hang on this"u8.ToArray()));
        }

        Assert.Equal(FileState.Clean, (await host.PutInAsync(other, "a.txt", "harmless"u8.ToArray())).State);
        Assert.Equal(FileState.Clean, (await host.PutInAsync(other, "b.txt", "harmless too"u8.ToArray())).State);
        foreach (var fileId in hanging)
        {
            Assert.Equal((FileState.Scanning, 0), await StateAsync(fileId));
        }

        await ended.CancelAsync();

        async Task<(FileState, int)> StateAsync(Guid fileId)
        {
            var file = await host.Files.GetAsync(hostile.TenantId, fileId, default);
            return (file.State, file.ScanTries);
        }
    }

    /// <summary>Says that a file is clean, or nothing at all where it holds these bytes.</summary>
    private static async Task AnswerUnlessAsync(TcpClient client, byte[] hangsOn, CancellationToken ct)
    {
        using var connection = client;
        var stream = connection.GetStream();
        var (seen, piece) = (new List<byte>(), new byte[64 * 1024]);
        // INSTREAM ends with a piece of no bytes.
        while (seen.Count < 4 || !CollectionsMarshal.AsSpan(seen)[^4..].SequenceEqual(new byte[4]))
        {
            seen.AddRange(piece.AsSpan(0, await stream.ReadAtLeastAsync(piece, 1, throwOnEndOfStream: true, ct)));
        }

        if (CollectionsMarshal.AsSpan(seen).IndexOf(hangsOn) >= 0)
        {
            await Task.Delay(Timeout.Infinite, ct);
        }

        await stream.WriteAsync("stream: OK\0"u8.ToArray(), ct);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stream: OK")]
    [InlineData("INSTREAM size limit exceeded. ERROR\0")]
    [InlineData("stream: O\0")]
    public async Task Scanner_ThatEndsOrErrs_MakesNothingClean(string answer)
    {
        using var dying = new TcpListener(IPAddress.Loopback, 0);
        dying.Start();
        var serving = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await dying.AcceptTcpClientAsync();
                await client.GetStream().ReadAtLeastAsync(new byte[100], 100);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
            }
        });
        await using var host = await HostWithAsync($"127.0.0.1:{((IPEndPoint)dying.LocalEndpoint).Port}", TimeSpan.FromSeconds(5));
        var caller = host.NewCaller();
        var fileId = await host.UploadAsync(caller, "a.pdf", Samples.LargePdf(300_000, seed: 6));
        Assert.Equal(FileState.Scanning, (await host.UntilAsync(caller, fileId, file => file.ScanTries > 0)).State);
        dying.Stop();
        await serving.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task Scanner_ThatComesBack_MakesTheWaitingFileClean()
    {
        var directory = Directory.CreateTempSubdirectory("jtai-test-clamd-").FullName;
        var clamd = await PrivateClamd.StartAsync(directory);
        var address = clamd.Address;
        await clamd.DisposeAsync();
        await using var host = await HostWithAsync(address, TimeSpan.FromSeconds(5));
        var caller = host.NewCaller();
        var fileId = await host.UploadAsync(caller, "a.pdf", Samples.TextPdf("Minutes"));
        await host.UntilAsync(caller, fileId, file => file.ScanTries > 0);
        using var proxy = new TcpListener(IPAddress.Loopback, int.Parse(address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
        proxy.Start();
        _ = ForwardAsync(proxy, await ClamdUnderTest.AddressAsync());
        var clean = await host.UntilAsync(caller, fileId, file => file.State == FileState.Clean);
        Assert.Equal(("", 0), (clean.Why, clean.ScanTries));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Files_WithoutAScanner_SaySo()
    {
        await using var host = await FilesHost.StartAsync(
            new() { [FilesSettings.ScannerSetting] = null, [FilesSettings.WithoutScannerSetting] = FilesSettings.AcceptUnscanned });
        var file = await host.PutInAsync(host.NewCaller(), "a.pdf", Samples.TextPdf("Minutes"));
        Assert.Equal((FileState.Clean, "It was not scanned for viruses."), (file.State, file.Why));
    }

    [Theory]
    [InlineData("Files:Scanner", null, "Files:Scanner is missing")]
    [InlineData("Files:Scanner", "clamd", "neither host:port")]
    [InlineData("Files:MasterKeys:Current", null, "Files:MasterKeys:Current is missing")]
    [InlineData("Files:MasterKeys:Current", "short", "32 bytes")]
    [InlineData("Files:MasterKeys:Next", "short", "32 bytes")]
    [InlineData("Files:Store", "mongodb", "Files:MongoDB")]
    [InlineData("Files:Store", "tape", "neither postgres nor mongodb")]
    [InlineData("Files:MongoDB", "mongodb://127.0.0.1:1", "names no database")]
    [InlineData("Files:MongoDB", "nonsense", "not a connection string")]
    [InlineData("Files:MostBytesPerTenant", "0", "above 0")]
    public async Task Start_WithAMissingOrOddSetting_IsRefusedInOneLine(string name, string? value, string sentence)
    {
        var refusal = await Assert.ThrowsAsync<StartRefused>(async () => await FilesHost.StartAsync(new() { [name] = value }, database: Host.Postgres));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static Task<FilesHost> HostWithAsync(string scanner, TimeSpan limit) => FilesHost.StartAsync(
        new() { [FilesSettings.ScannerSetting] = scanner },
        services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
            services, new FilesSettings { Scanner = scanner, ScanLimit = limit }));

    private static async Task ForwardAsync(TcpListener from, string to)
    {
        while (true)
        {
            using var client = await from.AcceptTcpClientAsync();
            using var server = new TcpClient();
            await server.ConnectAsync("127.0.0.1", int.Parse(to.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
    }
}
