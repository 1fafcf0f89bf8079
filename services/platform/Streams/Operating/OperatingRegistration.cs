using System.Reflection;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jtai.Streams;

public static class OperatingRegistration
{
    /// <summary>Registers <see cref="OperatorDesk"/> and the metrics of how the service stands. Call it after <c>AddDatabase</c>.</summary>
    /// <param name="builder">The service's.</param>
    /// <param name="program">Its assembly, which holds its migrations and names its version.</param>
    public static void AddOperating(this WebApplicationBuilder builder, Assembly program)
    {
        builder.Services.AddSingleton(services => new OperatorDesk(
            services.GetRequiredService<Database>(), services.GetRequiredService<RelayDatabase>(), services.GetServices<Consumer>(),
            program, builder.Configuration, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService(services => new StandingMetrics(
            services.GetRequiredService<RelayDatabase>(), services.GetServices<Consumer>(), services.GetRequiredService<ILogger<StandingMetrics>>()));
    }
}

/// <summary>A service names it among its own: <c>OperatingPolicies.Operating</c>.</summary>
public static class OperatingPolicies
{
    public const string RunPlatform = nameof(RunPlatform);

    /// <summary>Whoever runs the platform, and no client of an API.</summary>
    public static AccessPolicy Operating { get; } = AccessPolicy.ForPeople(RunPlatform, TokenScopes.Platform, Capacity.PlatformOperator);
}
