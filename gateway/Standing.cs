using System.Diagnostics;
using System.Reflection;
using Jtai.Access;
using Jtai.Hosting;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Jtai.Gateway;

/// <summary>Tells the portal how this replica stands, with requests for the operators' pages alone.</summary>
public static class Standing
{
    private const string OperatorsPages = "/operations";

    private static readonly string Version =
        typeof(Standing).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private static readonly DateTimeOffset StartedAt = Started();

    public static Action<TransformBuilderContext> Tell(IConfiguration configuration) => transforms => transforms.AddRequestTransform(request =>
    {
        request.ProxyRequest.Headers.Remove(GatewayStanding.Header);
        if (request.HttpContext.Request.Path.StartsWithSegments(OperatorsPages))
        {
            request.ProxyRequest.Headers.Add(
                GatewayStanding.Header,
                new GatewayStanding(Version, StartedAt, TenantQuota.Refused, ServedCertificate.EndOf(configuration)).ToString());
        }

        return ValueTask.CompletedTask;
    });

    private static DateTimeOffset Started()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
