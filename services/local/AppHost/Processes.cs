namespace Jtai.Local;

/// <summary>What is started, where it listens, and what each process is told. The names are those of traces and tokens.</summary>
internal sealed class Processes(RunAddresses addresses, Secrets secrets, string repositoryRoot, bool clock)
{
    public static IReadOnlyList<string> Services { get; } = ["partners", "inspections", "actions", "reporting"];

    public static IReadOnlyList<string> Clients { get; } =
        [.. Services.Select(name => "service:" + name), "service:portal", Door.ClientId];

    /// <summary>The build output of a service.</summary>
    public string AssemblyOf(string name)
    {
        var project = char.ToUpperInvariant(name[0]) + name[1..];
        var folder = name == "gateway" ? "gateway" : Path.Combine("services", project);
        return Path.Combine(repositoryRoot, folder, "bin", Configuration, "net10.0", $"Jtai.{project}.dll");
    }

    public Dictionary<string, string> SettingsOf(string name, string? appConnection = null, string? relayConnection = null)
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
            ["Services__Portal"] = addresses.Http("portal"),
            ["Listen__Http"] = Endpoint(addresses.HttpPort(name)),
            ["APP_API_TOKEN"] = secrets.AppApiToken,
        };
        foreach (var service in Services)
        {
            settings[$"Services__{char.ToUpperInvariant(service[0])}{service[1..]}"] = addresses.Grpc(service);
        }

        if (name != "portal")
        {
            settings["Listen__Grpc"] = Endpoint(addresses.GrpcPort(name));
        }

        if (secrets.ClientKeys.TryGetValue("service:" + name, out var key))
        {
            settings["Service__PrivateKey"] = key;
        }

        if (clock)
        {
            settings["Local__Clock"] = "true";
        }

        if (appConnection is not null && relayConnection is not null)
        {
            settings["ConnectionStrings__App"] = appConnection;
            settings["ConnectionStrings__Relay"] = relayConnection;
            settings["DAPR_HTTP_ENDPOINT"] = addresses.Dapr(name);
            settings["DAPR_API_TOKEN"] = secrets.DaprApiToken;
        }

        return name switch
        {
            "partners" => With(settings, PartnersSettings()),
            "portal" => With(settings, PortalSettings()),
            _ => settings,
        };
    }

    private static string Endpoint(int port) => $"127.0.0.1:{port}";

    private static Dictionary<string, string> With(Dictionary<string, string> settings, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }

    private Dictionary<string, string> PortalSettings() => new()
    {
        ["IdentityProvider__Issuer"] = addresses.Identity,
        ["IdentityProvider__ClientId"] = RunAddresses.PortalClientId,
        ["IdentityProvider__ClientSecret"] = secrets.PortalClientSecret,
        ["DataProtection__Directory"] = Path.Combine(addresses.DataDirectory, "portal-keys"),
    };

    private Dictionary<string, string> PartnersSettings()
    {
        var settings = new Dictionary<string, string>
        {
            ["SigningKeys__Current"] = secrets.TokenSigningKey,
            ["IdentityProviders__0__Issuer"] = addresses.Identity,
            ["IdentityProviders__0__Audience"] = RunAddresses.PortalClientId,
            ["IdentityProviders__0__Metadata"] = $"{addresses.Identity}/.well-known/openid-configuration",
        };
        for (var at = 0; at < Clients.Count; at++)
        {
            settings[$"Clients__{at}__Id"] = Clients[at];
            settings[$"Clients__{at}__PublicKey"] = secrets.PublicKey(Clients[at]);
            if (Clients[at] is "service:portal" or Door.ClientId)
            {
                settings[$"Clients__{at}__MayStartSessions"] = "true";
            }

            if (Clients[at] == Door.ClientId)
            {
                settings[$"Clients__{at}__Tenants__0"] = "platform";
                settings[$"Clients__{at}__Capacities__0"] = "PlatformOperator";
            }
        }

        return settings;
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
}
