using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>Every endpoint names a policy that exists, or stands in one literal list of open ones.</summary>
[Collection(InspectionsService.Name)]
public sealed class AuthorizationTests(InspectionsHost host)
{
    // Health says nothing of content; Dapr's two have its token as their guard.
    private static readonly EndpointSweep Sweep = new(
        "/health/live", "/health/ready", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch", "/dapr/subscribe", "/events/{publisher}");

    [Fact]
    public void Endpoints_AllOfThem_NameAPolicyOrAreListedAsOpen()
    {
        Assert.Empty(Sweep.Faults(host.Service.Services));
        Assert.Equal(
            V1.Inspections.Descriptor.Methods.Select(method => $"/{V1.Inspections.Descriptor.FullName}/{method.Name}").Order(),
            EndpointSweep.Endpoints(host.Service.Services).Select(EndpointSweep.Route)
                .Where(route => route.StartsWith($"/{V1.Inspections.Descriptor.FullName}/", StringComparison.Ordinal) && !route.Contains('{')).Order());
    }

    [Fact]
    public void Offenders_BareUnknownOrUnlistedOpen_AreReported() =>
        Assert.Equal(["/authorized-by-nothing", "/bare", "/misnamed", "/open"], Sweep.OfOffenders(host.Service.Services));
}
