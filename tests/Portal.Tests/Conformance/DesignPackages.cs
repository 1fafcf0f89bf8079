using System.Diagnostics;

namespace Jtai.Portal.Tests.Conformance;

/// <summary>The npm packages of services/Portal/Design/web, installed from the lock file when they are absent.</summary>
public static class DesignPackages
{
    private static readonly Lazy<string> Installed = new(Install);

    public static string GovukComponents => Path.Combine(Installed.Value, "govuk-frontend/dist/govuk/components");

    public static string Axe => Path.Combine(Installed.Value, "axe-core/axe.min.js");

    /// <summary>The folder of the solution, above whichever folder the tests run in.</summary>
    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "JtaiPlatform.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }
    }

    private static string Install()
    {
        var design = Path.Combine(Repository, "services/Portal/Design/web");
        var modules = Path.Combine(design, "node_modules");
        using var turn = WaitForTurn(Path.Combine(design, "node_modules.lock"));
        // npm writes this last, so a folder left half-done by an interrupted run does not count.
        if (File.Exists(Path.Combine(modules, ".package-lock.json")))
        {
            return modules;
        }

        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--silent"]) { WorkingDirectory = design })!;
        if (!npm.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            npm.Kill(entireProcessTree: true);
            throw new TimeoutException("npm ci did not end within 3 minutes.");
        }
        return npm.ExitCode == 0 ? modules : throw new InvalidOperationException($"npm ci failed with {npm.ExitCode}.");
    }

    /// <summary>Two test assemblies run at once, and both may be the first to need the packages.</summary>
    private static FileStream WaitForTurn(string path)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (waited.Elapsed < TimeSpan.FromMinutes(4))
            {
                Thread.Sleep(200);
            }
        }
    }
}
