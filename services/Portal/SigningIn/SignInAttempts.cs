using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Jtai.Portal.SigningIn;

/// <summary>What must be remembered while somebody is at the identity provider.</summary>
/// <param name="State">Comes back with the code: the answer is to this browser's own question.</param>
/// <param name="Nonce">Comes back within the id token: the token was made for this sign-in.</param>
/// <param name="Verifier">The secret of PKCE, of which the provider was told the hash.</param>
/// <param name="Then">Where the person was going, an address of ours.</param>
public sealed record SignInAttempt(string State, string Nonce, string Verifier, string Then)
{
    public static SignInAttempt To(string then) => new(Random(), Random(), Random(), then);

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public bool Asked(string? state) => state is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

/// <summary>Keeps an attempt in the browser, encrypted, for ten minutes, and gives it out once.</summary>
public sealed class SignInAttempts(IDataProtectionProvider protection)
{
    private const string CookieName = "jtai-sign-in";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("sign-in attempt").ToTimeLimitedDataProtector();

    public void Keep(HttpContext context, SignInAttempt attempt) =>
        context.Response.Cookies.Append(CookieName, protector.Protect(JsonSerializer.Serialize(attempt), Lifetime), Cookie(context));

    public SignInAttempt? Take(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } kept)
        {
            return null;
        }

        context.Response.Cookies.Delete(CookieName, Cookie(context));
        try
        {
            return JsonSerializer.Deserialize<SignInAttempt>(protector.Unprotect(kept));
        }
        catch (CryptographicException)
        {
            // Too old, of another ring, or tampered with: the person starts again.
            return null;
        }
    }

    private static CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        // Lax and not strict: the identity provider's redirect back to us must carry it.
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/sign-in",
        MaxAge = Lifetime,
    };
}
