using System.Text;
using Jtai.Reading;

namespace Jtai.LetterTests;

/// <summary>What a process that reads a hostile file gets to know, and that it does not outlive its reading.</summary>
public sealed class ChildProcessTests
{
    [Fact]
    public async Task Start_Command_HasNothingOfOursInItsEnvironment()
    {
        Environment.SetEnvironmentVariable("JTAI_TEST_SECRET", "canary");

        var (code, output, _) = await RunAsync("env");

        Assert.Equal(0, code);
        Assert.Equal("PATH", Assert.Single(output.TrimEnd().Split('\n')).Split('=')[0]);
    }

    [Fact]
    public async Task Start_AsNobody_IsNotRoot()
    {
        var (_, output, _) = await RunAsync([.. ChildProcess.AsNobody, "id", "-u"]);

        Assert.NotEqual("0", output.TrimEnd());
    }

    [Fact]
    public async Task Run_GivenUp_EndsTheChildAndItsChildren()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var name = $"{Random.Shared.Next(100_000, 900_000)}";

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(["sh", "-c", $"sleep {name} & wait"], soon.Token));

        var (code, _, _) = await RunAsync("pgrep", "-f", $"^sleep {name}");
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Run_OutputWithoutEnd_StopsAtItsBound()
    {
        using var child = ChildProcess.Start(["yes"]);

        var (_, output, _) = await ChildProcess.RunAsync(child, [], 1_000_000, CancellationToken.None);

        Assert.Equal(1_000_001, output.Length);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(params string[] command) => RunAsync(command, CancellationToken.None);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] command, CancellationToken cancellation)
    {
        using var child = ChildProcess.Start(command);
        var (code, output, errors) = await ChildProcess.RunAsync(child, [], 10_000, cancellation);
        return (code, Encoding.UTF8.GetString(output), errors);
    }
}
