using Jtai.Inspections.V1;

namespace Jtai.Actions;

/// <summary>What a list of strengths says of each: its words in the letter, and whether an action answers it.</summary>
public sealed record KeptFinding
{
    public Guid FindingId { get; init; }
    public string Reference { get; init; } = "";
    public FindingKind Kind { get; init; }
    public bool Withdrawn { get; init; }

    /// <summary>In the letter's words, or as corrected.</summary>
    public string Words { get; init; } = "";

    public bool IsStrength => Kind == FindingKind.Strength && !Withdrawn;
}
