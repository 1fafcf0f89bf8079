using System.Reflection;
using System.Text.Json.Nodes;
using Jtai.Testing;

namespace Jtai.Gateway.Tests;

// grpc-js, a client that nobody here wrote, calls the service through YARP.
public sealed class PeerTests(PeerRun peer) : IClassFixture<PeerRun>
{
    [PeerFact]
    public void Unary_Answers() => AssertSaw("unary", "\"from grpc-js ☂\"");

    [PeerFact]
    public void ServerStream_ArrivesInOrder() => AssertSaw("serverStream", """{"texts":["1","2","3","4"],"code":0}""");

    [PeerFact]
    public void ClientStream_IsAnsweredOnce() => AssertSaw("clientStream", "\"one two three\"");

    [PeerFact]
    public void Duplex_AnswersAsItGoes() => AssertSaw("duplex", """{"texts":["ping","pong"],"code":0}""");

    [PeerFact]
    public async Task Deadline_EndsTheCallAtBothSides()
    {
        AssertSaw("deadline", "4");
        Assert.True(await peer.Host.Witness.WasCancelledAsync("peer-late"));
    }

    [PeerFact]
    public async Task Cancellation_ReachesTheServer()
    {
        AssertSaw("cancelled", "1");
        Assert.True(await peer.Host.Witness.WasCancelledAsync("peer-cancelled"));
    }

    [PeerFact]
    public void Failure_CarriesItsDetails() => AssertSaw("failure", """
        {"code":3,"message":"told to fail","details":[
          {"field_violations":[{"field":"fail_with","description":"Must be 0.","reason":"","localized_message":null}]},
          {"metadata":{},"reason":"TOLD_TO_FAIL","domain":"probe.jtai"}]}
        """);

    [PeerFact]
    public void Metadata_TextAndBytes_ComeBackAsHeadersAndTrailers() => AssertSaw("metadata", """
        [{"text":"plain","bytes":[0,1,254,255]},{"text":"plain","bytes":[0,1,254,255]}]
        """);

    [PeerFact]
    public void LongReply_CompressedByTheServer_IsRead() => AssertSaw("gzip", "20000");

    private void AssertSaw(string what, string expected) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), peer.Saw[what]), $"{what}: {peer.Saw[what]?.ToJsonString()}");
}

/// <summary>One run of the peer for all its tests.</summary>
public sealed class PeerRun : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Gateway.Tests");

    /// <summary>google/rpc, from its package.</summary>
    private static readonly string GoogleProtos = typeof(PeerRun).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == nameof(GoogleProtos)).Value!;

    public ProbeHost Host { get; } = new();

    public JsonNode Saw { get; private set; } = new JsonObject();

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        if (!PeerFactAttribute.CanRun)
        {
            return;
        }

        var peer = Path.Combine(Folder, "peer");
        // npm writes this file last, so an install that was cut short is done again.
        if (!File.Exists(Path.Combine(peer, "node_modules", ".package-lock.json")))
        {
            await RunAsync("npm", peer, "ci", "--silent");
        }

        Saw = JsonNode.Parse(await RunAsync(
            "node", peer, "client.mjs", new Uri(Host.AddressOf(Door.Gateway)).Authority,
            Path.Combine(Folder, "protos"), GoogleProtos))!;
    }

    public Task DisposeAsync() => Host.DisposeAsync();

    private static Task<string> RunAsync(string program, string folder, params string[] arguments) =>
        ChildProcess.RunAsync(program, folder, TimeSpan.FromMinutes(3), arguments);
}

/// <summary>Needs Node.js: without it skipped, and in CI a failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute()
    {
        if (!CanRun)
        {
            Skip = "Node.js is not installed: the foreign gRPC client is not run.";
        }
    }

    internal static bool CanRun { get; } = Environment.GetEnvironmentVariable("CI") == "true" || IsOnPath("node");

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
