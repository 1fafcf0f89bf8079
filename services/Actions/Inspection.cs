using Jtai.Inspections.V1;

namespace Jtai.Actions;

/// <summary>What Actions keeps of an inspection, from Inspections' events.</summary>
public sealed record Inspection
{
    public Guid InspectionId { get; init; }
    public string Theme { get; init; } = "";
    public InspectionPhase Phase { get; init; }
    public DateOnly? StatementDueOn { get; init; }

    /// <summary>The people who alone see anything of it before publication.</summary>
    public Guid[] ReaderIds { get; init; } = [];

    public bool IsPublished => Phase == InspectionPhase.Published;
}
