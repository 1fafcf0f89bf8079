using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Jtai.ServiceDefaults;

/// <summary>
/// Traces and metrics by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; without it nothing is collected. They carry
/// ids and never content. The sources are those that ASP.NET Core, HTTP, gRPC, Npgsql and YARP emit by themselves.
/// </summary>
public static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        builder.Logging.ClearProviders().AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
        {
            return;
        }

        // Without this switch ASP.NET Core's spans lack OpenTelemetry's attributes.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Services.AddHostedService(_ => new Collection(service));
    }

    private sealed class Collection(string service) : IHostedService
    {
        private OpenTelemetrySdk? sdk;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            sdk = OpenTelemetrySdk.Create(builder => builder
                .ConfigureResource(resource => resource.AddService(service, serviceNamespace: "jtai"))
                .WithTracing(tracing => tracing.AddSource(
                    "Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "Npgsql", "Yarp.ReverseProxy", "Jtai.*"))
                .WithMetrics(metrics => metrics.AddMeter(
                    "Microsoft.AspNetCore.*", "System.Net.Http", "Npgsql", "Yarp.ReverseProxy", "Jtai.*"))
                .UseOtlpExporter());
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            sdk?.Dispose();
            return Task.CompletedTask;
        }
    }
}
