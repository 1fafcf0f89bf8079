using Grpc.AspNetCore.Server;
using Jtai.Access;
using Jtai.Activities.Refusals;
using Jtai.Activities.Sealing;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Activities;

/// <summary>What the activity log may show of a service's records, where not all of it to everybody who may read it.</summary>
/// <param name="Sql">A condition on the row <c>looked</c> of <c>audit</c>, with the parameters <c>@TenantId</c> and <c>@person</c> (null for a client).</param>
public sealed record ActivityVisibility(string Sql)
{
    /// <summary>What the condition's tables show to a caller.</summary>
    public Func<TenantScope, Caller, TenantScope> Within { get; init; } = (scope, _) => scope;

    /// <summary>How people call the record of the row <c>looked</c>, a row that the condition admits: a text, or null.</summary>
    public string Reference { get; init; } = "null";
}

public static class ActivitiesRegistration
{
    /// <summary>
    /// Registers <see cref="ActivityReading"/>, the sealing of the audit log and the refusals in it. Call it after <c>AddDatabase</c>.
    /// </summary>
    /// <param name="builder">The service's.</param>
    /// <param name="visibility">Null where a manager may see all of it.</param>
    public static void AddActivities(this WebApplicationBuilder builder, ActivityVisibility? visibility = null)
    {
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton(services => new ActivityReading(
            services.GetRequiredService<Database>(), services.GetRequiredService<AuditLog>(), visibility ?? new("true"), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<AuditSealing>();
        builder.Services.AddSingleton<RefusalLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RefusalLog>());
        builder.Services.AddSingleton<CallDenied>(services => services.GetRequiredService<RefusalLog>().Note);
        builder.Services.Configure<GrpcServiceOptions>(options => options.Interceptors.Add<RefusalInterceptor>());
    }
}

/// <summary>A service names it among its own: <c>ActivityPolicies.Reading</c>.</summary>
public static class ActivityPolicies
{
    public const string ReadActivity = nameof(ReadActivity);

    /// <summary>
    /// Whoever runs the partnership, or holds the same capacity in an agency's workspace; of the platform's own, and of no other,
    /// whoever runs the platform.
    /// </summary>
    public static AccessPolicy Reading { get; } = AccessPolicy.ForPeople(
        ReadActivity, TokenScopes.Partnership | TokenScopes.AgencyWorkspace | TokenScopes.Platform, Capacity.PartnershipManager, Capacity.PlatformOperator);
}
