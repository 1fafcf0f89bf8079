using Jtai.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Inspections.Tests;

/// <summary>Every endpoint names a policy that exists, or stands in one literal list of open ones.</summary>
[Collection(InspectionsService.Name)]
public sealed class AuthorizationTests(InspectionsHost host)
{
    // Health says nothing of content; Dapr's two have its token as their guard. The catch-alls answer "unimplemented".
    private static readonly string[] Open =
    [
        "/health/live", "/health/ready", "/dapr/subscribe", "/events/{publisher}",
    ];

    [Fact]
    public void Endpoints_AllOfThem_NameAPolicyOrAreListedAsOpen()
    {
        var policies = host.Service.Services.GetRequiredService<AccessPolicies>();
        var endpoints = host.Service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).ToList();

        Assert.Empty(Offenders(endpoints, policies));
        Assert.Equal(
            V1.Inspections.Descriptor.Methods.Select(method => $"/{V1.Inspections.Descriptor.FullName}/{method.Name}").Order(),
            endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!)
                .Where(route => route.StartsWith($"/{V1.Inspections.Descriptor.FullName}/", StringComparison.Ordinal) && !route.Contains('{')).Order());
    }

    [Fact]
    public void Offenders_BareUnknownOrUnlistedOpen_AreReported()
    {
        var policies = host.Service.Services.GetRequiredService<AccessPolicies>();

        Assert.Equal(["/bare", "/unknown", "/unlisted"], Offenders(
            [
                Endpoint("/bare"),
                Endpoint("/unknown", new AuthorizeAttribute("no-such-policy")),
                Endpoint("/unlisted", new AllowAnonymousAttribute()),
                Endpoint("/good", new AuthorizeAttribute(Policies.Read)),
                Endpoint("/health/live", new AllowAnonymousAttribute()),
            ],
            policies));
    }

    private static IEnumerable<string> Offenders(IEnumerable<Endpoint> endpoints, AccessPolicies policies) =>
        from endpoint in endpoints
        let route = ((RouteEndpoint)endpoint).RoutePattern.RawText!
        let open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        where open ? !Open.Contains(route) : policies.Of(endpoint) is null
        // An unknown service or method falls to the policy that admits nobody.
        where !route.Contains("{unimplemented", StringComparison.Ordinal)
        select route;

    private static RouteEndpoint Endpoint(string route, params object[] metadata) => new(
        _ => Task.CompletedTask,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(route),
        0,
        new EndpointMetadataCollection(metadata),
        route);
}
