using Jtai.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Partners.Tests;

/// <summary>Every endpoint names a policy that exists, but for the open ones, which are this one list.</summary>
[Collection(PartnersCollection.Name)]
public sealed class EndpointAuthorizationTests(PartnersHost host)
{
    private static readonly HashSet<string> Open =
    [
        "/jtai.partners.v1.Partners/IssueClientToken",
        "/.well-known/openid-configuration",
        "/jwks",
        "/health/live",
        "/health/ready",
        // Guarded by the API token of Dapr and of the local run.
        "/dapr/subscribe",
        "/events/{publisher}",
        "/local/clock",
    ];

    [Fact]
    public void Endpoints_Each_NamesAPolicyOrIsInTheOpenList()
    {
        var endpoints = Endpoints(host.Services);
        Assert.Empty(Offenders(endpoints, Policies()));
        Assert.Equal(Open.Order(), endpoints.Where(IsOpen).Select(Route).Order());
        Assert.Superset(
            V1.Partners.Descriptor.Methods.Select(method => $"/{method.Service.FullName}/{method.Name}").ToHashSet(),
            endpoints.Select(Route).ToHashSet());
    }

    [Fact]
    public void Endpoints_BareOpenOrMisnamed_AreReported()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/bare", () => "");
        app.MapGet("/authorized-by-nothing", () => "").RequireAuthorization();
        app.MapGet("/misnamed", () => "").RequireAuthorization("NoSuchPolicy");
        app.MapGet("/open", () => "").AllowAnonymous();
        app.MapGet("/named", () => "").RequireAuthorization(Partners.Policies.ReadRegister);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        Assert.Equal(["/authorized-by-nothing", "/bare", "/misnamed", "/open"], Offenders([.. endpoints], Policies()).Order());
    }

    private HashSet<string> Policies() => [.. host.Services.GetRequiredService<AccessPolicies>().All.Select(policy => policy.Name)];

    private static RouteEndpoint[] Endpoints(IServiceProvider services) =>
        // gRPC adds catch-alls that answer UNIMPLEMENTED for what is not served.
        [.. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => !Route(endpoint).Contains("{unimplemented", StringComparison.Ordinal))];

    private static IEnumerable<string> Offenders(IEnumerable<RouteEndpoint> endpoints, HashSet<string> policies) =>
        endpoints.Where(endpoint => IsOpen(endpoint)
                ? !Open.Contains(Route(endpoint))
                : !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is { } name && policies.Contains(name)))
            .Select(Route);

    private static bool IsOpen(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
}
