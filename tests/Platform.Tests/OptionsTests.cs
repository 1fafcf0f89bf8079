using System.Net;
using System.Net.Sockets;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary>What a person typed wrongly is said in one line, before anything is started.</summary>
public class OptionsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("--prot is not an option.", "--prot", "8080")]
    [InlineData("--port takes a number from 1 to 65534, not eighty.", "--port", "eighty")]
    [InlineData("--data needs a value.", "--data")]
    [InlineData("--json goes with --check.", "--json", "result.json")]
    [InlineData("There is no file /nowhere/letter.pdf.", "--check", "/nowhere/letter.pdf")]
    public async Task Start_WithAWrongOption_SaysSoAndEndsWith2(string said, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        await using var run = AppHostRun.Start(folder, arguments);

        Assert.Equal(2, await run.EndAsync(Limit));

        Assert.Equal(said, run.Errors[0]);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Start_OnATakenPort_SaysWhichAndEndsWith1()
    {
        using var folder = new TemporaryFolder();
        var port = RunningPlatform.ThreeFreePorts();
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();
        await using var run = AppHostRun.Start(folder, "--port", $"{port}", "--data", folder.Sub("data"));

        Assert.Equal(1, await run.EndAsync(Limit));

        Assert.Equal([$"Port {port} is taken by another program. Stop it, or choose others: ./run --port N"], run.Errors);
        Assert.Empty(ProcessTable.LeftOf([], folder.Path));
    }
}
