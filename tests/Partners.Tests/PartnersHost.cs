using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.Tests;

/// <summary>The whole service on loopback ports, with its own database and an identity provider. One for all tests.</summary>
public sealed class PartnersHost : IAsyncLifetime
{
    public const string ApiToken = "token-of-dapr-in-tests";

    private readonly Dictionary<string, ECDsa> clientKeys = [];
    private TestDatabase? database;
    private WebApplicationFactory<PartnersGrpc>? factory;

    public ECDsa SigningKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public ECDsa NextKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public IdentityProvider Provider { get; private set; } = null!;
    public GrpcChannel Channel { get; private set; } = null!;
    public HttpClient Http { get; private set; } = null!;
    public V1.Partners.PartnersClient Client { get; private set; } = null!;

    public TestDatabase Database => database!;

    public IServiceProvider Services => factory!.Services;

    public async Task InitializeAsync()
    {
        Provider = await IdentityProvider.StartAsync();
        database = await TestPostgres.CreateMigratedDatabaseAsync("partners", typeof(PartnersGrpc).Assembly);
        factory = new WebApplicationFactory<PartnersGrpc>().WithWebHostBuilder(host =>
        {
            foreach (var (name, value) in Settings(database))
            {
                host.UseSetting(name, value);
            }

            host.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        });
        factory.UseKestrel();
        factory.StartServer();
        var addresses = Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        Channel = GrpcChannel.ForAddress(addresses[0]);
        Http = new HttpClient { BaseAddress = new Uri(addresses[1]) };
        Client = new V1.Partners.PartnersClient(Channel);
    }

    public async Task DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        await factory!.DisposeAsync();
        await Provider.DisposeAsync();
        await database!.DisposeAsync();
    }

    /// <summary>Headers of a call as somebody: their token, and a fresh idempotency key.</summary>
    public static Metadata With(string token, string? key = null) => new()
    {
        { "authorization", $"Bearer {token}" },
        { Write.KeyHeader, key ?? Guid.NewGuid().ToString() },
    };

    /// <summary>A token with these claims, signed by this service's own key.</summary>
    public string Mint(Dictionary<string, object> claims, Action<SecurityTokenDescriptor>? bend = null)
    {
        var now = DateTime.UtcNow;
        claims["jti"] = Guid.NewGuid().ToString("N");
        var key = new ECDsaSecurityKey(SigningKey);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(10),
            Claims = claims,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
        };
        bend?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public string PersonToken(string personId, string tenantId, string agencyId, params Capacity[] capacities) => Mint(new()
    {
        [TokenClaims.Subject] = personId,
        [TokenClaims.Tenant] = tenantId,
        [TokenClaims.Agency] = agencyId,
        [TokenClaims.Capacity] = capacities.Select(capacity => capacity.ToString()).ToArray(),
    });

    public Metadata AsOperator(string? key = null) =>
        With(PersonToken(Guid.NewGuid().ToString(), "platform", "operator", Capacity.PlatformOperator), key);

    public Metadata AsPortal() => With(Mint(new() { [TokenClaims.Subject] = "service:portal" }));

    /// <summary>The signed assertion of a registered client.</summary>
    public string Assertion(string clientId, Action<SecurityTokenDescriptor>? bend = null, string? signedBy = null)
    {
        var now = DateTime.UtcNow;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = TokenClaims.Audience,
            IssuedAt = now,
            Expires = now.AddMinutes(1),
            Claims = new Dictionary<string, object> { ["sub"] = clientId, ["jti"] = Guid.NewGuid().ToString("N") },
            SigningCredentials = new SigningCredentials(
                new ECDsaSecurityKey(clientKeys[signedBy ?? clientId]) { KeyId = "any" }, SecurityAlgorithms.EcdsaSha256),
        };
        bend?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    private Dictionary<string, string> Settings(TestDatabase database)
    {
        foreach (var client in (string[])["service:portal", "service:reporting", "client:apphost", "client:force-system"])
        {
            clientKeys[client] = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        }

        return new()
        {
            ["ConnectionStrings:App"] = database.App,
            ["ConnectionStrings:Relay"] = database.Relay,
            ["Listen:Grpc"] = "127.0.0.1:0",
            ["Listen:Http"] = "127.0.0.1:0",
            ["Local:Clock"] = "true",
            ["APP_API_TOKEN"] = ApiToken,
            // Asked for nothing here: this service holds the keys of its tokens, and nobody answers as Reporting.
            ["Services:PartnersHttp"] = "http://127.0.0.1:9",
            ["Services:Partners"] = "http://127.0.0.1:9",
            ["Services:Reporting"] = "http://127.0.0.1:9",
            ["Service:PrivateKey"] = SigningKey.ExportPkcs8PrivateKeyPem(),
            ["SigningKeys:Current"] = SigningKey.ExportPkcs8PrivateKeyPem(),
            ["SigningKeys:Next"] = NextKey.ExportPkcs8PrivateKeyPem(),
            ["IdentityProviders:0:Issuer"] = Provider.Issuer,
            ["IdentityProviders:0:Audience"] = IdentityProvider.Audience,
            ["IdentityProviders:0:Metadata"] = Provider.Issuer + "/metadata",
            ["Clients:0:Id"] = "service:portal",
            ["Clients:0:PublicKey"] = clientKeys["service:portal"].ExportSubjectPublicKeyInfoPem(),
            ["Clients:0:MayStartSessions"] = "true",
            ["Clients:1:Id"] = "service:reporting",
            ["Clients:1:PublicKey"] = clientKeys["service:reporting"].ExportSubjectPublicKeyInfoPem(),
            ["Clients:2:Id"] = "client:apphost",
            ["Clients:2:PublicKey"] = clientKeys["client:apphost"].ExportSubjectPublicKeyInfoPem(),
            ["Clients:2:Tenants:0"] = "platform",
            ["Clients:2:Capacities:0"] = "PlatformOperator",
            ["Clients:2:MayStartSessions"] = "true",
            ["Clients:3:Id"] = "client:force-system",
            ["Clients:3:PublicKey"] = clientKeys["client:force-system"].ExportSubjectPublicKeyInfoPem(),
            ["Clients:3:Tenants:0"] = "agency:westmarch-police",
            ["Clients:3:Capacities:0"] = "SystemUser",
            ["Clients:3:Agency"] = "westmarch-police",
        };
    }
}

[CollectionDefinition(Name)]
public sealed class PartnersCollection : ICollectionFixture<PartnersHost>
{
    public const string Name = "Partners";
}
