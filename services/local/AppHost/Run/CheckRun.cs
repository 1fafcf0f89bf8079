using System.Collections.Concurrent;
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
            if (jsonFile is not null)
            {
                await WriteJsonAsync(letter, jsonFile, steps);
            }

            await Platform.DeleteDataAsync(data);
        }
    }

    private static async Task RunAsync(string letter, string data, string root, Steps steps, CancellationToken ct)
    {
        var options = new RunOptions(null, data, true, letter, null);
        // What the services said matters only where something failed.
        var lines = new ConcurrentQueue<string>();
        try
        {
            await using var platform = await steps.RunAsync("start the platform", () => Platform.StartAsync(options, root, false, _ => { }, Keep, ct));
            await new MainJob(platform.Gateway, platform.Identity.SetPeople, steps, "").RunAsync(letter, ct);
        }
        catch (CheckFailed)
        {
            Console.Error.WriteLine(string.Join('\n', lines));
            throw;
        }

        void Keep(string line)
        {
            lines.Enqueue(line);
            if (lines.Count > 40)
            {
                lines.TryDequeue(out _);
            }
        }
    }

    private static async Task WriteJsonAsync(string letter, string file, Steps steps) => await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
        new
        {
            Letter = Path.GetFileName(letter),
            Ok = steps.Failed is null && steps.Done.Count > 0,
            FailedStep = steps.Failed,
            Steps = steps.Done.Select(step => new { step.Name, Ms = step.Milliseconds }),
        },
        SnakeCase));
}
