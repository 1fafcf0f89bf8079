using Jtai.Files;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The service with a real ClamAV at its side.</summary>
public sealed class EvidenceHost : ActionsHost
{
    private static readonly Lazy<Task<EvidenceHost>> Shared = new(async () =>
    {
        var host = await StartAsync<EvidenceHost>();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => host.DisposeAsync().Wait(TimeSpan.FromSeconds(10));
        return host;
    });

    private string scanner = "";

    public static new Task<EvidenceHost> SharedAsync() => Shared.Value;

    public override async Task InitializeAsync()
    {
        scanner = await ClamdUnderTest.AddressAsync();
        await base.InitializeAsync();
    }

    protected override Dictionary<string, string> Settings(TestDatabase database) =>
        new(base.Settings(database)) { [FilesSettings.ScannerSetting] = scanner };
}
