using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Actions.V1;
using Jtai.Hosting;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Jtai.Gateway.Tests;

public sealed class QuotaTests(Replicas replicas) : IClassFixture<Replicas>
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(19)]
    [InlineData(50)]
    [InlineData(3000)]
    public void Quota_OfAnyNumber_GivesThatNumberASecond(int perSecond)
    {
        var options = RequestQuota.Of(Setting(perSecond), "Quota:RequestsPerSecond", 50, burstSeconds: 2);

        Assert.Equal(perSecond, options.TokensPerPeriod / options.ReplenishmentPeriod.TotalSeconds, tolerance: perSecond / 100.0);
        Assert.Equal(2 * perSecond, options.TokenLimit);
    }

    [Fact]
    public void Quota_OfNothing_IsRefused() =>
        Assert.Throws<Errors.StartRefused>(() => RequestQuota.Of(Setting(0), "Quota:RequestsPerSecond", 50, burstSeconds: 2));

    [Fact]
    public async Task Calls_WithoutAValidToken_AreCountedByAddressAndCostNoTenantAnything()
    {
        await using var gateway = await GatewayAsync(replicas.Settings["Services__Portal"]);
        using var channel = GrpcChannel.ForAddress(gateway.Grpc);
        var actions = new Actions.V1.Actions.ActionsClient(channel);

        var forged = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => OutcomeAsync(actions, "a.forged.token")));
        var valid = await OutcomeAsync(actions, replicas.Tokens.ForPerson(Guid.NewGuid(), "haskermoor", "council", Capacity.PartnershipManager));

        Assert.Contains(StatusCode.Unauthenticated, forged);
        Assert.Contains(StatusCode.ResourceExhausted, forged);
        Assert.Equal(StatusCode.OK, valid);
    }

    [Fact]
    public async Task Pages_OfOneAddress_AreBoundedAndThoseOfAnotherAreNot()
    {
        await using var portal = await StartPortalAsync();
        await using var gateway = await GatewayAsync(portal.Urls.Single());

        var busy = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PageAsync(gateway.Http, "127.0.0.2")));
        var other = await PageAsync(gateway.Http, "127.0.0.3");

        Assert.Contains(busy, page => page.StatusCode == HttpStatusCode.OK);
        var refused = busy.First(page => page.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Contains("reload the page", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    private static IConfiguration Setting(int perSecond) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Quota:RequestsPerSecond", $"{perSecond}")]).Build();

    private static async Task<StatusCode> OutcomeAsync(Actions.V1.Actions.ActionsClient actions, string token)
    {
        try
        {
            await actions.ListActionPlansAsync(new(), new Metadata { { "authorization", $"Bearer {token}" } }, DateTime.UtcNow.AddSeconds(20));
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private static async Task<HttpResponseMessage> PageAsync(string gateway, string from)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        return await client.GetAsync(gateway);
    }

    private static async Task<WebApplication> StartPortalAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var portal = builder.Build();
        portal.MapGet("/", () => "a page");
        await portal.StartAsync();
        return portal;
    }

    private async Task<RunningGateway> GatewayAsync(string portal)
    {
        await replicas.StartAsync("127.0.0.1");
        var (http, grpc) = (PlatformProcess.FreePort(), PlatformProcess.FreePort());
        var process = PlatformProcess.Start(typeof(Routes).Assembly, new Dictionary<string, string>(replicas.Settings)
        {
            ["Services__Actions"] = $"http://127.0.0.1:{replicas.GrpcPort}",
            ["Services__Portal"] = portal,
            ["Listen__Http"] = $"127.0.0.1:{http}",
            ["Listen__Grpc"] = $"127.0.0.1:{grpc}",
            ["Quota__RequestsPerSecond"] = "5",
            ["Quota__PagesPerAddressPerSecond"] = "5",
        });
        await process.UntilAsync($"http://127.0.0.1:{http}/health/live");
        return new RunningGateway(process, replicas, $"http://127.0.0.1:{http}", $"http://127.0.0.1:{grpc}");
    }

    private sealed record RunningGateway(PlatformProcess Process, Replicas Replicas, string Http, string Grpc) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            await Replicas.StopAllAsync();
        }
    }
}
