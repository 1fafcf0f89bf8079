using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Errors;
using Jtai.Partners.V1;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Access;

/// <summary>
/// How a service says who it is: it signs an assertion with its own key (setting <c>Service:PrivateKey</c>, PKCS#8 PEM) and
/// exchanges it with Partners for an access token, kept until shortly before it ends.
/// </summary>
public sealed class ServiceTokens(string service, IConfiguration configuration) : IDisposable
{
    private readonly SemaphoreSlim exchange = new(1, 1);
    private readonly Lazy<GrpcChannel> partners = new(() => ServiceChannels.Open(configuration, "Partners"));
    private readonly Lazy<SigningCredentials> key = new(() => ReadKey(service, configuration.Required("Service:PrivateKey")));
    private (string Token, DateTimeOffset ExpiresAt) current;

    /// <summary>A token that is valid for at least 10 seconds more.</summary>
    /// <exception cref="RpcException">Partners cannot be reached or does not know this service.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (IsFresh())
        {
            return current.Token;
        }

        await exchange.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh())
            {
                var reply = await new Partners.V1.Partners.PartnersClient(partners.Value).IssueClientTokenAsync(
                    new IssueClientTokenRequest { ClientAssertion = Assertion(TokenClaims.ServicePrefix + service, key.Value, DateTime.UtcNow) },
                    deadline: DateTime.UtcNow.AddSeconds(5),
                    cancellationToken: cancellationToken);
                current = (reply.AccessToken, reply.ExpiresAt.ToDateTimeOffset());
            }

            return current.Token;
        }
        finally
        {
            exchange.Release();
        }
    }

    public void Dispose()
    {
        exchange.Dispose();
        if (partners.IsValueCreated)
        {
            partners.Value.Dispose();
        }
    }

    /// <summary>The signed assertion (RFC 7523) of a service or API client, good for one minute from this moment.</summary>
    public static string Assertion(string clientId, SigningCredentials key, DateTime now) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = TokenClaims.Audience,
            Claims = new Dictionary<string, object> { ["sub"] = clientId, ["jti"] = Guid.NewGuid().ToString("N") },
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(1),
            SigningCredentials = key,
        });

    private static SigningCredentials ReadKey(string service, string pem)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        return new SigningCredentials(new ECDsaSecurityKey(ecdsa) { KeyId = service }, SecurityAlgorithms.EcdsaSha256);
    }

    // Tokens end by the system's clock, whatever a local run makes of the domain's.
    private bool IsFresh() => current.ExpiresAt > DateTimeOffset.UtcNow.AddSeconds(10);
}
