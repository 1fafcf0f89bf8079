using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.AspNetCore.Authorization;
using Yarp.ReverseProxy.Configuration;

namespace Jtai.Gateway;

/// <summary>
/// What the public door leads to: each service's own RPCs, and everything else to the portal. The event feeds have no route:
/// services pull them from one another.
/// </summary>
public static class Routes
{
    /// <summary>A valid access token; which RPC it may call is the service's to say.</summary>
    public const string SignedIn = nameof(SignedIn);

    private const string Anonymous = "anonymous";
    private const string Portal = "portal";

    public static IReadOnlyList<RouteConfig> All() =>
    [
        // Open: the signed assertion in the request is the proof.
        Grpc("partners-client-token", "partners", "/jtai.partners.v1.Partners/IssueClientToken", Anonymous),
        Grpc("partners", "partners", "/jtai.partners.v1.Partners/{method}", SignedIn),
        Grpc("inspections", "inspections", "/jtai.inspections.v1.Inspections/{method}", SignedIn),
        Grpc("actions", "actions", "/jtai.actions.v1.Actions/{method}", SignedIn),
        Grpc("reporting", "reporting", "/jtai.reporting.v1.Reporting/{method}", SignedIn),
        // The portal has its own session cookie and its own policies.
        new RouteConfig { RouteId = Portal, ClusterId = Portal, AuthorizationPolicy = Anonymous, Match = new RouteMatch { Path = "/{**path}" } },
    ];

    /// <summary>
    /// Any other call of gRPC ends at the door, with the status that gRPC has for it: the portal would answer it as a page.
    /// </summary>
    public static void MapCallsWithoutARoute(this WebApplication app) => app
        .MapPost(
            @"/{service:regex(^(jtai|grpc)\.)}/{method}",
            context => Refusals.AnswerAsync(context, StatusCode.Unimplemented, "This platform offers no such call here."))
        .RequireRateLimiting(TenantQuota.Policy)
        .AllowAnonymous();

    public static IReadOnlyList<ClusterConfig> Clusters(IConfiguration configuration) =>
    [
        Cluster(configuration, "partners", new Version(2, 0)),
        Cluster(configuration, "inspections", new Version(2, 0)),
        Cluster(configuration, "actions", new Version(2, 0)),
        Cluster(configuration, "reporting", new Version(2, 0)),
        Cluster(configuration, Portal, new Version(1, 1)),
    ];

    private static RouteConfig Grpc(string id, string cluster, string path, string policy) => new()
    {
        RouteId = id,
        ClusterId = cluster,
        AuthorizationPolicy = policy,
        RateLimiterPolicy = TenantQuota.Policy,
        Match = new RouteMatch { Path = path, Methods = [HttpMethods.Post] },
    };

    private static ClusterConfig Cluster(IConfiguration configuration, string name, Version version) => new()
    {
        ClusterId = name,
        HttpRequest = new() { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        Destinations = new Dictionary<string, DestinationConfig>
        {
            [name] = new() { Address = configuration.Required($"Services:{char.ToUpperInvariant(name[0])}{name[1..]}") },
        },
    };
}
