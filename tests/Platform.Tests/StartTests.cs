using System.Diagnostics;
using Jtai.Local;

namespace Jtai.Platform.Tests;

/// <summary>A process that lacks a setting ends at once and says in one line which.</summary>
public sealed class StartTests : IDisposable
{
    private const string Database = "Host=127.0.0.1;Port=9;Username=nobody;Password=none;Database=none";

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("jtai-start-");

    public static TheoryData<string, string> Demanded()
    {
        var demanded = new TheoryData<string, string>();
        Add("gateway", "Services__PartnersHttp", "Services__Partners", "Services__Inspections", "Services__Actions", "Services__Reporting", "Services__Portal");
        Add("portal", "Service__PrivateKey", "Services__Partners", "Services__Inspections", "Services__Actions",
            "Services__Reporting", "IdentityProvider__Issuer", "IdentityProvider__ClientId", "IdentityProvider__ClientSecret", "DataProtection__Directory");
        string[] ofServices = ["ConnectionStrings__App", "ConnectionStrings__Relay", "Services__PartnersHttp", "Service__PrivateKey", "APP_API_TOKEN"];
        Add("partners", [.. ofServices, "Services__Inspections", "Services__Reporting", "SigningKeys__Current", "IdentityProviders__0__Issuer", "IdentityProviders__0__Audience",
            "IdentityProviders__0__Metadata", "Clients__0__Id", "Clients__0__PublicKey"]);
        Add("inspections", [.. ofServices, "Services__Partners"]);
        Add("actions", [.. ofServices, "Services__Partners", "Services__Inspections"]);
        Add("reporting", [.. ofServices, "Services__Partners", "Services__Inspections", "Services__Actions"]);
        return demanded;

        void Add(string process, params IEnumerable<string> settings)
        {
            foreach (var setting in settings)
            {
                demanded.Add(process, setting);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Demanded))]
    public async Task Start_WithoutASetting_SaysWhichInOneLine(string process, string setting)
    {
        var (exitCode, said) = await StartAsync(process, without: setting);

        Assert.Equal([Line(process, setting)], said);
        Assert.Equal(1, exitCode);
    }

    [Theory]
    [InlineData("migrate", "ConnectionStrings__Owner")]
    [InlineData("rebuild partners", "ConnectionStrings__Relay")]
    [InlineData("rebuild partners", "ConnectionStrings__App")]
    public async Task Command_WithoutASetting_SaysWhichInOneLine(string command, string setting)
    {
        var (exitCode, said) = await StartAsync("actions", setting, command.Split(' '));

        Assert.Equal([Line(command.Split(' ')[0], setting)], said);
        Assert.Equal(1, exitCode);
    }

    public void Dispose() => data.Delete(recursive: true);

    private static string Line(string process, string setting) =>
        $"{process} does not start: The setting {setting.Replace("__", ":", StringComparison.Ordinal)} is missing. Set it, e.g. by the environment variable {setting}.";

    private async Task<(int ExitCode, string[] Said)> StartAsync(string name, string without, params string[] arguments)
    {
        var addresses = new RunAddresses(null, 9, data.FullName);
        var processes = new Processes(addresses, Secrets.ReadOrMake(data.FullName, Processes.Clients, 9), Repository.Root(), clock: false);
        var settings = processes.SettingsOf(name);
        settings["ConnectionStrings__App"] = settings["ConnectionStrings__Relay"] = Database;
        settings.Remove(without);
        var start = new ProcessStartInfo("dotnet", [processes.AssemblyOf(name), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in settings)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            return (process.ExitCode, (await output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            process.Kill();
        }
    }
}
