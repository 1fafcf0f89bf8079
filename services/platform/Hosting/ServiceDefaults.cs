using Grpc.AspNetCore.Server;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Hosting;

/// <summary>What every service of the platform has alike: ports, tokens, policies, errors, telemetry, health, drain.</summary>
public static class ServiceDefaults
{
    /// <summary>Requests larger than this are refused, unless a service says otherwise.</summary>
    public const int MaximumMessageBytes = 1024 * 1024;

    private const string Live = "live";
    private const string Ready = "ready";

    /// <summary>Call it first. The service's name is that of <c>service:actions</c>, in traces and in its settings.</summary>
    public static IGrpcServerBuilder AddServiceDefaults(
        this WebApplicationBuilder builder, string service, IEnumerable<AccessPolicy> policies, int maximumMessageBytes = MaximumMessageBytes)
    {
        builder.AddProcessDefaults(service);
        // Authentication brings it along, and it warns that its keys are kept nowhere: no service protects anything with it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        if (builder.Configuration.GetValue<bool>("Local:Clock"))
        {
            builder.Services.AddSingleton<LocalClock>().AddSingleton<TimeProvider>(services => services.GetRequiredService<LocalClock>());
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddAccessTokens(builder.Configuration);
        builder.Services.AddAccessPolicies(policies);
        builder.Services.AddSingleton(_ => new ServiceTokens(service, builder.Configuration));
        builder.AddHealth();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        return builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = maximumMessageBytes;
            options.EnableDetailedErrors = false;
            options.Interceptors.Add<ErrorInterceptor>();
            options.Interceptors.Add<NulInterceptor>();
            options.Interceptors.Add<ChildGuardInterceptor>();
        });
    }

    /// <summary>Adds authentication, authorization and the health endpoints; call it before mapping the services.</summary>
    public static void UseServiceDefaults(this WebApplication app)
    {
        app.UseEarlyEndings();
        app.UseCallStatus();
        app.UseUnreadableRequests();
        app.UseAuthentication();
        app.UseAuthorization();
        // Live says that the process answers, ready that what it stands on does too. Neither says anything about content.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
        app.MapGrpcHealthChecksService().AllowAnonymous();
        if (app.Services.GetService<LocalClock>() is { } clock)
        {
            LocalClock.Map(app, clock, app.Configuration.Required("APP_API_TOKEN"));
        }
    }

    /// <summary>
    /// <c>grpc.health.v1.Health</c> for the probes of a cluster: <c>live</c>, <c>ready</c> and, with an empty name, both. A name
    /// without any check would be neither serving nor not, so the process's own answer is a check too.
    /// </summary>
    private static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddGrpcHealthChecks(health =>
        {
            health.Services.Map(Live, check => check.Tags.Contains(Live));
            health.Services.Map(Ready, check => check.Tags.Contains(Ready));
        }).AddCheck("process", () => HealthCheckResult.Healthy(), [Live]);
    }
}
