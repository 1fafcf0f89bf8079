using System.Reflection;
using Grpc.Core;
using Jtai.Access;
using Jtai.Events.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
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

    public static TheoryData<string> Rpcs => [.. ReportingReflection.Descriptor.Services.Single().Methods.Select(method => method.Name)];

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
        var isWithin = rpc is "GetOverview" or "ListActions";
        foreach (var capacity in Enum.GetValues<Capacity>())
        {
            var person = TestPerson.Of("some-agency", capacity);
            Assert.Equal(
                (capacity, isWithin && (PlanVisibility.WholePlan.Contains(capacity) || PlanVisibility.OwnActions.Contains(capacity))),
                (capacity, await IsAdmittedAsync(rpc, host.Tokens.ForPerson(person.Id, "somewhere", person.AgencyId, capacity))));
            Assert.Equal(
                (capacity, !isWithin && capacity == Capacity.CrossPartnershipLead),
                (capacity, await IsAdmittedAsync(rpc, host.Tokens.AcrossPartnerships(person.Id, person.AgencyId, capacity))));
            Assert.False(await IsAdmittedAsync(rpc, host.Tokens.ForPerson(person.Id, "agency:some-agency", person.AgencyId, capacity)));
        }

        Assert.False(await IsAdmittedAsync(rpc, host.Tokens.ForService("partners")));
        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(rpc, "forged.token.here"));
        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(rpc, token: null));
    }

    [Theory]
    [InlineData("partners", StatusCode.OK)]
    [InlineData("actions", StatusCode.PermissionDenied)]
    [InlineData("portal", StatusCode.PermissionDenied)]
    public async Task EventFeed_IsForPartnersAlone(string service, StatusCode expected)
    {
        var feed = new EventFeed.EventFeedClient(host.Service.Channel);
        var code = await CodeOfAsync(() => feed.ListHeadsAsync(
            new(), new Metadata { { "authorization", $"Bearer {host.Tokens.ForService(service)}" } }).ResponseAsync);
        Assert.Equal(expected, code);
    }

    private async Task<bool> IsAdmittedAsync(string rpc, string token) => await CallAsync(rpc, token) != StatusCode.PermissionDenied;

    private Task<StatusCode> CallAsync(string rpc, string? token)
    {
        var type = ReportingReflection.Descriptor.Services.Single().FindMethodByName(rpc).InputType.ClrType;
        var call = typeof(V1.Reporting.ReportingClient).GetMethod(rpc, [type, typeof(Metadata), typeof(DateTime?), typeof(CancellationToken)])!;
        var headers = token is null ? [] : new Metadata { { "authorization", $"Bearer {token}" } };
        return CodeOfAsync(() => Task.Run(() => call.Invoke(host.Client, [Activator.CreateInstance(type), headers, null, CancellationToken.None])));
    }

    private static async Task<StatusCode> CodeOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException refusal)
        {
            return refusal.StatusCode;
        }
        catch (TargetInvocationException failure) when (failure.InnerException is RpcException refusal)
        {
            return refusal.StatusCode;
        }
    }
}
