using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Local;

/// <summary>A server that another program hosts, for one machine.</summary>
public static class LocalServer
{
    /// <summary>One that is empty: neither the environment nor a settings file of the process that hosts it has a say in it.</summary>
    /// <param name="logging">Where it tells.</param>
    /// <param name="listen">Its ports.</param>
    public static WebApplicationBuilder CreateBuilder(ILoggerFactory logging, Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton<IHostLifetime, LifetimeOfOwner>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listen(kestrel);
        });
        return builder;
    }

    /// <summary>Ctrl-C is for the process that hosts us to act on, in its own order.</summary>
    private sealed class LifetimeOfOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
