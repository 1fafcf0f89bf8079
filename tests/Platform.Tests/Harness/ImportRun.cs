using System.Diagnostics;
using Jtai.LetterTests;

namespace Jtai.Platform.Tests.Harness;

/// <summary>The operator's <c>import-tenant</c>, in a process of its own, on the databases of a platform that runs.</summary>
internal static class ImportRun
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    /// <summary>As the operators' page has it.</summary>
    public static readonly IReadOnlyList<string> Order = ["Reporting", "Actions", "Inspections", "Partners"];

    /// <param name="platform">The process that started all others.</param>
    /// <param name="service">As its assembly is called.</param>
    /// <param name="archive">The file.</param>
    /// <returns>The exit code and all that it said.</returns>
    public static async Task<(int Code, string Said)> OfAsync(int platform, string service, string archive)
    {
        var program = Path.Combine(Folders.Repository, "services", service, "bin", Configuration, "net10.0", $"Jtai.{service}.dll");
        var start = new ProcessStartInfo("dotnet", [program, "import-tenant", archive]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var running = ProcessTable.DescendantsOf(platform).Single(one => one.CommandLine.Contains($"Jtai.{service}.dll", StringComparison.Ordinal));
        foreach (var setting in (await File.ReadAllTextAsync($"/proc/{running.Id}/environ")).Split('\0').Where(line => line.Contains("__", StringComparison.Ordinal)))
        {
            var (name, value) = (setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            start.Environment[name] = value;
            if (name == "ConnectionStrings__App")
            {
                start.Environment["ConnectionStrings__Owner"] = value.Replace($"{service.ToLowerInvariant()}_app", $"{service.ToLowerInvariant()}_owner", StringComparison.Ordinal);
            }
        }

        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }
}
