using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Jtai.Partners.SigningIn;

public static class SignInRegistration
{
    public static void AddSignIn(this IServiceCollection services, IReadOnlyList<Client> clients)
    {
        services.AddSingleton(clients);
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ClientAssertions>();
        services.AddSingleton<IdTokens>();
        // A missing or broken key must stop the process at its start, not at the first sign-in.
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<SigningKeys>(OwnKeys).ValidateOnStart();
    }

    /// <summary>This service takes its own tokens by the keys that it holds, and asks nobody for them.</summary>
    private static void OwnKeys(JwtBearerOptions options, SigningKeys keys)
    {
        var metadata = new OpenIdConnectConfiguration();
        foreach (var key in keys.All)
        {
            metadata.SigningKeys.Add(key);
        }

        options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(metadata);
    }
}
