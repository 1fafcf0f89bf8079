using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Jtai.Gateway;

/// <summary>Headers by which somebody outside could pretend to be somebody inside; they never pass the door.</summary>
public static class Headers
{
    public static IReadOnlyList<string> Stripped { get; } =
    [
        "dapr-api-token", "dapr-app-id", "forwarded", "x-real-ip", "x-original-host", "x-original-url", "x-rewrite-url",
        "x-forwarded-user", "x-forwarded-email", "x-forwarded-groups", "x-auth-request-user", "x-auth-request-email",
        "x-remote-user", "remote-user", "x-user", "x-user-id", "x-tenant", "x-tenant-id", "x-ms-client-principal",
        "x-ms-client-principal-id", "x-ms-client-principal-name", "x-client-cert", "x-ssl-client-cert",
    ];

    public static void Strip(TransformBuilderContext context)
    {
        foreach (var header in Stripped)
        {
            context.AddRequestHeaderRemove(header);
        }
    }
}
