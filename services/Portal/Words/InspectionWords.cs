using Jtai.Field;
using Jtai.Inspections.V1;

namespace Jtai.Portal.Words;

/// <summary>What the services say of inspections and findings, in the words of the pages.</summary>
public static class InspectionWords
{
    /// <summary>The phases before publication, in their order.</summary>
    public static readonly IReadOnlyList<InspectionPhase> BeforePublication =
        [InspectionPhase.Notified, InspectionPhase.Fieldwork, InspectionPhase.AccuracyDraft, InspectionPhase.PrePublication];

    /// <summary>Kinds as a list of findings shows them: what matters most first.</summary>
    public static readonly IReadOnlyList<FindingKind> Kinds =
        [FindingKind.PriorityAction, FindingKind.Improvement, FindingKind.Narrative, FindingKind.Strength];

    /// <summary>Kinds that an item of a letter's lists may have.</summary>
    public static readonly IReadOnlyList<FindingKind> KindsOfItems =
        [FindingKind.PriorityAction, FindingKind.Improvement, FindingKind.Strength];

    public static StatusWords Of(InspectionPhase phase) => phase switch
    {
        InspectionPhase.Notified => new("Notified", "grey"),
        InspectionPhase.Fieldwork => new("Fieldwork", "blue"),
        InspectionPhase.AccuracyDraft => new("Accuracy draft", "yellow"),
        InspectionPhase.PrePublication => new("Pre-publication letter", "yellow"),
        InspectionPhase.Published => new("Published", "green"),
        _ => new("Not known", "grey"),
    };

    /// <summary>True before publication: for its named readers alone.</summary>
    public static bool IsEmbargoed(Inspection inspection) => inspection.Phase != InspectionPhase.Published;

    public const string MarkingOfList =
        Sensitive + " This shows something of an inspection that only its named readers may see.";

    private const string Sensitive = "OFFICIAL-SENSITIVE: not to be shared before publication.";

    /// <summary>What stands above everything about an inspection that is not published.</summary>
    public static string Marking(int readers) =>
        $"{Sensitive} Only the {(readers == 1 ? "1 named reader" : $"{Numbers.Figure(readers)} named readers")} may see this.";

    /// <summary>What the phase means, for a person who records it.</summary>
    public static string Explain(InspectionPhase phase) => phase switch
    {
        InspectionPhase.Notified => "The inspectorates have said that they will come",
        InspectionPhase.Fieldwork => "Inspectors are at work in the partnership",
        InspectionPhase.AccuracyDraft => "The draft letter is here for a check of facts",
        InspectionPhase.PrePublication => "The final letter is here and not yet public",
        _ => "The letter is public",
    };

    public static StatusWords Of(LetterImport import) => import.State switch
    {
        _ when import.Scanning => new("Being checked for viruses", "blue"),
        LetterImportState.Waiting or LetterImportState.Reading => new("Being read", "blue"),
        LetterImportState.ReadyForReview => new("Ready for review", "yellow"),
        LetterImportState.Confirmed => new("Confirmed", "green"),
        LetterImportState.Failed => new("Could not be read", "red"),
        _ => new("Not known", "grey"),
    };

    public static StatusWords Of(FindingKind kind) => kind switch
    {
        FindingKind.PriorityAction => new("Priority action", "red"),
        FindingKind.Improvement => new("Area for improvement", "orange"),
        FindingKind.Strength => new("Strength", "green"),
        FindingKind.Narrative => new("From the narrative", "blue"),
        _ => new("Finding", "grey"),
    };

    /// <summary>Why a line is left over.</summary>
    public static string Of(LeftOverReason reason) => reason switch
    {
        LeftOverReason.HeadingInList => "Looks like a heading inside a list: check whether the items below it belong there",
        LeftOverReason.ListNowhere => "A point of a list under no heading that is known",
        LeftOverReason.ParagraphNowhere => "A paragraph inside a list, without a mark of its own",
        LeftOverReason.BelowTheLetter => "A heading or point that was not read",
        _ => "Filed nowhere",
    };

    /// <summary>The heading over findings of one kind.</summary>
    public static string Several(FindingKind kind) => kind switch
    {
        FindingKind.PriorityAction => "Priority actions",
        FindingKind.Improvement => "Areas for improvement",
        FindingKind.Strength => "Strengths to sustain",
        _ => "From the main findings of the letter",
    };

    /// <summary>True for what an action plan must answer; a strength is watched and needs no action.</summary>
    public static bool NeedsAction(FindingKind kind) => kind != FindingKind.Strength;

    /// <summary>"26 June 2026 to 30 June 2026", or as far as it is known.</summary>
    public static string Fieldwork(string startsOn, string endsOn) => (LondonDates.TryFromIso(startsOn), LondonDates.TryFromIso(endsOn)) switch
    {
        (null, null) => "no dates yet",
        ({ } start, null) => "from " + Dates.Full(start),
        (null, { } end) => "until " + Dates.Full(end),
        ({ } start, { } end) => $"{Dates.Full(start)} to {Dates.Full(end)}",
    };

    /// <summary>"Paragraph 12, page 3"; a letter that came as text has no pages, and what stands below its end no paragraph.</summary>
    public static string Place(int paragraph, int page) =>
        (paragraph > 0 ? $"Paragraph {Numbers.Figure(paragraph)}" : "Below the letter’s end") + (page > 0 ? $", page {Numbers.Figure(page)}" : "");
}
