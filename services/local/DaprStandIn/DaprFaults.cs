namespace Jtai.Local;

/// <summary>
/// What an unreliable broker does, in fractions from 0 to 1 of the deliveries that are due, decided by a seed.
/// All may be changed while the stand-in runs.
/// </summary>
public sealed class DaprFaults(int seed = 1)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private TaskCompletionSource? resumption;

    /// <summary>Never delivered.</summary>
    public double Drop { get; set; }

    /// <summary>Delivered twice.</summary>
    public double Twice { get; set; }

    /// <summary>Delivered up to <see cref="LongestDelay"/> late, and those behind it with it: the order stays.</summary>
    public double Delay { get; set; }

    /// <summary>Set aside for up to <see cref="LongestDelay"/> and overtaken meanwhile.</summary>
    public double Reorder { get; set; }

    /// <summary>The bound of a delay and of a setting aside.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Stops deliveries; queues fill and overflow.</summary>
    public void Pause()
    {
        lock (gate)
        {
            resumption ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Takes deliveries up again.</summary>
    public void Resume()
    {
        lock (gate)
        {
            resumption?.SetResult();
            resumption = null;
        }
    }

    internal Task WhileUnpaused()
    {
        lock (gate)
        {
            return resumption?.Task ?? Task.CompletedTask;
        }
    }

    internal Fate Decide()
    {
        lock (gate)
        {
            TimeSpan Late(double fraction) => random.NextDouble() < fraction ? LongestDelay * random.NextDouble() : TimeSpan.Zero;
            return new Fate(
                Copies: random.NextDouble() < Drop ? 0 : random.NextDouble() < Twice ? 2 : 1,
                SetAside: Late(Reorder),
                Wait: Late(Delay));
        }
    }
}

internal readonly record struct Fate(int Copies, TimeSpan SetAside, TimeSpan Wait);
