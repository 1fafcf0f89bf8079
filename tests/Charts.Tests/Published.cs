using System.Security.Cryptography;
using System.Text;

namespace Jtai.Charts.Tests;

/// <summary>
/// The six processes, and the check that is tried on them, as <c>tools/publish</c> makes them, which is all that the <c>Dockerfile</c> does: published once for a state of
/// the sources, and kept under <c>artifacts/</c>.
/// </summary>
internal static class Published
{
    private static readonly string[] Sources = [".config", "gateway", "protos", "services", "tools", "Directory.Build.props", "Directory.Packages.props", "global.json"];
    private static readonly string[] NotSources = ["bin", "obj", "node_modules"];
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>What an image is made of.</summary>
    public static IReadOnlyList<string> Images { get; } = [.. RunningPlatform.Processes, "check"];

    /// <summary>A folder with one for each image.</summary>
    public static Task<string> FolderAsync() => Made.Value;

    /// <summary>What the Dockerfile calls PROJECT.</summary>
    public static string ProjectOf(string image) =>
        image == "gateway" ? image : $"services/{(image == "check" ? "local/" : "")}{char.ToUpperInvariant(image[0])}{image[1..]}";

    private static async Task<string> MakeAsync()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "published");
        var stamp = Path.Combine(folder, "sources");
        var sources = await HashAsync();
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp) != sources)
        {
            Directory.CreateDirectory(folder);
            File.Delete(stamp);
            foreach (var process in Images)
            {
                var (exitCode, output, errors) = await Repository.RunAsync(
                    Path.Combine(Repository.Root, "tools", "publish"), [ProjectOf(process), Path.Combine(folder, process)]);
                Assert.True(exitCode == 0, output + errors);
            }

            await File.WriteAllTextAsync(stamp, sources);
        }

        return folder;
    }

    private static async Task<string> HashAsync()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Sources.SelectMany(source => Files(Path.Combine(Repository.Root, source))).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(Repository.Root, file) + "\n"));
            hash.AppendData(await File.ReadAllBytesAsync(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string path) => File.Exists(path)
        ? [path]
        : [
            .. Directory.EnumerateFiles(path),
            .. Directory.EnumerateDirectories(path).Where(folder => !NotSources.Contains(Path.GetFileName(folder))).SelectMany(Files),
        ];
}
