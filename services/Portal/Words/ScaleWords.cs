using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>A partnership's own scale of statuses: a step of it is shown as its word, in its colour, beside the facts and not in place of them.</summary>
public static class ScaleWords
{
    public static IReadOnlyList<StatusColour> Colours { get; } = [.. Enum.GetValues<StatusColour>().Where(colour => colour != default)];

    /// <summary>The step of a case; null where there is no scale, or an older one without it.</summary>
    public static StatusStep? StepOf(this StatusScale? scale, StatusCase one) => scale?.Steps.FirstOrDefault(step => step.Cases.Contains(one));

    public static StatusWords Of(StatusStep step) => new(step.Word, TagOf(step.Colour));

    public static string Of(StatusCase one) => one switch
    {
        StatusCase.NotStarted => "Not started, and its date is not near",
        StatusCase.InProgress => "In progress, and its date is not near",
        StatusCase.DueSoon => "Due soon",
        StatusCase.AtRisk => "At risk: a milestone is overdue, or its owner says that the date cannot be met",
        StatusCase.Overdue => "Overdue",
        StatusCase.Ongoing => "Ongoing, with a next review in place of a date",
        StatusCase.Paused => "Paused",
        StatusCase.AwaitingVerification => "Awaiting verification",
        StatusCase.Returned => "Returned by a second check, with time left",
        StatusCase.Complete => "Complete, and not found embedded by an audit yet",
        StatusCase.Embedded => "Complete, and found embedded by an audit",
        StatusCase.ClosedWithoutCompletion => "Closed without completion",
        _ => "Something else",
    };

    public static string Of(StatusColour colour) => colour switch
    {
        StatusColour.Grey => "Grey",
        StatusColour.Green => "Green",
        StatusColour.Turquoise => "Turquoise",
        StatusColour.Blue => "Blue",
        StatusColour.Purple => "Purple",
        StatusColour.Pink => "Pink",
        StatusColour.Red => "Red",
        StatusColour.Orange => "Amber",
        StatusColour.Yellow => "Yellow",
        _ => "No colour",
    };

    private static string? TagOf(StatusColour colour) => colour == default ? null : colour.ToString().ToLowerInvariant();
}
