using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Jtai.Access;

/// <summary>The secret that Dapr sends with every delivery (its <c>APP_API_TOKEN</c>).</summary>
public static class ApiToken
{
    public const string Header = "dapr-api-token";

    /// <summary>Compares in constant time; an unset secret matches nothing.</summary>
    public static bool Matches(HttpRequest request, string? expected) =>
        !string.IsNullOrEmpty(expected)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers[Header].ToString()),
            Encoding.UTF8.GetBytes(expected));
}
