using System.Globalization;
using System.Security.Cryptography;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners;

/// <summary>A service or an API client that proves itself by its own key; the register of clients is a setting.</summary>
public sealed class Client
{
    private static readonly TimeSpan ServiceTokenLife = TimeSpan.FromMinutes(10);

    /// <summary><c>service:actions</c> or <c>client:apphost</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Verifies its assertions; P-256, as SubjectPublicKeyInfo in PEM.</summary>
    public required ECDsa PublicKey { get; init; }

    /// <summary>Tenants in which a system user works, with all of <see cref="Capacities"/> in each.</summary>
    public string[] Tenants { get; init; } = [];

    public Capacity[] Capacities { get; init; } = [];

    /// <summary>The agency for which a system user works; null for the platform's own.</summary>
    public string? Agency { get; init; }

    /// <summary>Whether it signs people in: the portal, and what seeds and checks a local run.</summary>
    public bool MayStartSessions { get; init; }

    /// <summary>When its key was made; null where the settings do not say.</summary>
    public DateOnly? KeyMadeOn { get; init; }

    public bool IsService => Id.StartsWith(TokenClaims.ServicePrefix, StringComparison.Ordinal);

    /// <summary>A service asks again every 10 minutes; a system user as often as a person, so that its end works as fast.</summary>
    public TimeSpan TokenLife => IsService ? ServiceTokenLife : SigningIn.TokenIssuer.PersonTokenLife;

    /// <summary>Whether it may have a token for this tenant; the empty one is for those that act for no tenant.</summary>
    public bool MayWorkIn(string tenantId) =>
        tenantId.Length == 0 ? IsService || MayStartSessions : Tenants.Contains(tenantId);

    /// <summary>Settings <c>Clients:0:Id</c>, <c>Clients:0:PublicKey</c>, …</summary>
    /// <exception cref="InvalidOperationException">A client is not usable: the process does not start.</exception>
    public static IReadOnlyList<Client> Read(IConfiguration configuration)
    {
        var clients = configuration.GetSection("Clients").GetChildren()
            .Select(section => new Client
            {
                Id = configuration.Required(section.Path + ":Id"),
                PublicKey = SigningIn.PemKeys.Read(configuration, section.Path + ":PublicKey"),
                Tenants = section.GetSection("Tenants").Get<string[]>() ?? [],
                Capacities = section.GetSection("Capacities").Get<Capacity[]>() ?? [],
                Agency = section["Agency"],
                MayStartSessions = section.GetValue<bool>("MayStartSessions"),
                KeyMadeOn = section["KeyMadeOn"] is { Length: > 0 } day
                    ? LondonDates.TryFromIso(day) ?? throw new InvalidOperationException($"The setting {section.Path}:KeyMadeOn is not a day such as 2026-11-30.")
                    : null,
            })
            .ToArray();
        foreach (var client in clients)
        {
            Demand(client.IsService || client.Id.StartsWith(TokenClaims.ClientPrefix, StringComparison.Ordinal),
                $"The client {client.Id} must be named service:… or client:….");
            Demand(!client.IsService || client.Tenants.Length == 0, $"The service {client.Id} cannot work in a tenant.");
            Demand(client.Tenants.Length == 0 == (client.Capacities.Length == 0), $"The client {client.Id} needs both tenants and capacities.");
        }

        Demand(clients.DistinctBy(client => client.Id).Count() == clients.Length, "Two clients have the same id.");
        return clients;
    }

    public TrustedClient ToProto() => new()
    {
        ClientId = Id,
        MayStartSessions = MayStartSessions,
        TenantIds = { Tenants },
        Capacities = { Capacities },
        AgencyId = Agency ?? "",
        KeyThumbprint = Base64UrlEncoder.Encode(new ECDsaSecurityKey(PublicKey).ComputeJwkThumbprint()),
        KeyMadeOn = KeyMadeOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
    };

    private static void Demand(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidOperationException(message);
        }
    }
}
