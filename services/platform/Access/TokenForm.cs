using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Access;

/// <summary>
/// The one form in which Partners writes an access token. The library takes more: the last of two members of a name, a list
/// for a single claim, headers that it does not know, an end in quotes or in a thousand years.
/// </summary>
internal static class TokenForm
{
    /// <summary>64 bytes of ES256, without padding.</summary>
    private const int SignatureLength = 86;

    /// <summary>More than the longest of Partners', which are those of services.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Refuses a token that is signed and in time, but of another form.</summary>
    public static Task RequireAsync(TokenValidatedContext context)
    {
        if (!IsOurs((JsonWebToken)context.SecurityToken))
        {
            context.Fail("The token is not of the form of this platform's.");
        }

        return Task.CompletedTask;
    }

    private static bool IsOurs(JsonWebToken token)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader), Strict);
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), Strict);
            return token.EncodedSignature.Length == SignatureLength
                && header.RootElement.EnumerateObject().All(member => member.Name is "alg" or "kid" or "typ")
                && payload.RootElement.EnumerateObject().All(IsOurs)
                && token.Subject.Length > 0
                && token.ValidTo < DateTime.UtcNow + LongestLife;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsOurs(JsonProperty claim) => claim.Name switch
    {
        TokenClaims.Subject or TokenClaims.Tenant or TokenClaims.Agency or TokenClaims.Across => claim.Value.ValueKind == JsonValueKind.String,
        "exp" => claim.Value.ValueKind == JsonValueKind.Number,
        _ => true,
    };
}
