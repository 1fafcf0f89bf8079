using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The running service. One for all tests, which run side by side.</summary>
public class ActionsHost() : ServiceHost<ActionsGrpc>("actions")
{
    private static readonly Lazy<Task<ActionsHost>> Shared = new(async () =>
    {
        var host = await StartAsync<ActionsHost>();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => host.DisposeAsync().Wait(TimeSpan.FromSeconds(10));
        return host;
    });

    public static Task<ActionsHost> SharedAsync() => Shared.Value;
}
