using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Grpc.Net.Client;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The built service as a process of its own, which a test may kill and start again on the same ports.</summary>
public sealed class ActionsProcess : IAsyncDisposable
{
    public const string ApiToken = "token-of-dapr-in-tests";

    // The key is only used against the tests' own exchange of assertions.
    private static readonly string PrivateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();
    private readonly Dictionary<string, string> settings;
    private Process? process;

    private ActionsProcess(Dictionary<string, string> settings, int grpc, int http)
    {
        this.settings = settings;
        HttpAddress = $"http://127.0.0.1:{http}";
        Channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
    }

    public string HttpAddress { get; }

    public GrpcChannel Channel { get; }

    /// <param name="database">Its own, migrated.</param>
    /// <param name="tokens">Who issues access tokens.</param>
    /// <param name="partners">In place of Partners.</param>
    /// <param name="inspections">In place of Inspections.</param>
    /// <param name="delivered">False for a second replica, which does not outlive the publishers that all tests share: it pulls.</param>
    /// <param name="pooler">Stands before the database.</param>
    public static async Task<ActionsProcess> StartAsync(
        TestDatabase database, TestTokens tokens, TestPublisher partners, TestPublisher inspections, bool delivered = true, TestPooler? pooler = null)
    {
        var (grpc, http) = (FreePort(), FreePort());
        var service = new ActionsProcess(
            new()
            {
                ["ConnectionStrings__App"] = pooler?.Through(database.App) ?? database.App,
                ["ConnectionStrings__Relay"] = pooler?.Through(database.Relay) ?? database.Relay,
                ["Database__Pooler"] = pooler is null ? "false" : "true",
                ["Services__PartnersHttp"] = tokens.Address,
                ["Services__Partners"] = partners.Address,
                ["Services__Inspections"] = inspections.Address,
                ["Service__PrivateKey"] = PrivateKey,
                ["APP_API_TOKEN"] = ApiToken,
                ["Listen__Grpc"] = $"127.0.0.1:{grpc}",
                ["Listen__Http"] = $"127.0.0.1:{http}",
            },
            grpc,
            http);
        await service.StartAsync();
        if (delivered)
        {
            partners.DeliverTo(service.HttpAddress, ApiToken);
            inspections.DeliverTo(service.HttpAddress, ApiToken);
        }

        return service;
    }

    public async Task StartAsync()
    {
        process = await StartProcessAsync();
        using var http = new HttpClient();
        for (var waited = Stopwatch.StartNew(); ;)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"Actions ended with {process.ExitCode} while it started.");
            }

            try
            {
                using var answer = await http.GetAsync(HttpAddress + "/health/ready");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (waited.Elapsed < TimeSpan.FromSeconds(90))
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }
    }

    /// <summary>kill -9; returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await KillAsync();
        process!.Dispose();
    }

    private Task<Process> StartProcessAsync()
    {
        // The service ends with the tests, however they end. The kernel ties that signal to the thread that started the
        // process, so the thread stays.
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "dotnet", typeof(ActionsGrpc).Assembly.Location])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var child = Process.Start(start)!;
            child.OutputDataReceived += (_, line) =>
            {
                if (line.Data is { } text && (text.Contains("fail:", StringComparison.Ordinal)))
                {
                    Console.Error.WriteLine(text);
                }
            };
            child.BeginOutputReadLine();
            started.SetResult(child);
            child.WaitForExit();
        })
        { IsBackground = true }.Start();
        return started.Task;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
