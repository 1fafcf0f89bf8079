using System.Net;
using System.Security.Cryptography;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Events.V1;
using Jtai.Inspections.V1;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Platform.Tests;

/// <summary>The public door from outside: what it refuses, and how.</summary>
[Collection(nameof(OnePlatform))]
public class DoorTests(RunningPlatform platform) : IAsyncLifetime
{
    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Call_WithoutAToken_IsUnauthenticated()
    {
        using var channel = platform.OpenChannel();
        var failure = await RefusedAsync(() => Client(channel.CreateCallInvoker()).ListInspectionsAsync(new ListInspectionsRequest()));
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    [Theory]
    [InlineData(60, true, null)]
    [InlineData(-60, true, StatusCode.Unauthenticated)]
    [InlineData(60, false, StatusCode.Unauthenticated)]
    public async Task Call_WithAnExpiredOrForgedToken_IsUnauthenticated(int secondsLeft, bool platformsOwnKey, StatusCode? refusal)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (platformsOwnKey)
        {
            key.ImportFromPem(platform.Secrets.TokenSigningKey);
        }

        using var channel = platform.OpenChannel();
        var headers = new Metadata { { "authorization", $"Bearer {Token(key, TimeSpan.FromSeconds(secondsLeft))}" } };

        var refused = await Record.ExceptionAsync(async () =>
            await Client(channel.CreateCallInvoker()).ListInspectionsAsync(new ListInspectionsRequest(), headers));

        // The first case shows that nothing but the time and the key is wrong with the others.
        Assert.Equal(refusal, (refused as RpcException)?.StatusCode);
    }

    [Fact]
    public async Task Read_OfAnotherPartnershipsRecord_IsLikeOneThatDoesNotExist()
    {
        var neighbour = Client((await platform.SignInAsync("port-lannick-manager")).In("port-lannick"));
        var theirs = (await neighbour.ListInspectionsAsync(new ListInspectionsRequest())).Inspections[0].InspectionId;
        var mine = Client((await platform.SignInAsync("haskermoor-manager")).In("haskermoor"));

        var another = await RefusedAsync(() => mine.GetInspectionAsync(new GetInspectionRequest { InspectionId = theirs }));
        var absent = await RefusedAsync(() => mine.GetInspectionAsync(new GetInspectionRequest { InspectionId = Guid.NewGuid().ToString() }));

        Assert.Equal(StatusCode.NotFound, another.StatusCode);
        Assert.Equal(absent.Status, another.Status);
    }

    [Fact]
    public async Task Token_ForAnotherPartnership_IsRefusedLikeOneThatDoesNotExist()
    {
        var manager = await platform.SignInAsync("haskermoor-manager");

        var another = await RefusedAsync(() => Client(manager.In("port-lannick")).ListInspectionsAsync(new ListInspectionsRequest()));
        var absent = await RefusedAsync(() => Client(manager.In("no-such-place")).ListInspectionsAsync(new ListInspectionsRequest()));

        Assert.True(another.StatusCode is StatusCode.PermissionDenied or StatusCode.NotFound, $"{another.Status}");
        Assert.Equal(absent.Status, another.Status);
    }

    [Fact]
    public async Task EventFeed_FromOutside_HasNoRoute()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(platform.Secrets.TokenSigningKey);
        using var channel = platform.OpenChannel();
        var headers = new Metadata { { "authorization", $"Bearer {Token(key, TimeSpan.FromMinutes(1), TokenClaims.ServicePrefix + "reporting")}" } };

        var failure = await RefusedAsync(() => new EventFeed.EventFeedClient(channel).ListHeadsAsync(new ListHeadsRequest(), headers));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    [Theory]
    [InlineData("jtai.partners.v2.Partners")]
    [InlineData("grpc.reflection.v1.ServerReflection")]
    [InlineData("grpc.health.v1.Health")]
    public async Task Call_OfAServiceWithoutARoute_IsUnimplementedForAnybody(string service)
    {
        using var channel = platform.OpenChannel();
        var bytes = Marshallers.Create<byte[]>(message => message, message => message);
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, "Any", bytes, bytes);

        var failure = await RefusedAsync(() => channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, []));

        Assert.Equal((StatusCode.Unimplemented, "This platform offers no such call here."), (failure.StatusCode, failure.Status.Detail));
    }

    [Theory]
    [InlineData("x-user-id", "police-lead")]
    [InlineData("x-forwarded-user", "police-lead")]
    [InlineData("x-auth-request-user", "police-lead")]
    [InlineData("x-tenant-id", "haskermoor")]
    public async Task Page_WithAHeaderThatNamesAPerson_AsksToSignIn(string header, string value)
    {
        using var answer = await GetAsync("/partnerships/haskermoor", header, value);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-forwarded-host")]
    [InlineData("x-original-host")]
    [InlineData("forwarded")]
    public async Task SignIn_WithAHeaderThatNamesAnotherHost_ComesBackHere(string header)
    {
        using var answer = await GetAsync("/sign-in/start", header, header == "forwarded" ? "host=elsewhere.example" : "elsewhere.example");
        var location = Uri.UnescapeDataString(answer.Headers.Location!.ToString());
        Assert.Contains($"redirect_uri={platform.Origin}sign-in/callback", location, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere.example", location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    public async Task Page_ThroughAProxyThatEndsTls_IsOfHttpsWhereTheProxyIsTrusted(string trusted, bool isSecure)
    {
        await using var gateway = await SecondGateway.StartAsync(platform, ("TrustedProxies__0", trusted), ("PublicHosts", "jtai.example,localhost"));
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, "/sign-in/start"));
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "jtai.example");

        using var answer = await http.SendAsync(request);

        Assert.Equal(isSecure, answer.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal(
            isSecure,
            Uri.UnescapeDataString(answer.Headers.Location!.ToString()).Contains("redirect_uri=https://jtai.example/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_OverTheQuota_AreRefusedForThatPartnershipAlone()
    {
        var busy = Client((await platform.SignInAsync("wendlecombe-manager")).In("wendlecombe"));
        var quiet = Client((await platform.SignInAsync("tarrowshire-manager")).In("tarrowshire"));
        await busy.ListInspectionsAsync(new ListInspectionsRequest());
        await quiet.ListInspectionsAsync(new ListInspectionsRequest());

        var refusals = new List<StatusCode>();
        for (var round = 0; round < 10 && refusals.Count == 0; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => OutcomeAsync(busy)));
            refusals.AddRange(outcomes.Where(outcome => outcome != StatusCode.OK));
        }

        Assert.Equal([StatusCode.ResourceExhausted], refusals.Distinct());
        Assert.Equal(StatusCode.OK, await OutcomeAsync(quiet));
    }

    private static Inspections.V1.Inspections.InspectionsClient Client(CallInvoker invoker) => new(invoker);

    private static Task<RpcException> RefusedAsync<T>(Func<AsyncUnaryCall<T>> call) => Assert.ThrowsAsync<RpcException>(async () => await call());

    private static async Task<StatusCode> OutcomeAsync(Inspections.V1.Inspections.InspectionsClient client)
    {
        try
        {
            await client.ListInspectionsAsync(new ListInspectionsRequest());
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private static string Token(ECDsa key, TimeSpan left, string? service = null)
    {
        // Named as the platform names its own key, by thumbprint; a forged one is unknown by name as well. A cached provider
        // would outlive the key of its test.
        var signer = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        signer.KeyId = Base64UrlEncoder.Encode(signer.ComputeJwkThumbprint());
        var issued = DateTime.UtcNow.AddMinutes(-2);
        var claims = new Dictionary<string, object> { [TokenClaims.Subject] = service ?? Guid.NewGuid().ToString(), ["jti"] = Guid.NewGuid().ToString("N") };
        if (service is null)
        {
            claims[TokenClaims.Tenant] = "haskermoor";
            claims[TokenClaims.Agency] = "haskermoor-council";
            claims[TokenClaims.Capacity] = new[] { nameof(Capacity.PartnershipManager) };
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            IssuedAt = issued,
            NotBefore = issued,
            Expires = DateTime.UtcNow + left,
            Claims = claims,
            SigningCredentials = new SigningCredentials(signer, SecurityAlgorithms.EcdsaSha256),
        });
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string header, string value)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(platform.Origin, path));
        request.Headers.Add(header, value);
        return await http.SendAsync(request);
    }
}
