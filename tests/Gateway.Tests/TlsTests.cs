using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using Grpc.Core;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Hosting;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Jtai.Gateway.Tests;

/// <summary>Client, gateway, a service and the keys of tokens, by TLS between each two of them.</summary>
public sealed class TlsTests(Replicas replicas) : IClassFixture<Replicas>, IAsyncLifetime, IDisposable
{
    private readonly Authority ours = new("ours");
    private readonly Authority another = new("another");
    private readonly int gatewayPort = PlatformProcess.FreePort();
    private readonly int httpPort = PlatformProcess.FreePort();
    private WebApplication keys = null!;

    public async Task InitializeAsync()
    {
        var port = PlatformProcess.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            ours.Server.Append(new("Listen__Http", $"127.0.0.1:{port}")).Select(setting => new KeyValuePair<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        builder.AddProcessDefaults("partners", grpc: false);
        keys = builder.Build();
        keys.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = TokenClaims.Issuer,
            ["jwks_uri"] = $"https://localhost:{port}/jwks",
        }));
        keys.MapGet("/jwks", async () =>
        {
            using var plain = new HttpClient();
            return Results.Text(await plain.GetStringAsync($"{replicas.Tokens.Address}/jwks"), "application/json");
        });
        await keys.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await replicas.StopAllAsync();
        await keys.DisposeAsync();
    }

    public void Dispose()
    {
        ours.Dispose();
        another.Dispose();
    }

    [Fact]
    public async Task Call_WhereAllTrustTheOneAuthority_IsAnswered()
    {
        await StartServiceAsync(trusts: ours);
        await using var gateway = await StartGatewayAsync(trusts: ours);

        Assert.Equal(StatusCode.OK, await CallAsync(trusts: ours));
        Assert.Equal(HttpStatusCode.OK, await BrowseAsync());
    }

    [Fact]
    public async Task Call_WhereOneTrustsAnotherAuthority_IsNot()
    {
        await StartServiceAsync(trusts: another);
        await using (await StartGatewayAsync(trusts: ours))
        {
            // What the gRPC client makes of a failed handshake, and a service of a token whose keys it could not fetch.
            Assert.Equal(StatusCode.Internal, await CallAsync(trusts: another));
            Assert.Equal(StatusCode.Unauthenticated, await CallAsync(trusts: ours));
        }

        await using (await StartGatewayAsync(trusts: another))
        {
            Assert.Equal(HttpStatusCode.BadGateway, await BrowseAsync());
        }
    }

    [Fact]
    public async Task Certificate_ThatIsRenewed_IsServedByTheRunningProcess()
    {
        await StartServiceAsync(trusts: ours);
        var before = await ours.ServedAtAsync(replicas.GrpcPort);

        var renewed = ours.Issue();

        for (var clock = Stopwatch.StartNew(); await ours.ServedAtAsync(replicas.GrpcPort) != renewed; await Task.Delay(200))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Still {before} is served.");
        }

        await Assert.ThrowsAsync<AuthenticationException>(() => another.ServedAtAsync(replicas.GrpcPort));
    }

    private Task<string> StartServiceAsync(Authority trusts) => replicas.StartAsync("127.0.0.1", [.. ours.Server, trusts.Client, Keys]);

    private KeyValuePair<string, string> Keys => new("Services__PartnersHttp", keys.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    private async Task<PlatformProcess> StartGatewayAsync(Authority trusts)
    {
        var process = PlatformProcess.Start(typeof(Routes).Assembly, new Dictionary<string, string>(
        [
            .. replicas.Settings.Where(setting => setting.Key is not ("Services__Actions" or "Services__Portal" or "Services__PartnersHttp")), .. ours.Server, trusts.Client, Keys,
            new("Services__Portal", Keys.Value),
            new("Services__Actions", $"https://localhost:{replicas.GrpcPort}"),
            new("Listen__Http", $"127.0.0.1:{httpPort}"),
            new("Listen__Grpc", $"127.0.0.1:{gatewayPort}"),
        ]));
        await process.UntilAsync($"https://127.0.0.1:{httpPort}/health/live");
        return process;
    }

    /// <summary>What the gateway answers to a browser for a page that is served by TLS too.</summary>
    private async Task<HttpStatusCode> BrowseAsync()
    {
        using var handler = ours.Trusted();
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync($"https://localhost:{httpPort}/jwks");
        return answer.StatusCode;
    }

    private async Task<StatusCode> CallAsync(Authority trusts)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Services:Gateway"] = $"https://localhost:{gatewayPort}",
            ["Services:CertificateAuthorityFile"] = trusts.Client.Value,
        };
        using var channel = ServiceChannels.Open(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), "Gateway");
        var token = replicas.Tokens.ForPerson(Guid.NewGuid(), "haskermoor", "haskermoor-council", Capacity.PartnershipManager);
        try
        {
            await new Actions.V1.Actions.ActionsClient(channel).ListActionPlansAsync(
                new ListActionPlansRequest(), new Metadata { { "authorization", $"Bearer {token}" } }, DateTime.UtcNow.AddSeconds(20));
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }
}
