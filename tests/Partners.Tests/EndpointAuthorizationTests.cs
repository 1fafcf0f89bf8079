using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>Every endpoint names a policy that exists, but for the open ones, which are this one list.</summary>
[Collection(PartnersCollection.Name)]
public sealed class EndpointAuthorizationTests(PartnersHost host)
{
    private static readonly EndpointSweep Sweep = new(
        "/jtai.partners.v1.Partners/IssueClientToken",
        "/.well-known/openid-configuration",
        "/jwks",
        "/health/live",
        "/health/ready",
        "/grpc.health.v1.Health/Check",
        "/grpc.health.v1.Health/Watch",
        // Guarded by the API token of Dapr and of the local run.
        "/dapr/subscribe",
        "/events/{publisher}",
        "/local/clock");

    [Fact]
    public void Endpoints_Each_NamesAPolicyOrIsInTheOpenList()
    {
        Assert.Empty(Sweep.Faults(host.Service.Services));
        Assert.Superset(
            V1.Partners.Descriptor.Methods.Concat(V1.Settings.Descriptor.Methods).Concat(V1.Tenants.Descriptor.Methods).Select(method => $"/{method.Service.FullName}/{method.Name}").ToHashSet(),
            EndpointSweep.Endpoints(host.Service.Services).Select(EndpointSweep.Route).ToHashSet());
    }

    [Fact]
    public void Endpoints_BareOpenOrMisnamed_AreReported() =>
        Assert.Equal(["/authorized-by-nothing", "/bare", "/misnamed", "/open"], Sweep.OfOffenders(host.Service.Services));
}
