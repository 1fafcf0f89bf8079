using Jtai.Local;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary>Ctrl-C while the demo region is made.</summary>
public class UnfinishedDemoTests
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Interrupt_WhileTheDemoRegionIsMade_LeavesNothingAndTheNextStartMakesItWhole()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["--port", $"{RunningPlatform.ThreeFreePorts()}", "--data", folder.Sub("data")];
        await using (var first = AppHostRun.Start(folder, arguments))
        {
            // The one before Port Lannick's has corrected a finding by then, which cannot be done twice.
            await first.UntilItSaysAsync("           Haskermoor", StartLimit);
            first.Send(Signal.Interrupt);
            Assert.Equal(130, await first.EndAsync(TimeSpan.FromSeconds(60)));
        }

        Assert.Empty(ProcessTable.LeftOf([], folder.Path));
        await using var second = AppHostRun.Start(folder, arguments);
        await second.UntilItSaysAsync("Ready:", StartLimit);
        Assert.Equal(5, second.Output.Count(line => line.EndsWith("Safeguarding Children Partnership", StringComparison.Ordinal)));
    }
}
