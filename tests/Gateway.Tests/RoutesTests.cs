using Google.Protobuf.Reflection;
using Jtai.Events.V1;
using Jtai.Tests.Probe.V1;
using Yarp.ReverseProxy.Configuration;

namespace Jtai.Gateway.Tests;

public sealed class RoutesTests
{
    /// <summary>Services that nobody outside may call.</summary>
    private static readonly string[] Closed = [EventFeed.Descriptor.FullName];

    private static IReadOnlyList<ServiceDescriptor> Services { get; } =
    [
        .. typeof(EventFeed).Assembly.GetExportedTypes()
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<ServiceDescriptor>().Distinct(),
    ];

    [Fact]
    public void Routes_ForEachServiceOfTheProtos_ExistUnlessItIsClosed() => Assert.Equal(Closed, WithoutARoute(Routes.All()));

    [Fact]
    public void Demonstration_AMissingRoute_IsReported() => Assert.Contains(
        "jtai.actions.v1.Actions", WithoutARoute([.. Routes.All().Where(route => route.ClusterId != "Actions")]));

    [Fact]
    public void Routes_ForServices_NeedATokenAndAreLimited() => Assert.Equal(
        ["/jtai.partners.v1.Partners/IssueClientToken"],
        Routes.All().Where(route => route.ClusterId != "Portal")
            .Where(route => (route.AuthorizationPolicy, route.RateLimiterPolicy) != (Routes.SignedIn, TenantQuota.Calls)).Select(route => route.Match.Path));

    // ErrorInterceptor and NulInterceptor know calls of one request alone: teach them the other kinds first.
    [Fact]
    public void Calls_OfTheProtos_AreOfOneRequest() => Assert.Empty(Streaming(Services));

    [Fact]
    public void Demonstration_ACallOfManyRequests_IsReported() => Assert.Contains("Chat", Streaming([Probe.Descriptor]));

    private static IEnumerable<string> Streaming(IEnumerable<ServiceDescriptor> services) => services
        .SelectMany(service => service.Methods).Where(method => method.IsClientStreaming).Select(method => method.Name);

    private static IReadOnlyList<string> WithoutARoute(IReadOnlyList<RouteConfig> routes) =>
    [
        .. Services.Select(service => service.FullName).Where(name => !routes.Any(route => route.Match.Path == $"/{name}/{{method}}")),
    ];
}
