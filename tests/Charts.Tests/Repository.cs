using System.Diagnostics;

namespace Jtai.Charts.Tests;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Tools { get; } = Path.Combine(Root, "tests", "Charts.Tests", "tools");

    private static readonly Lazy<Task> Packages = new(InstallAsync);

    /// <summary>The npm packages of <c>tools/</c>, as its lock file has them.</summary>
    public static Task PackagesAsync() => Packages.Value;

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, string? folder = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Neither a cluster nor a cache of whoever runs the tests has a say.
        start.Environment["KUBECONFIG"] = "/dev/null";
        start.Environment["HELM_CACHE_HOME"] = start.Environment["HELM_CONFIG_HOME"] = start.Environment["HELM_DATA_HOME"] = Path.Combine(Root, "artifacts", "helm-home");
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within three minutes.");
        }

        return (process.ExitCode, await output, await errors);
    }

    private static async Task InstallAsync()
    {
        // npm writes this file last, so an install that was cut short is done again.
        if (File.Exists(Path.Combine(Tools, "node_modules", ".package-lock.json")))
        {
            return;
        }

        var (exitCode, _, errors) = await RunAsync("npm", ["ci", "--silent"], Tools);
        Assert.True(exitCode == 0, errors);
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "JtaiPlatform.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests run inside the repository.");
    }
}
