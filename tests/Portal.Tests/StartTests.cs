using System.Diagnostics;

namespace Jtai.Portal.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Start_WithoutASetting_SaysWhichInOneLine()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var portal = Process.Start(start)!;
        try
        {
            var said = await portal.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
            await portal.WaitForExitAsync();

            Assert.Equal(
                "portal does not start: The setting IdentityProvider:Issuer is missing. Set it, e.g. by the environment variable IdentityProvider__Issuer.\n",
                said);
            Assert.Equal(1, portal.ExitCode);
        }
        finally
        {
            portal.Kill();
        }
    }
}
