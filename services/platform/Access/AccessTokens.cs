using Jtai.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Access;

/// <summary>Validation of the platform's access tokens; every process that is called does it itself.</summary>
public static class AccessTokens
{
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
            options.TokenValidationParameters = Parameters();
            options.Events = new JwtBearerEvents { OnTokenValidated = TokenForm.RequireAsync };
        });
    }

    /// <summary>The rules for a token, without keys.</summary>
    public static TokenValidationParameters Parameters() => new()
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
}
