using Jtai.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Testing;

/// <summary>Looks through a service's endpoints: each names a policy that exists, or stands in the service's list of open ones.</summary>
/// <param name="open">Routes that answer anybody, or have another guard.</param>
public sealed class EndpointSweep(params IReadOnlyList<string> open)
{
    /// <summary>Routes that stand open and are not listed, or are listed and do not stand open, or name no policy that exists.</summary>
    public IReadOnlyList<string> Faults(IServiceProvider services)
    {
        var endpoints = Endpoints(services);
        var closed = open.Except(endpoints.Where(IsOpen).Select(Route));
        return [.. Offenders(endpoints, services.GetRequiredService<AccessPolicies>()), .. closed];
    }

    /// <summary>Everything that is served; without gRPC's catch-alls, which answer UNIMPLEMENTED for what is not.</summary>
    public static IReadOnlyList<RouteEndpoint> Endpoints(IServiceProvider services) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !Route(endpoint).Contains("{unimplemented", StringComparison.Ordinal)),
    ];

    public static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    /// <summary>What the sweep reports of four endpoints that it must find and one that it must not.</summary>
    public IReadOnlyList<string> OfOffenders(IServiceProvider services)
    {
        var policies = services.GetRequiredService<AccessPolicies>();
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/bare", () => "");
        app.MapGet("/authorized-by-nothing", () => "").RequireAuthorization();
        app.MapGet("/misnamed", () => "").RequireAuthorization("NoSuchPolicy");
        app.MapGet("/open", () => "").AllowAnonymous();
        app.MapGet("/named", () => "").RequireAuthorization(policies.All.First().Name);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        return [.. Offenders(endpoints, policies).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<string> Offenders(IEnumerable<RouteEndpoint> endpoints, AccessPolicies policies) => endpoints
        .Where(endpoint => IsOpen(endpoint) ? !open.Contains(Route(endpoint)) : policies.Of(endpoint) is null)
        .Select(Route);

    private static bool IsOpen(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}
