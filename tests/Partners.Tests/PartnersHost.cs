using System.Security.Cryptography;
using Grpc.Core;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.Tests;

/// <summary>The running service, with the tests' key of tokens as its own, and an identity provider. One for all tests.</summary>
public sealed class PartnersHost() : ServiceHost<PartnersGrpc>("partners")
{
    private readonly Dictionary<string, ECDsa> clientKeys =
        ((string[])["service:portal", "service:reporting", "client:apphost", "client:force-system"])
        .ToDictionary(client => client, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public ECDsa NextKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public IdentityProvider Provider { get; private set; } = null!;
    public V1.Partners.PartnersClient Client => new(Service.Channel);
    public V1.Settings.SettingsClient SettingsClient => new(Service.Channel);

    public override async Task InitializeAsync()
    {
        Provider = await IdentityProvider.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
    }

    public Metadata AsOperator() =>
        TestTokens.Bearer(Tokens.ForPerson(Guid.NewGuid(), "platform", "operator", Capacity.PlatformOperator));

    /// <summary>An API client that runs the register, which alone gives subjects.</summary>
    public Metadata AsRegister() => AsClient("platform", Capacity.PlatformOperator);

    public Metadata AsClient(string tenantId, Capacity capacity) => TestTokens.Bearer(Tokens.Mint(new()
    {
        [TokenClaims.Subject] = "client:apphost", [TokenClaims.Tenant] = tenantId, [TokenClaims.Capacity] = new[] { capacity.ToString() },
    }));

    public Metadata AsPortal() => TestTokens.Bearer(Tokens.ForService("portal"));

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

    protected override Dictionary<string, string> Settings(TestDatabase database) => new(base.Settings(database))
    {
        ["Local:Clock"] = "true",
        ["Service:PrivateKey"] = Tokens.Key.ExportPkcs8PrivateKeyPem(),
        ["SigningKeys:Current"] = Tokens.Key.ExportPkcs8PrivateKeyPem(),
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
        ["Clients:3:KeyMadeOn"] = "2026-01-31",
    };
}

[CollectionDefinition(Name)]
public sealed class PartnersCollection : ICollectionFixture<PartnersHost>
{
    public const string Name = "Partners";
}
