using System.Net;
using Jtai.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Hosting;

namespace Jtai.Hosting;

/// <summary>What services, portal and gateway have alike: how they refuse to start, their logs and traces, their ports.</summary>
public static class ProcessDefaults
{
    /// <summary>
    /// Listens at <c>Listen:Http</c> (HTTP/1.1) and <c>Listen:Grpc</c> (HTTP/2), each <c>address:port</c>: cleartext Kestrel cannot
    /// serve both protocols on one port. With <c>Listen:CertificateFile</c> and <c>Listen:CertificateKeyFile</c> (PEM) both are TLS.
    /// </summary>
    /// <param name="builder">The process's host.</param>
    /// <param name="process">Its name in traces and where it does not start.</param>
    /// <param name="grpc">False where nobody calls it by gRPC.</param>
    /// <param name="limits">Limits of its own.</param>
    public static void AddProcessDefaults(
        this WebApplicationBuilder builder, string process, bool grpc = true, Action<KestrelServerLimits>? limits = null)
    {
        StartRefused.ExplainAtTheEnd(process);
        builder.Host.UseDefaultServiceProvider(options => (options.ValidateScopes, options.ValidateOnBuild) = (true, true));
        builder.AddTelemetry(process);
        var settings = builder.Configuration.GetSection("Listen");
        var certificate = settings["CertificateFile"] is { Length: > 0 } file
            ? new PemCertificate(file, builder.Configuration.Required("Listen:CertificateKeyFile"))
            : null;
        certificate?.Options();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 200;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            limits?.Invoke(kestrel.Limits);
            Listen(settings["Http"] ?? "0.0.0.0:8080", HttpProtocols.Http1);
            if (grpc)
            {
                Listen(settings["Grpc"] ?? "0.0.0.0:8081", HttpProtocols.Http2);
            }

            void Listen(string address, HttpProtocols protocols) => kestrel.Listen(IPEndPoint.Parse(address), listen =>
            {
                listen.Protocols = protocols;
                if (certificate is not null)
                {
                    listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Options()) });
                }
            });
        });
    }
}
