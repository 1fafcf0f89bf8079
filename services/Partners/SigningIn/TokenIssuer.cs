using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Partners.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.SigningIn;

/// <summary>Signs access tokens (RFC 9068). Each is for one tenant or for the view across partnerships, by the system's clock.</summary>
public sealed class TokenIssuer(SigningKeys keys)
{
    /// <summary>So short that an appointment's or a session's end works within a minute without asking anybody.</summary>
    public static readonly TimeSpan PersonTokenLife = TimeSpan.FromSeconds(45);

    private readonly JsonWebTokenHandler handler = new();

    /// <param name="session">Hash of the session id, by which one sign-in's tokens can be found in a trace.</param>
    public IssueTokenReply ForPerson(
        Person person, string? tenantId, IEnumerable<Capacity> capacities, IReadOnlyList<Deputising> deputyFor, string session, string clientId)
    {
        var claims = new Dictionary<string, object>
        {
            [TokenClaims.Agency] = person.AgencyId,
            [TokenClaims.Capacity] = capacities.Select(capacity => capacity.ToString()).ToArray(),
            ["sid"] = session,
        };
        if (deputyFor.Count > 0)
        {
            claims[TokenClaims.DeputyFor] = deputyFor.Select(one => one.ToClaim()).ToArray();
        }

        if (tenantId is null)
        {
            claims[TokenClaims.Across] = "true";
        }
        else
        {
            claims[TokenClaims.Tenant] = tenantId;
        }

        return Sign(person.PersonId.ToString(), clientId, claims, PersonTokenLife);
    }

    public IssueTokenReply ForClient(Client client, string tenantId)
    {
        var claims = new Dictionary<string, object>();
        if (tenantId.Length > 0)
        {
            claims[TokenClaims.Tenant] = tenantId;
            claims[TokenClaims.Capacity] = client.Capacities.Select(capacity => capacity.ToString()).ToArray();
            if (client.Agency is { } agency)
            {
                claims[TokenClaims.Agency] = agency;
            }
        }

        return Sign(client.Id, client.Id, claims, client.TokenLife);
    }

    private IssueTokenReply Sign(string subject, string clientId, Dictionary<string, object> claims, TimeSpan life)
    {
        var now = DateTime.UtcNow;
        claims[TokenClaims.Subject] = subject;
        claims["client_id"] = clientId;
        claims["jti"] = Guid.NewGuid().ToString("N");
        // Whole seconds, as the token says them, so that nobody trusts it longer than its reader does.
        var expires = DateTimeOffset.FromUnixTimeSeconds(((DateTimeOffset)now).ToUnixTimeSeconds()) + life;
        var token = handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            IssuedAt = now,
            NotBefore = now,
            Expires = expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = keys.Credentials,
        });
        return new IssueTokenReply { AccessToken = token, ExpiresAt = expires.ToTimestamp() };
    }
}
