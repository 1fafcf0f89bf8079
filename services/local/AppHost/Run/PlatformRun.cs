using System.Diagnostics;

namespace Jtai.Local;

/// <summary><c>./run</c>: everything until Ctrl-C, with the demo region made at the first start.</summary>
internal static class PlatformRun
{
    /// <summary>In the data directory once the demo region is made; where it is there before the first start, none is made.</summary>
    public const string SeededFile = "seeded";

    public static async Task<int> RunAsync(RunOptions options, string root, CancellationToken ct)
    {
        var (unfinished, seeded) = (Path.Combine(options.DataDirectory, "demo-region-unfinished"), Path.Combine(options.DataDirectory, SeededFile));
        if (options.Fresh)
        {
            await Platform.DeleteDataAsync(options.DataDirectory);
        }
        else if (File.Exists(unfinished))
        {
            // Its making broke off, and what is there has other versions than its story begins with: the database is made anew.
            await Platform.DeleteDatabaseAsync(options.DataDirectory);
        }

        var clock = Stopwatch.StartNew();
        var mustSeed = !File.Exists(seeded);
        await using var platform = await Platform.StartAsync(options, root, mustSeed, Console.WriteLine, Console.WriteLine, ct);
        if (mustSeed)
        {
            await File.WriteAllTextAsync(unfinished, "", ct);
            await DemoRegion.MakeAsync(platform, Console.WriteLine, ct);
            File.Move(unfinished, seeded);
            Console.WriteLine($"{clock.ElapsedMilliseconds,6} ms  demo region");
        }

        Console.WriteLine($"Sign in as a demo person: {platform.Addresses.Portal}/sign-in");
        Console.WriteLine($"Mail that the platform sends: {platform.Mailbox.WebAddress}");
        if (platform.Traces is { } traces)
        {
            Console.WriteLine($"Traces: {traces.Address}/traces");
        }

        Console.WriteLine($"gRPC: localhost:{platform.Addresses.GrpcPort("gateway")}   data: {options.DataDirectory}   stop: Ctrl-C");
        Console.WriteLine($"Ready: {platform.Addresses.Portal}");
        var broken = await Task.WhenAny(platform.Broken, Task.Delay(Timeout.Infinite, ct));
        if (broken != platform.Broken)
        {
            Console.WriteLine("Stopping …");
            return 0;
        }

        Console.Error.WriteLine(await platform.Broken);
        return 1;
    }
}
