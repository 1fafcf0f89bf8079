using Jtai.Access;
using Jtai.Errors;

namespace Jtai.Portal.Calls;

internal static class CallsRegistration
{
    public static void AddCalls(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        configuration.Required("Service:PrivateKey");
        var addresses = new Dictionary<string, string>();
        foreach (var service in new[] { "Partners", "Inspections", "Actions", "Reporting" })
        {
            addresses[service] = configuration.Required("Services:" + service);
        }

        builder.Services.AddSingleton(new Channels(addresses));
        builder.Services.AddSingleton(_ => new ServiceTokens("portal", configuration));
        builder.Services.AddSingleton<PartnersAsPortal>();
        builder.Services.AddHttpContextAccessor();
    }
}
