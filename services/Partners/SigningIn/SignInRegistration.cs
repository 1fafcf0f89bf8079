using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Jtai.Partners.SigningIn;

public static class SignInRegistration
{
    /// <summary>Reads keys and providers now: what is missing or broken stops the process at its start, not at the first sign-in.</summary>
    public static void AddSignIn(this WebApplicationBuilder builder, IReadOnlyList<Client> clients)
    {
        var keys = new SigningKeys(builder.Configuration);
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton(new TokenIssuer(keys));
        builder.Services.AddSingleton(clients);
        builder.Services.AddSingleton(new ClientAssertions(clients));
        builder.Services.AddSingleton(new IdTokens(builder.Configuration));
        builder.Services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options => UseOwnKeys(options, keys));
    }

    /// <summary>This service takes its own tokens by the keys that it holds, and asks nobody for them.</summary>
    private static void UseOwnKeys(JwtBearerOptions options, SigningKeys keys)
    {
        var metadata = new OpenIdConnectConfiguration();
        foreach (var key in keys.All)
        {
            metadata.SigningKeys.Add(key);
        }

        options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(metadata);
    }
}
