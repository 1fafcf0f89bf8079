using System.Security.Cryptography;
using System.Text;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Microsoft.Extensions.Configuration;

namespace Jtai.Files;

/// <summary>
/// The deployment's keys, shared by all replicas: <c>Files:MasterKeys:Current</c> wraps the tenants' keys;
/// <c>Files:MasterKeys:Next</c> (optional) unwraps too, so that every replica knows it before it becomes the current one, and the
/// former one while keys are still under it. Both are 32 bytes in base64.
/// </summary>
public sealed class MasterKeys
{
    public const string CurrentSetting = "Files:MasterKeys:Current";
    public const string NextSetting = "Files:MasterKeys:Next";

    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Dictionary<string, byte[]> keys = [];

    public MasterKeys(IConfiguration configuration)
    {
        CurrentName = Add(configuration.Required(CurrentSetting), CurrentSetting);
        if (configuration[NextSetting] is { Length: > 0 } next)
        {
            Add(next, NextSetting);
        }
    }

    /// <summary>Names the key that wraps, without telling it.</summary>
    public string CurrentName { get; }

    public byte[] Wrap(TenantId tenantId, Guid keyId, ReadOnlySpan<byte> key)
    {
        var wrapped = new byte[NonceBytes + TagBytes + key.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(keys[CurrentName], TagBytes);
        aes.Encrypt(
            wrapped.AsSpan(0, NonceBytes), key, wrapped.AsSpan(NonceBytes + TagBytes), wrapped.AsSpan(NonceBytes, TagBytes), Owner(tenantId, keyId));
        return wrapped;
    }

    /// <exception cref="Unavailable">It was wrapped by a master key that this deployment does not have.</exception>
    public byte[] Unwrap(TenantId tenantId, Guid keyId, string master, byte[] wrapped)
    {
        if (!keys.TryGetValue(master, out var masterKey))
        {
            throw new Unavailable(
                $"This file's key is under the master key {master}, which is not set here. Whoever runs the platform sets it as {NextSetting}.");
        }

        var key = new byte[wrapped.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(masterKey, TagBytes);
        aes.Decrypt(
            wrapped.AsSpan(0, NonceBytes), wrapped.AsSpan(NonceBytes + TagBytes), wrapped.AsSpan(NonceBytes, TagBytes), key, Owner(tenantId, keyId));
        return key;
    }

    private string Add(string text, string setting)
    {
        var key = new byte[KeyBytes];
        if (!Convert.TryFromBase64String(text, key, out var length) || length != KeyBytes)
        {
            throw new StartRefused($"The setting {setting} is not 32 bytes in base64. Make one, e.g. by: openssl rand -base64 32");
        }

        var name = Convert.ToHexStringLower(SHA256.HashData([.. "jtai file master key"u8, .. key]))[..16];
        keys[name] = key;
        return name;
    }

    private static byte[] Owner(TenantId tenantId, Guid keyId) => Encoding.UTF8.GetBytes($"{tenantId.Value} {keyId}");
}
