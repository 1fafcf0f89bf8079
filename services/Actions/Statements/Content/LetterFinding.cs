namespace Jtai.Actions;

/// <summary>A finding of the letter, in its order.</summary>
public sealed record LetterFinding(Guid FindingId, string Reference, Inspections.V1.FindingKind Kind, string Words);
