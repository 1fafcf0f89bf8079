using System.Net;
using Grpc.Net.Client;
using Jtai.Hosting;
using Jtai.Tests.Probe.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Jtai.Gateway.Tests;

/// <summary>Which way a call goes.</summary>
public enum Door
{
    /// <summary>Straight to the service.</summary>
    Service,

    /// <summary>Through YARP.</summary>
    Gateway,
}

/// <summary>The probe service and YARP before it, set up as the gateway's, both on loopback ports of their own, cleartext HTTP/2.</summary>
public sealed class ProbeHost : IAsyncLifetime
{
    public const int MaxMessageBytes = 256 * 1024;

    private readonly WebApplication service = BuildService();
    private WebApplication? gateway;

    internal ProbeWitness Witness => service.Services.GetRequiredService<ProbeWitness>();

    public async Task InitializeAsync()
    {
        await service.StartAsync();
        gateway = BuildGateway(AddressOf(Door.Service));
        await gateway.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (gateway is not null)
        {
            await gateway.DisposeAsync();
        }

        await service.DisposeAsync();
    }

    public string AddressOf(Door door) => (door == Door.Service ? service : gateway!).Urls.Single();

    public GrpcChannel Channel(Door door) => GrpcChannel.ForAddress(AddressOf(door));

    private static WebApplication BuildService()
    {
        var builder = Http2OnLoopback();
        builder.Services.AddSingleton<ProbeWitness>();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.ResponseCompressionAlgorithm = "gzip";
        });
        var app = builder.Build();
        app.UseEarlyEndings();
        app.MapGrpcService<ProbeService>();
        return app;
    }

    private static WebApplication BuildGateway(string serviceAddress)
    {
        var builder = Http2OnLoopback();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [
                new RouteConfig
                {
                    RouteId = "probe",
                    ClusterId = "probe",
                    Match = new RouteMatch { Path = "/jtai.tests.probe.v1.Probe/{**method}" },
                },
            ],
            [
                new ClusterConfig
                {
                    ClusterId = "probe",
                    Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = serviceAddress } },
                    HttpRequest = new ForwarderRequestConfig
                    {
                        Version = HttpVersion.Version20,
                        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    },
                },
            ]).AddBalancing(builder.Configuration);
        var app = builder.Build();
        app.MapReverseProxy(proxy => proxy.UseBalancing());
        return app;
    }

    private static WebApplicationBuilder Http2OnLoopback()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        return builder;
    }
}
