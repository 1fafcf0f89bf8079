using System.Text.Json;
using Jtai.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Access;

/// <summary>Validation of the platform's access tokens; every process that is called does it itself.</summary>
public static class AccessTokens
{
    /// <summary>64 bytes of ES256, without padding.</summary>
    private const int SignatureLength = 86;

    /// <summary>More than the longest of Partners', which are those of services.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// Accepts access tokens of Partners alone: ES256, <c>at+jwt</c>, this platform's issuer and audience, and a clock skew
    /// of 5 seconds (the handler's own default of 5 minutes would outlive the 45 seconds of a token). The keys come from
    /// the metadata that Partners publishes at the setting <c>Services:PartnersHttp</c>, and are fetched again when a token
    /// names an unknown one.
    /// </summary>
    public static void AddAccessTokens(this IServiceCollection services, IConfiguration configuration)
    {
        var metadata = $"{configuration.Required("Services:PartnersHttp").TrimEnd('/')}/.well-known/openid-configuration";
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.IncludeErrorDetails = false;
            options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                metadata,
                new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever(new HttpClient(ServiceChannels.ToServices(new SocketsHttpHandler(), configuration)))
                {
                    RequireHttps = metadata.StartsWith("https", StringComparison.Ordinal),
                })
            {
                // The shortest that the library accepts: a new signing key is seen at once.
                RefreshInterval = ConfigurationManager<OpenIdConnectConfiguration>.MinimumRefreshInterval,
            };
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = TokenClaims.Issuer,
                ValidAudience = TokenClaims.Audience,
                ValidTypes = [TokenClaims.TokenType],
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                TryAllIssuerSigningKeys = false,
                ValidateIssuerSigningKey = true,
                ClockSkew = TimeSpan.FromSeconds(5),
                NameClaimType = TokenClaims.Subject,
            };
            options.Events = new JwtBearerEvents { OnTokenValidated = RequireOurFormAsync };
        });
    }

    private static Task RequireOurFormAsync(TokenValidatedContext context)
    {
        if (!IsOurs((JsonWebToken)context.SecurityToken))
        {
            context.Fail("The token is not of the form of this platform's.");
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// True in the one form in which Partners writes an access token. The library takes more: the last of two members of a name,
    /// a list for a single claim, headers that it does not know, an end in quotes or in a thousand years.
    /// </summary>
    private static bool IsOurs(JsonWebToken token)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader), Strict);
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), Strict);
            return token.EncodedSignature.Length == SignatureLength
                && header.RootElement.EnumerateObject().All(member => member.Name is "alg" or "kid" or "typ")
                && payload.RootElement.EnumerateObject().All(IsOurs)
                && token.Subject.Length > 0
                && token.ValidTo < DateTime.UtcNow + LongestLife;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsOurs(JsonProperty claim) => claim.Name switch
    {
        TokenClaims.Subject or TokenClaims.Tenant or TokenClaims.Agency or TokenClaims.Across => claim.Value.ValueKind == JsonValueKind.String,
        "exp" => claim.Value.ValueKind == JsonValueKind.Number,
        _ => true,
    };
}
