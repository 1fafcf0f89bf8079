using System.Diagnostics;
using System.Globalization;

namespace Jtai.Local;

/// <summary>Server processes that a killed parent, or a killed postmaster, left behind in our cluster.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan PatienceEach = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Ends them all. The caller holds the directory's lock, so that whoever is here has no living owner.
    /// A stale postmaster.pid needs no care: the server checks it against the processes there are.
    /// </summary>
    public static async Task StopAsync(ServerDirectory directory, FileStream ownership, CancellationToken cancellation)
    {
        // The kernel knows processes by physical path; ours may have a link in it.
        var lockFile = File.ResolveLinkTarget($"/proc/self/fd/{ownership.SafeFileHandle.DangerousGetHandle()}", returnFinalTarget: false)!;
        var cluster = Path.Combine(Path.GetDirectoryName(lockFile.FullName)!, Path.GetFileName(directory.Cluster));
        foreach (var signal in (Signal[])[Signal.Interrupt, Signal.Quit, Signal.Kill])
        {
            var (left, postmaster) = (ProcessesIn(cluster), PostmasterId(directory));
            if (left.Contains(postmaster))
            {
                signal.Send(postmaster);
            }
            else
            {
                // Backends without a postmaster would take SIGINT for "cancel the query" and stay.
                left.ForEach((signal == Signal.Interrupt ? Signal.Quit : signal).Send);
            }

            for (var clock = Stopwatch.StartNew(); clock.Elapsed < PatienceEach; await Task.Delay(20, cancellation))
            {
                if (ProcessesIn(cluster).Count == 0)
                {
                    return;
                }
            }
        }

        throw new PrivatePostgresException($"A PostgreSQL left running in {directory.Root} does not stop.");
    }

    private static int PostmasterId(ServerDirectory directory)
    {
        var file = Path.Combine(directory.Cluster, "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : 0;
    }

    /// <summary>PostgreSQL's processes work in the cluster's directory; a person's shell there is not one of them.</summary>
    private static List<int> ProcessesIn(string cluster)
    {
        List<int> found = [];
        foreach (var entry in System.IO.Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }

            try
            {
                if (File.ResolveLinkTarget(Path.Combine(entry, "cwd"), returnFinalTarget: false)?.FullName == cluster
                    && File.ReadAllText(Path.Combine(entry, "comm")).TrimEnd() is "postgres" or "postmaster")
                {
                    found.Add(id);
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or it is somebody else's.
            }
        }
        return found;
    }
}
