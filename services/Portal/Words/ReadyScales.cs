using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>Scales as partnerships use them, to begin with: the manager edits what the form is filled with.</summary>
public static class ReadyScales
{
    private static readonly StatusCase[] OnCourse = [StatusCase.NotStarted, StatusCase.InProgress, StatusCase.Ongoing];

    /// <summary>By the name in the address.</summary>
    public static IReadOnlyDictionary<string, StatusScale> All { get; } = new Dictionary<string, StatusScale>
    {
        ["rag"] = new()
        {
            Name = "RAG",
            Steps =
            {
                Step("Red", "Its date has passed, or it cannot be met as things stand.", StatusColour.Red, StatusCase.Overdue, StatusCase.AtRisk),
                Step("Amber", "Its date is near, it is paused, or a second check returned it.", StatusColour.Orange, StatusCase.DueSoon, StatusCase.Returned, StatusCase.Paused),
                Step("Green", "On course, or done.", StatusColour.Green, [.. OnCourse, StatusCase.AwaitingVerification, StatusCase.Complete, StatusCase.Embedded]),
                Step("Closed", "Closed without completion: superseded, transferred or not pursued.", StatusColour.Grey, StatusCase.ClosedWithoutCompletion),
            },
        },
        ["brag"] = new()
        {
            Name = "BRAG",
            Steps =
            {
                Step("Blue", "Complete.", StatusColour.Blue, StatusCase.Complete, StatusCase.Embedded),
                Step("Red", "Its date has passed, or it cannot be met as things stand.", StatusColour.Red, StatusCase.Overdue, StatusCase.AtRisk),
                Step("Amber", "Its date is near, it is paused, or a second check returned it.", StatusColour.Orange, StatusCase.DueSoon, StatusCase.Returned, StatusCase.Paused),
                Step("Green", "On course, or said to be done and waiting for a second check.", StatusColour.Green, [.. OnCourse, StatusCase.AwaitingVerification]),
                Step("Closed", "Closed without completion: superseded, transferred or not pursued.", StatusColour.Grey, StatusCase.ClosedWithoutCompletion),
            },
        },
        ["quadrants"] = new()
        {
            Name = "Four quadrants",
            Steps =
            {
                Step("1 Good", "Good progress: work is done, or under way and on track.", StatusColour.Green,
                    StatusCase.InProgress, StatusCase.Complete, StatusCase.Embedded, StatusCase.ClosedWithoutCompletion),
                Step("2 Sufficient", "Sufficient progress, but it needs finishing, or its date is near.", StatusColour.Yellow,
                    StatusCase.DueSoon, StatusCase.AwaitingVerification, StatusCase.Returned),
                Step("3 Moderate or little", "Moderate or little progress; the date is a long way off, or the action is ongoing or paused.", StatusColour.Orange,
                    StatusCase.NotStarted, StatusCase.Ongoing, StatusCase.Paused),
                Step("4 Little", "Little progress: the date has passed, or it cannot be met.", StatusColour.Red, StatusCase.Overdue, StatusCase.AtRisk),
            },
        },
    };

    private static StatusStep Step(string word, string definition, StatusColour colour, params IEnumerable<StatusCase> cases) =>
        new() { Word = word, Definition = definition, Colour = colour, Cases = { cases } };
}
