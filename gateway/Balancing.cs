using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Jtai.Access;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Jtai.Gateway;

/// <summary>Calls go to all replicas of a service; one that cannot be reached costs no call, and is left alone for a while.</summary>
public static class Balancing
{
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(5);

    /// <summary>Where no replica can be reached, all are tried.</summary>
    public static HealthCheckConfig HealthCheck { get; } = new()
    {
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
        Passive = new PassiveHealthCheckConfig { Enabled = true },
    };

    public static void AddBalancing(this IReverseProxyBuilder proxy, IConfiguration configuration)
    {
        proxy.Services.AddSingleton<IDestinationResolver, NamesInDns>();
        // A call waits two seconds for a replica that is not there.
        proxy.ConfigureHttpClient((_, handler) => ServiceChannels.ToServices(handler, configuration).ConnectTimeout = TimeSpan.FromSeconds(2));
    }

    public static void UseBalancing(this IReverseProxyApplicationBuilder proxy)
    {
        var health = proxy.ApplicationServices.GetRequiredService<IDestinationHealthUpdater>();
        proxy.Use((context, next) => ReachOneAsync(context, next, health));
        proxy.UseLoadBalancing();
    }

    private static async Task ReachOneAsync(HttpContext context, RequestDelegate next, IDestinationHealthUpdater health)
    {
        await next(context);
        var feature = context.GetReverseProxyFeature();
        for (var left = feature.AllDestinations.Count - 1; left > 0 && WasNotReached(context); left--)
        {
            var missed = feature.ProxiedDestination!;
            health.SetPassive(context.GetRouteModel().Cluster!, missed, DestinationHealth.Unhealthy, LeftAlone);
            var others = feature.AllDestinations.Except([missed]).ToList();
            var healthy = others.Where(other => other.Health.Passive != DestinationHealth.Unhealthy).ToList();
            feature.AvailableDestinations = healthy.Count > 0 ? healthy : others;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            await next(context);
        }
    }

    /// <summary>There was no connection, so nothing of the request has been read or sent.</summary>
    private static bool WasNotReached(HttpContext context) =>
        !context.Response.HasStarted && context.Features.Get<IForwarderErrorFeature>()?.Exception
            is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            or OperationCanceledException { InnerException: TimeoutException };

    /// <summary>
    /// A name stands for all addresses that DNS has for it. With YARP's own resolver one failed lookup would keep the gateway
    /// from starting, or from looking again for five minutes; here the addresses last known go on, or the name itself.
    /// </summary>
    private sealed class NamesInDns : IDestinationResolver
    {
        private readonly ConcurrentDictionary<string, IPAddress[]> known = new();

        public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
            IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
        {
            var resolved = new Dictionary<string, DestinationConfig>(destinations);
            foreach (var (id, destination) in destinations)
            {
                var address = new Uri(destination.Address);
                foreach (var ip in await LookUpAsync(address, cancellationToken))
                {
                    resolved.Remove(id);
                    resolved[$"{id}[{ip}]"] = destination with { Address = new UriBuilder(address) { Host = ip.ToString() }.ToString(), Host = address.Authority };
                }
            }

            var hasNames = destinations.Values.Any(destination => IsName(new Uri(destination.Address)));
            return new(resolved, hasNames ? new CancellationChangeToken(new CancellationTokenSource(ServiceChannels.LookUpAgain).Token) : null);
        }

        private static bool IsName(Uri address) => address.HostNameType == UriHostNameType.Dns;

        private async Task<IPAddress[]> LookUpAsync(Uri address, CancellationToken cancellationToken)
        {
            if (!IsName(address))
            {
                return [];
            }

            try
            {
                return known[address.Host] = await Dns.GetHostAddressesAsync(address.DnsSafeHost, cancellationToken);
            }
            catch (SocketException)
            {
                return known.GetValueOrDefault(address.Host) ?? [];
            }
        }
    }
}
