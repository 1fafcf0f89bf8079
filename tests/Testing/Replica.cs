using Grpc.Net.Client;

namespace Jtai.Testing;

/// <summary>One running replica of a service, in this process or in one of its own.</summary>
public sealed class Replica : IAsyncDisposable
{
    private readonly IAsyncDisposable running;
    private readonly IServiceProvider? services;

    internal Replica(string grpcAddress, string httpAddress, IAsyncDisposable running, IServiceProvider? services)
    {
        (this.running, this.services) = (running, services);
        Channel = GrpcChannel.ForAddress(grpcAddress);
        Http = new HttpClient { BaseAddress = new Uri(httpAddress) };
    }

    public GrpcChannel Channel { get; }

    /// <summary>To the port of Dapr, keys and health.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => services ?? throw new InvalidOperationException("What runs in a process of its own cannot be looked into.");

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        await running.DisposeAsync();
    }
}
