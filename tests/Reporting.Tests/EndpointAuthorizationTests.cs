using Grpc.Core;
using Jtai.Access;
using Jtai.Events.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Every endpoint names a policy that exists, but for the open ones, which are this one list; and the policies admit whom they say.</summary>
[Collection(ReportingService.Name)]
public sealed class EndpointAuthorizationTests(ReportingHost host)
{
    private static readonly EndpointSweep Sweep = new(
        "/health/live",
        "/health/ready",
        "/grpc.health.v1.Health/Check",
        "/grpc.health.v1.Health/Watch",
        // Guarded by Dapr's API token.
        "/dapr/subscribe",
        "/events/{publisher}");

    public static TheoryData<string> Rpcs => [.. V1.Reporting.Descriptor.Methods.Select(method => method.Name)];

    [Fact]
    public void Endpoints_Each_NamesAPolicyOrIsInTheOpenList()
    {
        Assert.Empty(Sweep.Faults(host.Service.Services));
        Assert.Superset(
            V1.Reporting.Descriptor.Methods.Select(method => $"/{method.Service.FullName}/{method.Name}").ToHashSet(),
            EndpointSweep.Endpoints(host.Service.Services).Select(EndpointSweep.Route).ToHashSet());
    }

    [Fact]
    public void Endpoints_BareOpenOrMisnamed_AreReported() =>
        Assert.Equal(["/authorized-by-nothing", "/bare", "/misnamed", "/open"], Sweep.OfOffenders(host.Service.Services));

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task AnyCall_ByCapacity_AdmitsThoseOfItsPolicyAlone(string rpc)
    {
        var method = V1.Reporting.Descriptor.FindMethodByName(rpc);
        var isWithin = rpc is "GetOverview" or "ListActions" or "GetMyWork";
        foreach (var capacity in Enum.GetValues<Capacity>())
        {
            var person = Guid.NewGuid();
            Assert.Equal(
                (capacity, isWithin && (PlanVisibility.WholePlan.Contains(capacity) || PlanVisibility.OwnActions.Contains(capacity))),
                (capacity, await IsAdmittedAsync(host.Tokens.ForPerson(person, "somewhere", "some-agency", capacity))));
            Assert.Equal(
                (capacity, !isWithin && capacity == Capacity.CrossPartnershipLead),
                (capacity, await IsAdmittedAsync(host.Tokens.AcrossPartnerships(person, "some-agency", capacity))));
            Assert.False(await IsAdmittedAsync(host.Tokens.ForPerson(person, "agency:some-agency", "some-agency", capacity)));
        }

        Assert.False(await IsAdmittedAsync(host.Tokens.ForService("partners")));
        Assert.Equal(StatusCode.Unauthenticated, await AnyRpc.CodeAsync(host.Service, method, "forged.token.here"));
        Assert.Equal(StatusCode.Unauthenticated, await AnyRpc.CodeAsync(host.Service, method, token: null));

        async Task<bool> IsAdmittedAsync(string token) => await AnyRpc.CodeAsync(host.Service, method, token) != StatusCode.PermissionDenied;
    }

    [Theory]
    [InlineData("partners", StatusCode.OK)]
    [InlineData("actions", StatusCode.PermissionDenied)]
    [InlineData("portal", StatusCode.PermissionDenied)]
    public async Task EventFeed_IsForPartnersAlone(string service, StatusCode expected) => Assert.Equal(
        expected, await AnyRpc.CodeAsync(host.Service, EventFeed.Descriptor.FindMethodByName("ListHeads"), host.Tokens.ForService(service)));
}
