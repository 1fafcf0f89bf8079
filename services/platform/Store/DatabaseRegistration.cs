using Dapper;
using Grpc.AspNetCore.Server;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Jtai.Store;

public static class DatabaseRegistration
{
    /// <summary>
    /// Registers <see cref="Database"/> and the interceptor of writes. Call it after <c>AddServiceDefaults</c>, whose error
    /// interceptor has to be the outer one. The service's name is that of a publisher, e.g. <c>partners</c>.
    /// </summary>
    /// <param name="builder">The service's.</param>
    /// <param name="service">Its name.</param>
    /// <param name="keepGuardReason">Of the service that keeps the reasons; the others publish them.</param>
    public static void AddDatabase(this WebApplicationBuilder builder, string service, KeepGuardReason? keepGuardReason = null)
    {
        var app = builder.Configuration.Required(DatabaseSettings.App);
        var relay = builder.Configuration.Required(DatabaseSettings.Relay);
        var pooler = builder.Configuration.GetValue<bool>(DatabaseSettings.Pooler);
        var services = builder.Services;
        services.AddSingleton<WakeUp>();
        services.AddSingleton(provider => new Database(
            new ConnectionPool(app, maximumSize: 20, pooler), provider.GetRequiredService<WakeUp>(), provider.GetRequiredService<TimeProvider>(),
            keepGuardReason));
        services.AddSingleton(_ => new RelayDatabase(relay, service, pooler));
        services.AddHostedService<DatabaseGuard>();
        services.AddHealthChecks().AddCheck<Reachable>("database", tags: ["ready"]);
        services.Configure<GrpcServiceOptions>(options => options.Interceptors.Add<WriteInterceptor>());
    }

    private sealed class Reachable(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                // A connection of the pool may have been open since before the database went away: it is asked.
                await database.Pool.UseAsync(
                    connection => connection.ExecuteScalarAsync<int>(new CommandDefinition("select 1", cancellationToken: cancellationToken)), cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException)
            {
                return HealthCheckResult.Unhealthy("The database cannot be reached.");
            }
        }
    }
}

/// <summary>Settings of a service's database: a connection string for each role, and what stands before it.</summary>
public static class DatabaseSettings
{
    /// <summary>Of the role <c>{service}_app</c>.</summary>
    public const string App = "ConnectionStrings:App";

    /// <summary>Of the role <c>{service}_relay</c>.</summary>
    public const string Relay = "ConnectionStrings:Relay";

    /// <summary>Of the role <c>{service}_owner</c>: for <c>migrate</c> and <c>import-tenant</c> alone, the running service is not given it.</summary>
    public const string Owner = "ConnectionStrings:Owner";

    /// <summary>
    /// <c>true</c> where <see cref="App"/> and <see cref="Relay"/> lead to a pooler in transaction mode; <see cref="Owner"/> goes past it,
    /// since the lock of the migrations is the session's.
    /// </summary>
    public const string Pooler = "Database:Pooler";
}
