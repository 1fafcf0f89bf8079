using System.Diagnostics;
using Grpc.Core;

namespace Jtai.Local;

/// <summary>Runs named steps, says what each did and how long it took, and stops at the first that fails.</summary>
internal sealed class Steps
{
    private readonly List<(string Name, long Milliseconds)> done = [];

    public IReadOnlyList<(string Name, long Milliseconds)> Done => done;

    public string? Failed { get; private set; }

    public async Task<T> RunAsync<T>(string name, Func<Task<T>> step)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var result = await step();
            done.Add((name, clock.ElapsedMilliseconds));
            Console.WriteLine($"{clock.ElapsedMilliseconds,7} ms  {name}");
            return result;
        }
        catch (Exception failure) when (failure is RpcException or CheckFailed or HttpRequestException or IOException or InvalidOperationException)
        {
            Failed = name;
            throw new CheckFailed($"{name}: {(failure is RpcException { Status: var status } ? $"{status.StatusCode}: {status.Detail}" : failure.Message)}");
        }
    }

    public Task RunAsync(string name, Func<Task> step) => RunAsync(name, async () =>
    {
        await step();
        return true;
    });
}

/// <summary>The check's own word for what went wrong.</summary>
internal sealed class CheckFailed(string message) : Exception(message);
