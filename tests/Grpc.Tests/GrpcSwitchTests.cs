using System.Text.Json.Nodes;

namespace Jtai.GrpcTests;

// What a project that uses gRPC and YARP refers to, as MSBuild evaluates it.
public sealed class GrpcSwitchTests
{
    [Fact]
    public async Task Default_TakesTheStandInsAndTheDownloadedAssemblies()
    {
        var items = await EvaluateAsync(officialGrpc: false);

        Assert.Equal(["Grpc.Core.Api.csproj", "Grpc.Net.Common.csproj"], StandIns(items));
        Assert.Equal(["Grpc.AspNetCore.Server", "Grpc.Net.Client", "Yarp.ReverseProxy"], Names(items, "PackageDownload"));
        Assert.Equal(["Grpc.AspNetCore.Server", "Grpc.Net.Client", "Yarp.ReverseProxy"], Names(items, "Reference"));
        Assert.Empty(OrdinaryPackages(items));
    }

    [Fact]
    public async Task OfficialGrpc_TakesOrdinaryPackagesAndNoStandIn()
    {
        var items = await EvaluateAsync(officialGrpc: true);

        Assert.Empty(StandIns(items));
        Assert.Empty(Names(items, "PackageDownload"));
        Assert.Empty(Names(items, "Reference"));
        Assert.Equal(["Grpc.AspNetCore", "Grpc.Net.Client", "Yarp.ReverseProxy"], OrdinaryPackages(items));
    }

    private static async Task<JsonNode> EvaluateAsync(bool officialGrpc)
    {
        var json = await ChildProcess.RunAsync(
            "dotnet", Path.Combine(Repository.Root, "tests", "Grpc.Tests"), TimeSpan.FromMinutes(2),
            "msbuild", "Grpc.Tests.csproj", $"-p:OfficialGrpc={officialGrpc}",
            "-getItem:PackageReference", "-getItem:ProjectReference", "-getItem:PackageDownload", "-getItem:Reference");
        return JsonNode.Parse(json)!["Items"]!;
    }

    private static List<string> StandIns(JsonNode items) => [.. Names(items, "ProjectReference")
        .Where(path => path.Contains("platform/Grpc/", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)).Order()];

    private static List<string> OrdinaryPackages(JsonNode items) => [.. Names(items, "PackageReference")
        .Where(name => name.StartsWith("Grpc.", StringComparison.Ordinal) || name.StartsWith("Yarp.", StringComparison.Ordinal))
        .Where(name => name != "Grpc.Tools")];

    private static List<string> Names(JsonNode items, string kind) =>
        [.. items[kind]!.AsArray().Select(item => item!["Identity"]!.GetValue<string>().Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
}
