using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Jtai.Hosting;

/// <summary>
/// Logs to the console; traces and metrics by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says, and nowhere without it. They
/// carry ids and never content.
/// </summary>
public static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        LogLines.Add(builder.Logging);
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
        {
            return;
        }

        // Without it a gRPC server's spans have grpc.method, which is of this library alone, in place of rpc.service and rpc.method.
        builder.Configuration["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION"] ??= "true";
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceNamespace: "jtai"))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new WithoutPolls()))
                .AddAspNetCoreInstrumentation(options => options.Filter = http => !IsProbe(http.Request.Path))
                .AddGrpcClientInstrumentation()
                .AddSource("System.Net.Http", "Npgsql", "Yarp.ReverseProxy", "Jtai.*")
                .AddProcessor<SpansWithoutMessages>()
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddMeter("System.Net.Http", "Npgsql", "Jtai.*")
                .AddView(instrument => IsMeasured(instrument.Name) ? null : MetricStreamConfiguration.Drop)
                .AddOtlpExporter());
    }

    /// <summary>Of what the libraries measure, what somebody watches. docs/operators.md has them in a table.</summary>
    private static readonly HashSet<string> Measured =
    [
        "http.server.request.duration", "http.server.active_requests", "http.client.request.duration", "aspnetcore.rate_limiting.requests",
        "db.client.connection.count", "db.client.connection.max", "db.client.connection.npgsql.pending_requests",
        "db.client.connection.npgsql.timeouts", "db.client.operation.duration", "db.client.operation.failed",
    ];

    private static bool IsMeasured(string instrument) => instrument.StartsWith("jtai.", StringComparison.Ordinal) || Measured.Contains(instrument);

    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/grpc.health.v1.Health");

    /// <summary>
    /// A trace begins with a request, or with events of several requests that are published or applied together. Whatever else a
    /// process does by itself is a poll: most of all traces, and none that anybody looks for. The gRPC client's calls come here as
    /// internal, being given their kind later.
    /// </summary>
    private sealed class WithoutPolls : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => new(
            samplingParameters.Kind is ActivityKind.Server || samplingParameters.Links?.Any() is true ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
