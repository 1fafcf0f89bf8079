using System.Diagnostics;
using Jtai.Inspections.V1;
using Jtai.Local;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary>What happens to the running platform when a part of it, or all of it, is killed.</summary>
[Collection(nameof(OnePlatform))]
public class CrashTests(RunningPlatform platform) : IAsyncLifetime
{
    private static readonly TimeSpan OutageLimit = TimeSpan.FromSeconds(60);

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("Inspections")]
    [InlineData("Gateway")]
    public async Task Kill_OneService_IsStartedAgainAndAnswers(string service)
    {
        var manager = await platform.SignInAsync("haskermoor-manager");
        var before = await InspectionsAsync(manager);
        var victim = ProcessOf(service);

        Signal.Kill.Send(victim.Id);

        await AgainAsync(async () => Assert.Equal(before, await InspectionsAsync(manager)));
        Assert.NotEqual(victim.StartedAt, ProcessOf(service).StartedAt);
    }

    [Fact]
    public async Task Kill_TheWholeRun_LeavesNothingAndTheNextStartHasTheSameData()
    {
        var before = await InspectionsAsync(await platform.SignInAsync("port-lannick-manager"));
        var processes = platform.ItsProcesses();
        Assert.True(processes.Count >= 7, $"Only {processes.Count} processes were found to look for afterwards.");

        platform.Run.Send(Signal.Kill);
        await platform.NothingIsLeftAsync(processes, TimeSpan.FromSeconds(15));

        await platform.EnsureRunningAsync();
        Assert.DoesNotContain(platform.Run.Output, line => line.EndsWith("demo region", StringComparison.Ordinal));
        Assert.NotEmpty(before);
        var manager = await platform.SignInAsync("port-lannick-manager");
        await AgainAsync(async () => Assert.Equal(before, await InspectionsAsync(manager)));
    }

    [Fact]
    public async Task Interrupt_TheWholeRun_EndsWith0AndLeavesNothing()
    {
        var processes = platform.ItsProcesses();

        platform.Run.Send(Signal.Interrupt);

        Assert.Equal(0, await platform.Run.EndAsync(TimeSpan.FromSeconds(45)));
        await platform.NothingIsLeftAsync(processes, TimeSpan.FromSeconds(2));
    }

    private RunningProcess ProcessOf(string service) => Assert.Single(
        ProcessTable.DescendantsOf(platform.Run.Id), process => process.CommandLine.Contains($"/Jtai.{service}.dll", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<string>> InspectionsAsync(SignedInPerson manager)
    {
        var partnership = manager.Session.Workplaces.First(place => !place.TenantId.StartsWith("agency:", StringComparison.Ordinal)).TenantId;
        var listed = await new Inspections.V1.Inspections.InspectionsClient(manager.In(partnership)).ListInspectionsAsync(new ListInspectionsRequest());
        return [.. listed.Inspections.Select(inspection => $"{inspection.Reference} {inspection.Phase} {inspection.Version}")];
    }

    private static async Task AgainAsync(Func<Task> act)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            try
            {
                await act();
                return;
            }
            catch (Grpc.Core.RpcException) when (clock.Elapsed < OutageLimit)
            {
            }
        }
    }
}
