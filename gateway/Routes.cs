using System.Globalization;
using System.Net;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.AspNetCore.Authorization;
using Yarp.ReverseProxy.Configuration;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Jtai.Gateway;

/// <summary>What the public door leads to: the services' own RPCs, and everything else to the portal.</summary>
public static class Routes
{
    /// <summary>A valid access token; which RPC it may call is the service's to say.</summary>
    public const string SignedIn = nameof(SignedIn);

    private const string Anonymous = "anonymous";
    private const string Portal = nameof(Portal);

    /// <summary>The event feed is not here: services pull it from one another.</summary>
    private static readonly ServiceDescriptor[] Services =
    [
        Partners.V1.Partners.Descriptor, Partners.V1.Settings.Descriptor, Partners.V1.Tenants.Descriptor, Partners.V1.ActivityLog.Descriptor,
        Partners.V1.Export.Descriptor, Partners.V1.Operations.Descriptor,
        Inspections.V1.Inspections.Descriptor, Inspections.V1.ActivityLog.Descriptor, Inspections.V1.Export.Descriptor, Inspections.V1.Operations.Descriptor,
        Actions.V1.Actions.Descriptor, Actions.V1.Statements.Descriptor, Actions.V1.Evidence.Descriptor, Actions.V1.Assurance.Descriptor,
        Actions.V1.Notifications.Descriptor, Actions.V1.ActivityLog.Descriptor, Actions.V1.Export.Descriptor, Actions.V1.Operations.Descriptor,
        Reporting.V1.Reporting.Descriptor, Reporting.V1.ActivityLog.Descriptor, Reporting.V1.Export.Descriptor, Reporting.V1.Operations.Descriptor,
    ];

    /// <summary>Open: the signed assertion in the request is the proof.</summary>
    private static readonly MethodDescriptor[] Open = [Partners.V1.Partners.Descriptor.FindMethodByName("IssueClientToken")];

    public static IReadOnlyList<RouteConfig> All() =>
    [
        .. Open.Select(method => Grpc(method.FullName, method.Service, method.Name, Anonymous)),
        .. Services.Select(service => Grpc(service.FullName, service, "{method}", SignedIn)),
        // The portal has its own session cookie and its own policies.
        new RouteConfig
        {
            RouteId = Portal, ClusterId = Portal, AuthorizationPolicy = Anonymous, RateLimiterPolicy = TenantQuota.Pages,
            Match = new RouteMatch { Path = "/{**path}" },
        },
    ];

    /// <summary>
    /// Any other call of gRPC ends at the door, with the status that gRPC has for it: the portal would answer it as a page.
    /// </summary>
    public static void MapCallsWithoutARoute(this WebApplication app) => app
        .MapPost(
            @"/{service:regex(^(jtai|grpc)\.)}/{method}",
            context => Refusals.AnswerAsync(context, StatusCode.Unimplemented, "This platform offers no such call here."))
        .RequireRateLimiting(TenantQuota.Calls)
        .AllowAnonymous();

    public static IReadOnlyList<ClusterConfig> Clusters(IConfiguration configuration) =>
    [
        .. Services.Select(OwnerOf).Distinct().Select(owner => Cluster(configuration, owner, HttpVersion.Version20)),
        Cluster(configuration, Portal, HttpVersion.Version11),
    ];

    // The process that serves it, reached at the setting `Services:{Owner}`: a package's middle word, as in `jtai.partners.v1`.
    private static string OwnerOf(ServiceDescriptor service) =>
        CultureInfo.InvariantCulture.TextInfo.ToTitleCase(service.File.Package.Split('.')[1]);

    private static RouteConfig Grpc(string id, ServiceDescriptor service, string method, string policy) => new()
    {
        RouteId = id,
        ClusterId = OwnerOf(service),
        AuthorizationPolicy = policy,
        RateLimiterPolicy = TenantQuota.Calls,
        Match = new RouteMatch { Path = $"/{service.FullName}/{method}", Methods = [HttpMethods.Post] },
    };

    private static ClusterConfig Cluster(IConfiguration configuration, string name, Version version) => new()
    {
        ClusterId = name,
        HttpRequest = new() { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        HealthCheck = Balancing.HealthCheck,
        Destinations = ServiceChannels.AddressesOf(configuration, name)
            .ToDictionary(address => address.Authority, address => new DestinationConfig { Address = address.ToString() }),
    };
}
