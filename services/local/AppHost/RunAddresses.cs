namespace Jtai.Local;

/// <summary>Loopback ports of one run. Only the door's two and the identity provider's are known outside.</summary>
internal sealed class RunAddresses
{
    public const string PortalClientId = "jtai-portal";

    private readonly Dictionary<string, int> http = [];
    private readonly Dictionary<string, int> grpc = [];
    private readonly Dictionary<string, int> dapr = [];
    private readonly HashSet<int> given = [];

    /// <param name="port">The portal's; gRPC is on the next. Null: free ones.</param>
    /// <param name="identityPort">Where people sign in.</param>
    /// <param name="dataDirectory">Where this run's data live.</param>
    public RunAddresses(int? port, int identityPort, string dataDirectory)
    {
        DataDirectory = dataDirectory;
        foreach (var service in Processes.Services)
        {
            (http[service], grpc[service], dapr[service]) = (NewPort(), NewPort(), NewPort());
        }

        http["portal"] = NewPort();
        http["gateway"] = port ?? NewPort();
        grpc["gateway"] = port + 1 ?? NewPort();
        IdentityPort = identityPort;
    }

    public string DataDirectory { get; }

    public int IdentityPort { get; }

    public string Identity => $"http://localhost:{IdentityPort}";

    public string Portal => $"http://localhost:{HttpPort("gateway")}";

    public int HttpPort(string name) => http[name];

    public int GrpcPort(string name) => grpc[name];

    public int DaprPort(string name) => dapr[name];

    public string Http(string name) => $"http://127.0.0.1:{http[name]}";

    public string Grpc(string name) => $"http://127.0.0.1:{grpc[name]}";

    public string Dapr(string name) => $"http://127.0.0.1:{dapr[name]}";

    /// <summary>Waits a little for what an earlier run is still letting go of.</summary>
    /// <exception cref="IOException">One of the ports that people use is taken; says which and what to do.</exception>
    public async Task EnsurePublicPortsAreFreeAsync(CancellationToken ct)
    {
        foreach (var port in (int[])[HttpPort("gateway"), GrpcPort("gateway"), IdentityPort])
        {
            for (var attempt = 1; LoopbackPort.IsTaken(port); attempt++)
            {
                if (attempt == 15)
                {
                    throw new IOException($"Port {port} is taken by another program. Stop it, or choose others: ./run --port N");
                }

                await Task.Delay(200, ct);
            }
        }
    }

    private int NewPort()
    {
        int port;
        do
        {
            port = LoopbackPort.Free();
        }
        while (!given.Add(port));
        return port;
    }
}
