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

    public string Reference { get; init; } = "";
    public DateOnly? LetterDated { get; init; }
    public DateOnly? LetterReceivedOn { get; init; }

    /// <summary>Mail address that the letter prints; empty where it prints none.</summary>
    public string StatementSentTo { get; init; } = "";

    /// <summary>The proto's list of <c>LetterWarning</c>, as JSON.</summary>
    public string Warnings { get; init; } = "[]";

    /// <summary>The predecessor's name; empty where the inspection is the partnership's own.</summary>
    public string TakenOverFrom { get; init; } = "";

    public bool IsPublished => Phase == InspectionPhase.Published;
}
