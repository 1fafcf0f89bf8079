using Jtai.Errors;
using Microsoft.Extensions.Configuration;

namespace Jtai.Files;

/// <summary>What a deployment says about files, but for its keys and stores.</summary>
public sealed record FilesSettings
{
    public const string ScannerSetting = "Files:Scanner";
    public const string WithoutScannerSetting = "Files:WithoutScanner";
    public const string AcceptUnscanned = "accept-unscanned-files";

    /// <summary>20 GB unless <c>Files:MostBytesPerTenant</c> is set.</summary>
    public long MostBytesPerTenant { get; init; } = 20L * 1024 * 1024 * 1024;

    /// <summary>Where clamd listens, <c>host:port</c> or the path of its socket; null where files are taken without a look.</summary>
    public string? Scanner { get; init; }

    /// <summary>What one look may take.</summary>
    public TimeSpan ScanLimit { get; init; } = TimeSpan.FromSeconds(60);

    public static FilesSettings Read(IConfiguration configuration)
    {
        var scanner = configuration[ScannerSetting] is { Length: > 0 } address ? address : null;
        if (scanner is null && configuration[WithoutScannerSetting] != AcceptUnscanned)
        {
            throw new StartRefused(
                $"The setting {ScannerSetting} is missing: where clamd listens, host:port or a socket's path. To give people files that nobody looked through for viruses, set {WithoutScannerSetting}={AcceptUnscanned}.");
        }

        if (scanner is not null && !Clamd.IsAddress(scanner))
        {
            throw new StartRefused($"The setting {ScannerSetting} is neither host:port nor a socket's path.");
        }

        var most = configuration.GetValue("Files:MostBytesPerTenant", new FilesSettings().MostBytesPerTenant);
        return most > 0
            ? new() { Scanner = scanner, MostBytesPerTenant = most }
            : throw new StartRefused("The setting Files:MostBytesPerTenant is not a number of bytes above 0.");
    }
}
