using System.Diagnostics;

namespace Jtai.Local;

/// <summary><c>./run</c>: everything until Ctrl-C, with the demo region made at the first start.</summary>
internal static class PlatformRun
{
    public static async Task<int> RunAsync(RunOptions options, string root, CancellationToken ct)
    {
        if (options.Fresh)
        {
            await Platform.DeleteDataAsync(options.DataDirectory);
        }

        var clock = Stopwatch.StartNew();
        var seeded = Path.Combine(options.DataDirectory, "seeded");
        var mustSeed = !File.Exists(seeded);
        await using var platform = await Platform.StartAsync(options, root, mustSeed, Console.WriteLine, Console.WriteLine, ct);
        if (mustSeed)
        {
            await DemoRegion.MakeAsync(platform, Console.WriteLine, ct);
            await File.WriteAllTextAsync(seeded, "", ct);
            Console.WriteLine($"{clock.ElapsedMilliseconds,6} ms  demo region");
        }

        Console.WriteLine($"Sign in as a demo person: {platform.Addresses.Portal}/sign-in");
        Console.WriteLine($"Mail that the platform sends: {platform.Mailbox.WebAddress}");
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
