using Jtai.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Store;

/// <summary>Work that nobody's call asks for, in every replica, again and again. A round that fails is left to the next.</summary>
public abstract class Rounds(TimeSpan pause, ILogger logger) : BackgroundService
{
    protected ILogger Logger { get; } = logger;

    /// <summary>One round. Several replicas do it beside one another without harm.</summary>
    public abstract Task RunAsync(CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Logger.LogWarning("{Work} is left to its next round: {Failure}", GetType().Name, Failures.WithoutContent(failure));
            }

            await Task.Delay(pause, stoppingToken);
        }
    }
}
