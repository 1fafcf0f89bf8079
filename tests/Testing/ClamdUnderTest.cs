using Jtai.Local;

namespace Jtai.Testing;

/// <summary>One real ClamAV for all tests of a run, with the signatures of <see cref="PrivateClamd"/>; it ends with this process.</summary>
public static class ClamdUnderTest
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>As the setting <c>Files:Scanner</c> takes it.</summary>
    public static Task<string> AddressAsync() => Started.Value;

    private static async Task<string> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("jtai-test-clamd-").FullName;
        var clamd = await PrivateClamd.StartAsync(directory);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            clamd.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(directory, recursive: true);
        };
        return clamd.Address;
    }
}
