using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Partners.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.SigningIn;

/// <summary>Who signs in, as one of the configured identity providers says.</summary>
/// <param name="Hash">Of the signed content: a token starts one session only.</param>
/// <param name="VerifiedEmail">The address that the provider has verified to be theirs; null where it says of none that it has.</param>
public sealed record VerifiedIdentity(string Issuer, string Subject, byte[] Hash, string? VerifiedEmail);

/// <summary>
/// Verifies id tokens of the identity providers in the settings <c>IdentityProviders:0:Issuer</c>, <c>:Audience</c> (our
/// client id there) and <c>:Metadata</c> (address of its discovery document), <c>IdentityProviders:1:…</c>
/// </summary>
public sealed class IdTokens(IConfiguration configuration)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Provider> byIssuer = configuration.GetSection("IdentityProviders").GetChildren()
        .Select(section => Provider.Of(configuration, section.Path))
        .ToDictionary(provider => provider.Issuer);
    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = 32 * 1024 };

    /// <param name="idToken">As the provider issued it.</param>
    /// <param name="nonce">What the browser that signs in was given.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Grpc.Core.RpcException">UNAUTHENTICATED with the reason.</exception>
    /// <exception cref="Unavailable">The provider's keys cannot be had.</exception>
    public async Task<VerifiedIdentity> VerifyAsync(string idToken, string nonce, CancellationToken cancellationToken)
    {
        var unverified = Jwts.Read(handler, idToken) ?? throw SignInRefused.Because("The id token is not a JWT.");
        if (!byIssuer.TryGetValue(unverified.Issuer, out var provider))
        {
            throw SignInRefused.Because("This identity provider is not one of the platform's.");
        }

        var result = await ValidateAsync(idToken, provider, cancellationToken);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider may have changed its keys since they were fetched.
            provider.Metadata.RequestRefresh();
            result = await ValidateAsync(idToken, provider, cancellationToken);
        }

        if (!result.IsValid)
        {
            throw SignInRefused.Because(result.Exception is SecurityTokenExpiredException
                ? "The sign-in took too long. Sign in again."
                : "The id token is not valid.");
        }

        var token = (JsonWebToken)result.SecurityToken;
        DemandNonce(token, nonce);
        if (token.Audiences.Count() != 1 && !(token.TryGetClaim("azp", out var party) && party.Value == provider.Audience))
        {
            throw SignInRefused.Because("The id token is for another application.");
        }

        if (token.Subject is not { Length: > 0 })
        {
            throw SignInRefused.Because("The id token names nobody.");
        }

        // Without the signature: ECDSA allows a second form of it, which would make the same token look new.
        var signed = idToken[..idToken.LastIndexOf('.')];
        return new VerifiedIdentity(provider.Issuer, token.Subject, SHA256.HashData(Encoding.ASCII.GetBytes(signed)), VerifiedEmailOf(token));
    }

    /// <summary>The providers, with what this process last read of their keys.</summary>
    public IEnumerable<TrustedProvider> ToProto() => byIssuer.Values.OrderBy(provider => provider.Issuer, StringComparer.Ordinal).Select(provider => new TrustedProvider
    {
        Issuer = provider.Issuer,
        Audience = provider.Audience,
        KeysReadAt = provider.Read.Last?.At.ToTimestamp(),
        KeyIds = { provider.Read.Last?.KeyIds ?? [] },
    });

    /// <summary>Whether the settings name this provider.</summary>
    public bool Knows(string issuer) => byIssuer.ContainsKey(issuer);

    // Some providers write the claim as a string; whatever is neither has verified nothing.
    private static string? VerifiedEmailOf(JsonWebToken token) =>
        token.TryGetClaim("email_verified", out var verified) && verified.Value is "true" or "True"
        && token.TryGetClaim("email", out var email) && email.Value.Length > 0
            ? email.Value
            : null;

    private async Task<TokenValidationResult> ValidateAsync(string idToken, Provider provider, CancellationToken cancellationToken)
    {
        OpenIdConnectConfiguration metadata;
        try
        {
            metadata = await provider.Metadata.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException)
        {
            throw new Unavailable("The identity provider cannot be reached. Try again in a minute.");
        }

        return await handler.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = provider.Audience,
            IssuerSigningKeys = metadata.SigningKeys,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256],
            TypeValidator = Jwts.OrdinaryType,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = Skew,
        });
    }

    private static void DemandNonce(JsonWebToken token, string nonce)
    {
        var carried = token.TryGetClaim("nonce", out var claim) ? claim.Value : "";
        if (nonce.Length == 0
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(carried), Encoding.UTF8.GetBytes(nonce)))
        {
            throw SignInRefused.Because("The id token belongs to another sign-in. Sign in again.");
        }
    }

    private sealed record Provider(string Issuer, string Audience, ConfigurationManager<OpenIdConnectConfiguration> Metadata, NotedReading Read)
    {
        public static Provider Of(IConfiguration configuration, string path)
        {
            var metadata = configuration.Required(path + ":Metadata");
            var read = new NotedReading();
            return new Provider(
                configuration.Required(path + ":Issuer"),
                configuration.Required(path + ":Audience"),
                new ConfigurationManager<OpenIdConnectConfiguration>(
                    metadata,
                    read,
                    // Plain HTTP only where the settings say so, for a provider on the same machine.
                    new HttpDocumentRetriever { RequireHttps = metadata.StartsWith("https:", StringComparison.Ordinal) })
                {
                    RefreshInterval = ConfigurationManager<OpenIdConnectConfiguration>.MinimumRefreshInterval,
                },
                read);
        }
    }

    /// <summary>Reads a provider's discovery document and keys, and remembers when and which.</summary>
    private sealed class NotedReading : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public (DateTimeOffset At, IReadOnlyList<string> KeyIds)? Last { get; private set; }

        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, cancel);
            Last = (DateTimeOffset.UtcNow, [.. read.SigningKeys.Select(key => key.KeyId ?? "")]);
            return read;
        }
    }
}
