namespace Jtai.Local;

/// <summary>Loopback ports of one run. Only the gateway's two and the identity provider's are known outside.</summary>
internal sealed class RunAddresses
{
    public const string PortalClientId = "jtai-portal";

    private readonly Dictionary<string, int> http = [];
    private readonly Dictionary<string, int> grpc = [];
    private readonly HashSet<int> given = [];
    private readonly int replicas;

    /// <param name="port">The portal's; gRPC is on the next. Null: free ones.</param>
    /// <param name="identityPort">Where people sign in.</param>
    /// <param name="dataDirectory">Where this run's data live.</param>
    /// <param name="replicas">Processes of each service and of the portal.</param>
    public RunAddresses(int? port, int identityPort, string dataDirectory, int replicas = 1)
    {
        (DataDirectory, this.replicas) = (dataDirectory, replicas);
        foreach (var replica in Processes.Services.Append("portal").SelectMany(ReplicasOf))
        {
            (http[replica], grpc[replica]) = (NewPort(), NewPort());
        }

        http["gateway"] = port ?? NewPort();
        grpc["gateway"] = port + 1 ?? NewPort();
        IdentityPort = identityPort;
    }

    public string DataDirectory { get; }

    public int IdentityPort { get; }

    public string Identity => $"http://localhost:{IdentityPort}";

    public string Portal => $"http://localhost:{HttpPort("gateway")}";

    /// <summary>Names of a service's processes; the first has the service's own: <c>actions</c>, <c>actions-2</c>.</summary>
    public IEnumerable<string> ReplicasOf(string service) =>
        Enumerable.Range(1, replicas).Select(number => number == 1 ? service : $"{service}-{number}");

    /// <summary>Of all its processes, with commas between them.</summary>
    public string HttpOfAll(string service) => string.Join(',', ReplicasOf(service).Select(Http));

    /// <summary>Of all its processes, with commas between them.</summary>
    public string GrpcOfAll(string service) => string.Join(',', ReplicasOf(service).Select(Grpc));

    public int HttpPort(string name) => http[name];

    public int GrpcPort(string name) => grpc[name];

    public string Http(string name) => $"http://127.0.0.1:{http[name]}";

    public string Grpc(string name) => $"http://127.0.0.1:{grpc[name]}";

    /// <summary>Waits a little for what an earlier run is still letting go of.</summary>
    /// <exception cref="IOException">One of the ports that people use is taken; says which and what to do.</exception>
    public async Task EnsurePublicPortsAreFreeAsync(CancellationToken ct)
    {
        int[] known = [HttpPort("gateway"), GrpcPort("gateway"), IdentityPort];
        for (var attempt = 1; attempt < 15 && known.Any(LoopbackPort.IsTaken); attempt++)
        {
            await Task.Delay(200, ct);
        }

        if (known.FirstOrDefault(LoopbackPort.IsTaken) is > 0 and var taken)
        {
            throw new IOException($"Port {taken} is taken by another program. Stop it, or choose others: ./run --port N");
        }
    }

    private int NewPort()
    {
        var port = LoopbackPort.Free();
        return given.Add(port) ? port : NewPort();
    }
}
