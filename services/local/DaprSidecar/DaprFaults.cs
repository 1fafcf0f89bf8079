namespace Jtai.Local;

/// <summary>What an unreliable broker does, in fractions from 0 to 1 of the deliveries that are due. May be changed at any time.</summary>
public sealed class DaprFaults
{
    /// <summary>Never delivered.</summary>
    public double Drop { get; set; }

    /// <summary>Delivered twice.</summary>
    public double Twice { get; set; }

    /// <summary>Set aside for up to half a second and overtaken meanwhile.</summary>
    public double Late { get; set; }

    internal int Copies() => Random.Shared.NextDouble() < Drop ? 0 : Random.Shared.NextDouble() < Twice ? 2 : 1;

    internal TimeSpan Lateness() =>
        Random.Shared.NextDouble() < Late ? TimeSpan.FromMilliseconds(Random.Shared.Next(500)) : TimeSpan.Zero;
}
