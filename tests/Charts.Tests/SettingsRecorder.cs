using System.Diagnostics.CodeAnalysis;
using Jtai.Charts.Tests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

[assembly: HostingStartup(typeof(SettingsRecorder))]

namespace Jtai.Charts.Tests
{
    /// <summary>
    /// Notes which settings a process asks for, each on a line of the file <c>JTAI_SETTINGS_READ</c>: the list that the charts are
    /// held to is the code's own. It rides in the real process by .NET's start-up hooks, as the source that is asked first.
    /// </summary>
    public sealed class SettingsRecorder : ConfigurationProvider, IConfigurationSource, IHostingStartup
    {
        private static readonly StreamWriter? File = Environment.GetEnvironmentVariable("JTAI_SETTINGS_READ") is { Length: > 0 } path
            ? new StreamWriter(path, append: true) { AutoFlush = true }
            : null;

        private readonly HashSet<string> noted = new(StringComparer.OrdinalIgnoreCase);

        /// <summary>What a process is started with so that this rides in it.</summary>
        public static IReadOnlyDictionary<string, string> Settings(string file) => new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(SettingsRecorder).Assembly.Location,
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(SettingsRecorder).Assembly.GetName().Name!,
            ["JTAI_SETTINGS_READ"] = file,
        };

        public void Configure(IWebHostBuilder builder)
        {
            if (File is not null)
            {
                builder.ConfigureAppConfiguration((_, configuration) => configuration.Add(this));
            }
        }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value)
        {
            value = null;
            lock (noted)
            {
                if (noted.Add(key))
                {
                    File!.WriteLine(key);
                }
            }

            return false;
        }
    }
}

/// <summary>.NET looks for this name; that the assembly is loaded is all that is wanted of it.</summary>
[SuppressMessage("Design", "CA1050", Justification = ".NET looks for it outside of any namespace.")]
internal static class StartupHook
{
    public static void Initialize()
    {
    }
}
