using System.Globalization;

namespace Jtai.Hosting;

/// <summary>
/// How the replica of the gateway stands that an operator's request came through. It tells the portal in a header of that request, which
/// nobody outside is shown and nobody outside can send: it has no service of its own to be asked.
/// </summary>
/// <param name="Version">As it was built.</param>
/// <param name="StartedAt">Of its process.</param>
/// <param name="Refused">Requests for which there was no quota left since then.</param>
/// <param name="CertificateEndsAt">Of its own; null where it has none.</param>
public sealed record GatewayStanding(string Version, DateTimeOffset StartedAt, long Refused, DateTimeOffset? CertificateEndsAt)
{
    public const string Header = "jtai-gateway";

    /// <summary>Null where a request came past the gateway.</summary>
    public static GatewayStanding? Parse(string? text) => text?.Split(';') is [var version, var started, var refused, var ends]
        && long.TryParse(started, CultureInfo.InvariantCulture, out var startedAt) && long.TryParse(refused, CultureInfo.InvariantCulture, out var count)
            ? new(
                version, DateTimeOffset.FromUnixTimeSeconds(startedAt), count,
                long.TryParse(ends, CultureInfo.InvariantCulture, out var endsAt) ? DateTimeOffset.FromUnixTimeSeconds(endsAt) : null)
            : null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version};{StartedAt.ToUnixTimeSeconds()};{Refused};{CertificateEndsAt?.ToUnixTimeSeconds()}");
}
