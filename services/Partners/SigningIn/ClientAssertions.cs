using System.Collections.Concurrent;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.SigningIn;

/// <summary>
/// Checks the signed assertion of a registered client (RFC 7523). An assertion works once: its id is remembered until it
/// would have expired anyway, in this replica's memory, so that another replica would take a copy for its at most 5 minutes.
/// </summary>
public sealed class ClientAssertions(IReadOnlyList<Client> clients)
{
    private const int MostRemembered = 100_000;
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Entry> byId = clients.ToDictionary(client => client.Id, client => new Entry(client));
    private readonly ConcurrentDictionary<string, DateTime> used = new();
    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    /// <exception cref="Grpc.Core.RpcException">UNAUTHENTICATED with the reason.</exception>
    public async Task<Client> VerifyAsync(string assertion)
    {
        var unverified = Jwts.Read(handler, assertion) ?? throw SignInRefused.Because("The client assertion is not a JWT.");
        if (!byId.TryGetValue(unverified.Issuer, out var entry))
        {
            throw SignInRefused.Because("The client is not registered.");
        }

        var result = await handler.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidIssuer = entry.Client.Id,
            ValidAudience = TokenClaims.Audience,
            IssuerSigningKey = entry.Key,
            // The client's key is known by who it says it is; a key id adds nothing.
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            // An access token or an id token is no assertion, whoever signed it.
            TypeValidator = Jwts.OrdinaryType,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = Skew,
        });
        if (!result.IsValid)
        {
            throw SignInRefused.Because("The client assertion is not valid: check its key, audience and times.");
        }

        var token = (JsonWebToken)result.SecurityToken;
        var now = DateTime.UtcNow;
        if (token.Subject != entry.Client.Id || token.Audiences.Count() != 1 || token.Id is not { Length: > 0 and <= 100 }
            || token.ValidTo > now + LongestLife + Skew)
        {
            throw SignInRefused.Because("The client assertion needs sub = iss, one audience, a jti and an exp at most 5 minutes ahead.");
        }

        Remember(entry.Client.Id + " " + token.Id, token.ValidTo + Skew, now);
        return entry.Client;
    }

    private void Remember(string id, DateTime until, DateTime now)
    {
        if (used.Count >= MostRemembered)
        {
            foreach (var (old, end) in used)
            {
                if (end < now)
                {
                    used.TryRemove(old, out _);
                }
            }

            // Forgetting an id that still works would let it be used twice.
            if (used.Count >= MostRemembered)
            {
                throw new TooMany(TimeSpan.FromMinutes(1));
            }
        }

        if (!used.TryAdd(id, until))
        {
            throw SignInRefused.Because("This client assertion was used before. Sign a new one for each exchange.");
        }
    }

    private sealed record Entry(Client Client)
    {
        public ECDsaSecurityKey Key { get; } = new(Client.PublicKey);
    }
}
