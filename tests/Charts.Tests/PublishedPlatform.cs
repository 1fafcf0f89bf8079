using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Jtai.Local;

namespace Jtai.Charts.Tests;

/// <summary>
/// The same, as an image runs it: from the publish output, which nobody may write to, as a user whom the machine does not know,
/// with the environment of the manifest and Debian's own search path. Ready is what the manifest's probes call so.
/// </summary>
public sealed partial class PublishedPlatform : RunningPlatform
{
    private const string User = "10001";
    private readonly string programs = Directory.CreateTempSubdirectory("jtai-published-").FullName;

    private PublishedPlatform(string environment)
        : base(environment)
    {
    }

    public static async Task<PublishedPlatform> StartAsync(string environment)
    {
        var platform = new PublishedPlatform(environment);
        try
        {
            await platform.InstallAsync();
            await platform.InitializeAsync();
            return platform;
        }
        catch
        {
            await platform.EndAsync();
            throw;
        }
    }

    public HttpClient OpenBrowser() => new(TrustingTheAuthority()) { BaseAddress = AddressOf("gateway", "") };

    public GrpcChannel OpenChannel(string process) =>
        GrpcChannel.ForAddress(AddressOf(process, "", 8081), new GrpcChannelOptions { HttpHandler = TrustingTheAuthority(), DisposeHttpClient = true });

    public int PortOf(string process, int port) => AddressOf(process, "", port).Port;

    /// <summary>Key of the platform's access tokens.</summary>
    public string TokenKey => Secret("token-signing/current");

    /// <summary>What the probe of a container, as its manifest has it, is told now: null where all is well.</summary>
    internal async Task<string?> AskAsync(Pod pod, string probe)
    {
        var asked = pod.Containers.Single()[probe]!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(asked["timeoutSeconds"]!.GetValue<int>()));
        try
        {
            return asked["grpc"] is { } grpc ? await AskGrpcAsync(pod, grpc, limit.Token) : await AskHttpAsync(pod, asked["httpGet"]!, limit.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or RpcException or OperationCanceledException)
        {
            return failure.Message;
        }
    }

    /// <summary>Asks a process to stop, as the kubelet does, and waits for as long as that waits.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> StopAsync(Pod pod)
    {
        var spec = pod.Template["spec"]!;
        var leave = pod.Containers.Single()["lifecycle"]?["preStop"]?["sleep"]?["seconds"]?.GetValue<int>() ?? 0;
        var limit = TimeSpan.FromSeconds(spec["terminationGracePeriodSeconds"]!.GetValue<int>() - leave);
        var process = ProcessOf(pod.Name);
        Signal.Terminate.Send(process.Id);
        return await process.Exited.WaitAsync(limit);
    }

    /// <summary>Runs the check to its end, as its Job does.</summary>
    /// <param name="arguments">As <c>skaffold.yaml</c> has them.</param>
    /// <param name="key">The Secret's key that is handed to it as its own.</param>
    internal async Task<(int ExitCode, IReadOnlyList<string> Lines)> CheckAsync(IEnumerable<string> arguments, string key)
    {
        var lines = new ConcurrentQueue<string>();
        var start = Command("check", arguments.Select(OnThisMachine));
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = start.Environment["TMPDIR"] = "/tmp";
        start.Environment["CHECK_KEY"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Secret(key)));
        using var check = await TiedProcess.StartAsync(start, lines.Enqueue);
        try
        {
            return (await check.Exited.WaitAsync(TimeSpan.FromMinutes(2)), [.. lines]);
        }
        finally
        {
            await check.StopAsync(TimeSpan.FromSeconds(1), Signal.Kill);
        }
    }

    internal IEnumerable<Pod> AllDeployments() => Deployments();

    public async Task EndAsync()
    {
        await DisposeAsync();
        Directory.Delete(programs, recursive: true);
    }

    private protected override ProcessStartInfo Command(string process, IEnumerable<string> arguments) => new(
        "setpriv",
        [$"--reuid={User}", $"--regid={User}", "--clear-groups", "--no-new-privs", "--pdeathsig", "TERM", Path.Combine(programs, process, "start"), .. arguments])
    { WorkingDirectory = Path.Combine(programs, process) };

    /// <summary>The image's own environment: Debian's search path and what the Dockerfile adds.</summary>
    private protected override IReadOnlyDictionary<string, string> More(Pod pod) => Variable()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile")))
        .ToDictionary(match => match.Groups[1].Value, match => OnThisMachine(pod, match.Groups[2].Value))
        .Append(new("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
        // Where the volume at /tmp is on this machine.
        .Append(new("TMPDIR", OnThisMachine(pod, "/tmp")))
        .ToDictionary();

    /// <summary>As Kubernetes mounts with <c>fsGroup</c>: the group's.</summary>
    private protected override void Mounted(string folder)
    {
        // What lies above was made for this test's own user.
        foreach (var above in new[] { Path.GetDirectoryName(folder)!, Path.GetDirectoryName(Path.GetDirectoryName(folder))! })
        {
            File.SetUnixFileMode(above, File.GetUnixFileMode(above) | UnixFileMode.OtherExecute);
        }

        Run("chown", "-R", $"root:{User}", folder);
        Run("chmod", "-R", "g+rwX,o-rwx", folder);
    }

    private protected override async Task UntilReadyAsync(Pod pod)
    {
        foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
        {
            var asked = pod.Containers.Single()[probe]!;
            var limit = TimeSpan.FromSeconds(asked["periodSeconds"]!.GetValue<int>() * asked["failureThreshold"]!.GetValue<int>());
            string? said;
            for (var clock = Stopwatch.StartNew(); (said = await AskAsync(pod, probe)) is not null; await Task.Delay(100))
            {
                Assert.False(ProcessOf(pod.Name).Exited.IsCompleted, $"{pod.Name} has ended:\n{string.Join('\n', Log)}");
                Assert.True(clock.Elapsed < limit, $"{pod.Name} would be given up, its {probe} being told {said}:\n{string.Join('\n', Log)}");
            }
        }
    }

    private async Task InstallAsync()
    {
        var published = await Published.FolderAsync();
        foreach (var process in Published.Images)
        {
            // Links where the file system allows it: each holds a whole runtime.
            Run("sh", "-c", """cp -al "$0" "$1" 2>/dev/null || cp -a "$0" "$1" """, Path.Combine(published, process), programs);
        }

        Run("chmod", "-R", "a+rX,a-w", programs);
        Run("chown", "-R", "root:root", programs);
    }

    private async Task<string?> AskGrpcAsync(Pod pod, JsonNode grpc, CancellationToken ct)
    {
        using var channel = GrpcChannel.ForAddress(AddressOf(pod.Name, "", grpc["port"]!.GetValue<int>()));
        var request = new HealthCheckRequest { Service = grpc["service"]?.Text() ?? "" };
        var status = (await new Health.HealthClient(channel).CheckAsync(request, cancellationToken: ct)).Status;
        return status == HealthCheckResponse.Types.ServingStatus.Serving ? null : status.ToString();
    }

    private async Task<string?> AskHttpAsync(Pod pod, JsonNode get, CancellationToken ct)
    {
        var port = pod.Ports.Single(port => port.Name == get["port"]!.Text() || $"{port.Number}" == get["port"]!.Text()).Number;
        var address = new UriBuilder(AddressOf(pod.Name, get["path"]!.Text().TrimStart('/'), port)) { Scheme = get["scheme"]?.Text().ToLowerInvariant() ?? "http" };
        // The kubelet asks whoever answers; here it has to be the process that the certificate is of.
        var handler = TrustingTheAuthority();
        handler.AllowAutoRedirect = false;
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync(address.Uri, ct);
        return (int)answer.StatusCode is >= 200 and < 400 ? null : answer.StatusCode.ToString();
    }

    private static void Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [GeneratedRegex(@"^ENV (\w+)=(\S+)$", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Variable();
}
