using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Jtai.Hosting;

/// <summary>
/// Logs of one line each; traces and metrics by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says, and nowhere without it.
/// They carry ids and never content.
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

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceNamespace: "jtai"))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new WithoutPolls()))
                .AddAspNetCoreInstrumentation(options => options.Filter = http => !http.Request.Path.StartsWithSegments("/health"))
                .AddGrpcClientInstrumentation()
                .AddSource("System.Net.Http", "Npgsql", "Yarp.ReverseProxy", "Jtai.*"))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddMeter("System.Net.Http", "Npgsql", "Yarp.ReverseProxy", "Jtai.*"))
            .UseOtlpExporter();
    }

    /// <summary>A call out that nothing asked for is a poll: most of all traces, and none that anybody looks for.</summary>
    private sealed class WithoutPolls : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => new(
            samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
    }
}
