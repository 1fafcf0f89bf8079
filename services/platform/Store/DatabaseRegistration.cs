using Dapper;
using Grpc.AspNetCore.Server;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Jtai.Store;

/// <summary>Registration of the service's database.</summary>
public static class DatabaseRegistration
{
    /// <summary>
    /// Registers <see cref="Database"/> and the interceptor of writes. Call it after <c>AddServiceDefaults</c>, whose error
    /// interceptor has to be the outer one.
    /// </summary>
    /// <param name="builder">The service's host; settings as in <see cref="DatabaseSettings"/>.</param>
    /// <param name="service">Its name as a publisher: <c>partners</c>, <c>inspections</c>, <c>actions</c> or <c>reporting</c>.</param>
    public static void AddDatabase(this WebApplicationBuilder builder, string service)
    {
        var app = builder.Configuration.Required(DatabaseSettings.App);
        var relay = builder.Configuration.Required(DatabaseSettings.Relay);
        var pooler = builder.Configuration.GetValue<bool>(DatabaseSettings.Pooler);
        var services = builder.Services;
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton(provider => new Database(
            new ConnectionPool(app, 20, pooler), provider.GetRequiredService<OutboxSignal>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new RelayDatabase(new ConnectionPool(relay, 12, pooler), service));
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
