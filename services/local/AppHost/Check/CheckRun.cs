using System.Text.Json;

namespace Jtai.Local;

/// <summary><c>./run --check LETTER</c>: the main job, headless, on free ports and fresh data that are gone afterwards.</summary>
internal static class CheckRun
{
    private static readonly JsonSerializerOptions SnakeCase = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<int> RunAsync(string letter, string? jsonFile, string root, CancellationToken ct)
    {
        var data = Path.Combine(Path.GetTempPath(), $"jtai-check-{Guid.NewGuid():N}");
        var steps = new Steps();
        try
        {
            await RunAsync(letter, data, root, steps, ct);
            Console.WriteLine($"{steps.Done.Sum(step => step.Milliseconds),7} ms  done: {Path.GetFileName(letter)} is in the view across partnerships");
            return 0;
        }
        catch (CheckFailed failure)
        {
            Console.Error.WriteLine($"Failed at: {failure.Message}");
            return 1;
        }
        finally
        {
            await WriteJsonAsync(letter, jsonFile, steps);
            await PrivatePostgres.DeleteAsync(Path.Combine(data, "postgres"), CancellationToken.None);
            if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }

    private static async Task RunAsync(string letter, string data, string root, Steps steps, CancellationToken ct)
    {
        var options = new RunOptions(null, data, true, letter, null);
        var lines = new Queue<string>();
        Platform? platform = null;
        try
        {
            platform = await steps.RunAsync("start the platform", () => Platform.StartAsync(options, root, false, _ => { }, Keep, ct));
            using var signIn = new DemoSignIn(platform.Addresses.Identity, platform.Secrets.PortalClientSecret);
            await new MainJob(platform.Door, signIn, platform.Identity.SetPeople, steps).RunAsync(letter, ct);
        }
        catch (CheckFailed)
        {
            foreach (var line in lines)
            {
                Console.Error.WriteLine(line);
            }

            throw;
        }
        finally
        {
            if (platform is not null)
            {
                await platform.DisposeAsync();
            }
        }

        // What the services said matters only where something failed.
        void Keep(string line)
        {
            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > 40)
                {
                    lines.Dequeue();
                }
            }
        }
    }

    private static async Task WriteJsonAsync(string letter, string? jsonFile, Steps steps)
    {
        if (jsonFile is not null)
        {
            await File.WriteAllTextAsync(jsonFile, JsonSerializer.Serialize(
                new
                {
                    Letter = Path.GetFileName(letter),
                    Ok = steps.Failed is null && steps.Done.Count > 0,
                    FailedStep = steps.Failed,
                    Steps = steps.Done.Select(step => new { step.Name, Ms = step.Milliseconds }),
                },
                SnakeCase));
        }
    }
}
