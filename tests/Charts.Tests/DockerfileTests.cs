using System.Text.RegularExpressions;

namespace Jtai.Charts.Tests;

/// <summary>What the Dockerfile leaves to others to know, since no image is built here.</summary>
public sealed partial class DockerfileTests
{
    [Fact]
    public void Context_WithoutWhatIsIgnored_HoldsEveryProjectOfEveryProcess() => Assert.Empty(LeftOut(Ignored()));

    [Theory]
    [InlineData("services/platform", "services/platform/Field/Field.csproj")]
    [InlineData("**/Jtai", "tools/Jtai/Jtai.csproj")]
    [InlineData(".config", ".config/dotnet-tools.json")]
    [InlineData("global.json", "global.json")]
    [InlineData("tests", "tests/Letters.Tests/FictionalLetters/haskermoor-2025.pdf")]
    [InlineData("services/local", "services/local/Check/Check.csproj")]
    public void Context_WithoutWhatIsNeeded_IsReported(string pattern, string leftOut) => Assert.Contains(leftOut, LeftOut([.. Ignored(), pattern]));

    [Fact]
    public async Task User_OfTheImage_IsTheOneOfEveryPod()
    {
        var user = User().Match(await File.ReadAllTextAsync(At("Dockerfile"))).Groups[1].Value;
        var users = (await Rendered.Of("region")).Pods.Where(pod => RunningPlatform.Processes.Any(process => pod.Name.StartsWith(process, StringComparison.Ordinal)))
            .Select(pod => pod.Template["spec"]!["securityContext"]!).Select(context => $"{context["runAsUser"]}:{context["runAsGroup"]}").Distinct();
        Assert.Equal([user], users);
    }

    private static string[] Ignored() => [.. File.ReadAllLines(At(".dockerignore")).Where(line => line.Length > 0 && !line.StartsWith('#'))];

    private static IEnumerable<string> LeftOut(IReadOnlyList<string> patterns) => Published.Images
        .SelectMany(image => Files(Directory.GetFiles(At(Published.ProjectOf(image)), "*.csproj").Single()))
        .Concat([At(".config/dotnet-tools.json"), At("Directory.Build.props"), At("Directory.Packages.props"), At("global.json"), At("tools/publish")])
        .Select(file => Path.GetRelativePath(Repository.Root, file)).Distinct()
        // The last that fits decides; with "!" it takes back.
        .Where(file => patterns.LastOrDefault(pattern => IsUnder(file.Split('/'), pattern.TrimStart('!')))?.StartsWith('!') == false);

    /// <summary>A project, all that it refers to, and the files that they take from elsewhere.</summary>
    private static IEnumerable<string> Files(string project) =>
    [
        project,
        .. Reference().Matches(File.ReadAllText(project))
            .Select(match => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, match.Groups[1].Value))).SelectMany(file => file.EndsWith(".csproj", StringComparison.Ordinal) ? Files(file) : [file]),
    ];

    // The two forms that are used: a path from the root, and a name anywhere.
    private static bool IsUnder(string[] file, string pattern) =>
        pattern.StartsWith("**/", StringComparison.Ordinal) ? file.Contains(pattern[3..]) : $"{string.Join('/', file)}/".StartsWith(pattern + "/", StringComparison.Ordinal);

    private static string At(string path) => Path.Combine(Repository.Root, path);

    [GeneratedRegex("<(?:ProjectReference|None) Include=\"(\\.\\./[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex("^USER (.+)$", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex User();
}
