using System.Security.Cryptography;
using System.Text.Json;

namespace Jtai.Local;

/// <summary>
/// The passwords and keys of one data directory, made at its first start and kept with mode 0600, as a cluster would keep
/// them in its secret store.
/// </summary>
internal sealed record Secrets(
    string DatabasePassword,
    string DaprApiToken,
    string AppApiToken,
    string PortalClientSecret,
    string TokenSigningKey,
    IReadOnlyDictionary<string, string> ClientKeys,
    int IdentityPort)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Under which the keys of files are kept. Data that were made before there were files get one at their next start.</summary>
    public string FilesMasterKey { get; init; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <param name="dataDirectory">Exists.</param>
    /// <param name="clients">Services and clients that get a key each.</param>
    /// <param name="identityPort">
    /// The identity provider's port, if this is the first start. It stays: the issuer's address is part of who people are.
    /// </param>
    public static Secrets ReadOrMake(string dataDirectory, IReadOnlyList<string> clients, int identityPort)
    {
        var file = Path.Combine(dataDirectory, "secrets.json");
        if (File.Exists(file))
        {
            var kept = JsonSerializer.Deserialize<Secrets>(File.ReadAllText(file))
                ?? throw new InvalidDataException($"{file} is damaged. Start with --fresh.");
            Write(kept, file);
            return kept;
        }

        var secrets = new Secrets(
            Random(), Random(), Random(), Random(), PrivateKey(), clients.ToDictionary(client => client, _ => PrivateKey()), identityPort);
        Write(secrets, file);
        return secrets;
    }

    /// <summary>The public half of a client's key, PEM.</summary>
    public string PublicKey(string client)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(ClientKeys[client]);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    // Written aside and moved, so that a kill in the middle leaves no half of it.
    private static void Write(Secrets secrets, string file)
    {
        var draft = file + ".new";
        File.WriteAllText(draft, "");
        File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(draft, JsonSerializer.Serialize(secrets, Indented));
        File.Move(draft, file, overwrite: true);
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private static string PrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
