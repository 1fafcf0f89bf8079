using System.Globalization;
using Jtai.Field;
using Jtai.Store;
using Jtai.Streams;

namespace Jtai.Local;

/// <summary>What is started, where it listens, and what each process is told. The names are those of traces and tokens.</summary>
internal sealed class Processes(RunAddresses addresses, Secrets secrets, string repositoryRoot, bool clock)
{
    public static IReadOnlyList<string> Services { get; } = ["partners", "inspections", "actions", "reporting"];

    /// <summary>The client that seeds and checks a local run.</summary>
    public const string OwnClient = "client:apphost";

    public static IReadOnlyList<string> Clients { get; } =
        [.. Services.Select(name => "service:" + name), "service:portal", OwnClient];

    /// <summary>The build output of a service.</summary>
    public string AssemblyOf(string name)
    {
        var project = char.ToUpperInvariant(name[0]) + name[1..];
        var folder = name == "gateway" ? "gateway" : Path.Combine("services", project);
        return Path.Combine(repositoryRoot, folder, "bin", Configuration, "net10.0", $"Jtai.{project}.dll");
    }

    public Dictionary<string, string> SettingsOf(string name, ServiceDatabase? database = null, DaprSidecar? dapr = null, Mailbox? mailbox = null, PrivateClamd? clamd = null)
    {
        var settings = new Dictionary<string, string>
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_GCConserveMemory"] = "7",
            ["DOTNET_TieredPGO"] = "0",
            // Quiet for whoever runs it, unless they want to hear more.
            ["Logging__LogLevel__Default"] = Environment.GetEnvironmentVariable("Logging__LogLevel__Default") ?? "Warning",
            ["Services__PartnersHttp"] = addresses.Http("partners"),
            ["Services__Portal"] = addresses.HttpOfAll("portal"),
            ["Listen__Http"] = $"127.0.0.1:{addresses.HttpPort(name)}",
            ["APP_API_TOKEN"] = secrets.AppApiToken,
        };
        foreach (var service in Services)
        {
            settings[$"Services__{char.ToUpperInvariant(service[0])}{service[1..]}"] = addresses.GrpcOfAll(service);
        }

        if (name != "portal")
        {
            settings["Listen__Grpc"] = $"127.0.0.1:{addresses.GrpcPort(name)}";
        }

        if (secrets.ClientKeys.TryGetValue("service:" + name, out var key))
        {
            settings["Service__PrivateKey"] = key;
        }

        if (clock)
        {
            settings["Local__Clock"] = "true";
        }

        if (database is not null && dapr is not null)
        {
            settings["ConnectionStrings__App"] = database.App;
            settings["ConnectionStrings__Relay"] = database.Relay;
            settings["DAPR_GRPC_ENDPOINT"] = dapr.GrpcEndpointOf(name);
            settings["DAPR_HTTP_ENDPOINT"] = dapr.HttpEndpointOf(name);
            settings["DAPR_API_TOKEN"] = secrets.DaprApiToken;
        }

        if (name == "partners")
        {
            AddPartnersSettings(settings);
        }

        if (name == "actions" && mailbox is not null)
        {
            settings["Notifications__Transport"] = "smtp";
            settings["Notifications__PortalAddress"] = addresses.Portal;
            settings["Notifications__Smtp__Host"] = "127.0.0.1";
            settings["Notifications__Smtp__Port"] = mailbox.SmtpPort.ToString(CultureInfo.InvariantCulture);
            settings["Notifications__Smtp__Tls"] = "none";
            settings["Notifications__Smtp__From"] = "platform@jtai.example";
        }

        if (name is "actions" or "inspections")
        {
            settings["Files__MasterKeys__Current"] = secrets.FilesMasterKey;
            settings["Files__Scanner"] = clamd?.Address ?? "";
            settings["Files__WithoutScanner"] = clamd is null ? "accept-unscanned-files" : "";
        }

        if (name == "portal")
        {
            settings["IdentityProvider__Issuer"] = addresses.Identity;
            settings["IdentityProvider__ClientId"] = RunAddresses.PortalClientId;
            settings["IdentityProvider__ClientSecret"] = secrets.PortalClientSecret;
            settings["DataProtection__Directory"] = Path.Combine(addresses.DataDirectory, "portal-keys");
        }

        return settings;
    }

    private void AddPartnersSettings(Dictionary<string, string> settings)
    {
        settings["SigningKeys__Current"] = secrets.TokenSigningKey;
        settings["IdentityProviders__0__Issuer"] = addresses.Identity;
        settings["IdentityProviders__0__Audience"] = RunAddresses.PortalClientId;
        settings["IdentityProviders__0__Metadata"] = $"{addresses.Identity}/.well-known/openid-configuration";
        for (var at = 0; at < Clients.Count; at++)
        {
            settings[$"Clients__{at}__Id"] = Clients[at];
            settings[$"Clients__{at}__PublicKey"] = secrets.PublicKey(Clients[at]);
            if (Clients[at] is "service:portal" or OwnClient)
            {
                settings[$"Clients__{at}__MayStartSessions"] = "true";
            }

            if (Clients[at] == OwnClient)
            {
                settings[$"Clients__{at}__Tenants__0"] = TenantId.Platform;
                settings[$"Clients__{at}__Capacities__0"] = "PlatformOperator";
            }
        }
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
}
