using System.Text.Json;
using Jtai.LetterTests;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary><c>./run --check</c>: the main job on a letter, from its file to the police force's view across partnerships.</summary>
public class CheckTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>One letter stands for all; <c>./test --soak</c> takes each of them.</summary>
    public static TheoryData<string> RealLetterFiles => Environment.GetEnvironmentVariable("JTAI_SOAK") == "1"
        ? [.. Directory.EnumerateFiles(Folders.RealLetters, "*.pdf").Select(file => Path.GetFileName(file)).Order()]
        : ["somerset-2024.pdf"];

    [Fact]
    public async Task Check_FictionalLetter_ReachesTheViewAcrossPartnerships()
    {
        var steps = await SucceedAsync(Path.Combine(Folders.FictionalLetters, "haskermoor-2025.pdf"));
        Assert.Equal(
            [
                "start the platform", "read the file", "provision five partnerships and a police force", "sign in five partnership managers",
                "appoint the police action owner", "sign in the police action owner", "sign in the police cross-partnership lead",
                "agree a sharing grant in each partnership",
                "record the inspection", "import the letter", "confirm 2 priority actions, 5 improvements, 4 strengths", "publish the inspection",
                "make the action plan", "add an action for each finding", "record progress as the police force",
                "see it in the view across partnerships",
            ],
            steps);
    }

    [RealLettersTheory]
    [MemberData(nameof(RealLetterFiles))]
    public async Task Check_RealLetter_ReachesTheViewAcrossPartnerships(string file) =>
        Assert.Equal("see it in the view across partnerships", (await SucceedAsync(Path.Combine(Folders.RealLetters, file)))[^1]);

    [Fact]
    public async Task Check_NotALetter_NamesTheStep()
    {
        using var folder = new TemporaryFolder();
        var letter = folder.Sub("shopping.txt");
        await File.WriteAllTextAsync(letter, "Bread, milk, and a dozen eggs.\n");
        await using var run = AppHostRun.Start(folder, "--check", letter, "--json", folder.Sub("result.json"));

        Assert.Equal(1, await run.EndAsync(Limit));

        Assert.Contains(run.Errors, line => line.StartsWith("Failed at: import the letter: ", StringComparison.Ordinal));
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(folder.Sub("result.json")));
        Assert.False(result.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal("import the letter", result.RootElement.GetProperty("failed_step").GetString());
        NothingIsLeft(folder);
    }

    private static async Task<IReadOnlyList<string>> SucceedAsync(string letter)
    {
        using var folder = new TemporaryFolder();
        await using var run = AppHostRun.Start(folder, "--check", letter, "--json", folder.Sub("result.json"));

        var code = await run.EndAsync(Limit);

        Assert.True(code == 0, $"It ended with {code}.\n{run.Said()}");
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(folder.Sub("result.json")));
        Assert.True(result.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(Path.GetFileName(letter), result.RootElement.GetProperty("letter").GetString());
        NothingIsLeft(folder);
        return [.. result.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("name").GetString()!)];
    }

    private static void NothingIsLeft(TemporaryFolder folder)
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path, "jtai-*"));
        Assert.Empty(ProcessTable.LeftOf([], folder.Path));
    }
}
