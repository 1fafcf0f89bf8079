using Jtai.Access;
using Jtai.Errors;

namespace Jtai.Portal.Calls;

internal static class CallsRegistration
{
    public static void AddCalls(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        configuration.Required("Service:PrivateKey");
        builder.Services.AddSingleton(new Channels(configuration));
        builder.Services.AddSingleton(_ => new ServiceTokens("portal", configuration));
        builder.Services.AddSingleton<PartnersAsPortal>();
        builder.Services.AddHttpContextAccessor();
    }
}
