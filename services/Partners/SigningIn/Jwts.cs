using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.SigningIn;

/// <summary>What the tokens that others sign have in common.</summary>
internal static class Jwts
{
    /// <summary>Accepts <c>JWT</c> or none, which is how id tokens and assertions come; refuses an access token in their place.</summary>
    internal static readonly TypeValidator OrdinaryType = (type, _, _) =>
        type is null or "" || string.Equals(type, "JWT", StringComparison.OrdinalIgnoreCase)
            ? type ?? "JWT"
            : throw new SecurityTokenInvalidTypeException("The token is of another type.");

    /// <summary>Parses without believing; null where it is no JWT.</summary>
    internal static JsonWebToken? Read(JsonWebTokenHandler handler, string token)
    {
        try
        {
            return handler.CanReadToken(token) ? handler.ReadJsonWebToken(token) : null;
        }
        catch (Exception failure) when (failure is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }
}
