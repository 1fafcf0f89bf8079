using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>What shows that actions were done, in the words of the pages.</summary>
public static class EvidenceWords
{
    public static IReadOnlyList<EvidenceKind> Kinds { get; } = [.. Enum.GetValues<EvidenceKind>().Where(kind => kind != default)];

    public static IReadOnlyList<AssuranceLevel> Levels { get; } = [.. Enum.GetValues<AssuranceLevel>().Where(level => level != default)];

    public static IReadOnlyList<Audience> Audiences { get; } = [Audience.Partnership, Audience.NamedLeads, Audience.EvidenceGrants, Audience.Public];

    public static string Of(EvidenceKind kind) => kind switch
    {
        EvidenceKind.PolicyOrProcedure => "Policy or procedure",
        EvidenceKind.Minutes => "Minutes",
        EvidenceKind.TrainingRecord => "Training record",
        EvidenceKind.AuditReport => "Audit report",
        EvidenceKind.Data => "Data",
        EvidenceKind.Feedback => "Feedback",
        EvidenceKind.OtherKind => "Something else",
        _ => "Not said",
    };

    public static string Of(AssuranceLevel level) => level switch
    {
        AssuranceLevel.Self => "By whoever did it",
        AssuranceLevel.ThirdParty => "By another organisation",
        AssuranceLevel.Independent => "Independent: an inspectorate, auditor or scrutineer",
        _ => "Not said",
    };

    public static string Of(Marking marking) => marking == Marking.OfficialSensitive ? "OFFICIAL-SENSITIVE" : "OFFICIAL";

    public static string Of(Audience audience) => audience switch
    {
        Audience.NamedLeads => "Named leads only",
        Audience.EvidenceGrants => "The partnership, and agencies that share its evidence",
        Audience.Public => "Anybody: it may stand in public papers",
        _ => "The partnership",
    };

    public static string HintOf(Audience audience) => audience switch
    {
        Audience.NamedLeads => "The lead and delegated safeguarding partners, the manager and you. Others who see the whole plan see that it exists",
        Audience.EvidenceGrants => "As above, and agencies with a sharing agreement at the level of evidence",
        Audience.Public => "As above, and whoever reads the public papers",
        _ => "Those who see the whole plan, and the agencies that take part in its actions",
    };

    public static string Of(FileKind kind) => kind switch
    {
        FileKind.Pdf => "PDF",
        FileKind.Word => "Word",
        FileKind.Excel => "Excel",
        FileKind.Powerpoint => "PowerPoint",
        FileKind.Csv => "CSV",
        FileKind.Text => "text",
        FileKind.Png => "PNG",
        FileKind.Jpeg => "JPEG",
        FileKind.Mail => "mail",
        _ => "file",
    };

    public static StatusWords Of(FileState state) => state switch
    {
        FileState.Clean => new("Checked", "green"),
        FileState.Scanning => new("Being checked", "blue", "for viruses"),
        FileState.Reading => new("Being checked", "blue", "for what could tell who a child is"),
        FileState.NeedsAReason => new("Needs a reason", "yellow"),
        FileState.Refused => new("Refused", "red"),
        _ => new("Arriving", "grey"),
    };

    /// <summary>"1.2 MB", "340 KB".</summary>
    public static string Size(long bytes) => bytes < 1024 ? Numbers.Of((int)bytes, "byte")
        : bytes < 1024 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.0} MB");

    /// <summary>"minutes.pdf (PDF, 1.2 MB)", a link, or "inspected by Ada Pole on 1 December 2026".</summary>
    public static string Of(EvidenceContent? content) => content?.ContentCase switch
    {
        EvidenceContent.ContentOneofCase.FileId when content.File is { } file =>
            $"{file.Name} ({(file.Kind == FileKind.Unspecified ? "" : Of(file.Kind) + ", ")}{Size(file.Size)})",
        EvidenceContent.ContentOneofCase.Link => content.Link,
        EvidenceContent.ContentOneofCase.Inspected =>
            $"Inspected in place by {content.Inspected.By} on {Dates.Full(LondonDates.TryFromIso(content.Inspected.On), "no date")}, held at {content.Inspected.HeldWhere}",
        _ => "",
    };

    /// <summary>What an entry of an item's history is called.</summary>
    public static string TitleOf(RecordedChange change) => (change.Fields.FirstOrDefault()?.Field ?? "", change.Version) switch
    {
        (_, 1) => "Evidence added",
        ("content", _) => "Replaced by a newer version",
        ("withdrawn_because", _) => "Evidence withdrawn",
        ("action_ids", _) => "Attached to other actions",
        ("content.file.state", _) => "File checked",
        ("content.file.found", _) => "Reason given for the file",
        _ => "Described anew",
    };

    /// <summary>One changed field in words; null where the title says it all.</summary>
    public static string? Of(FieldChange change) => change.Field switch
    {
        "content" => HistoryWords.Sentence("What it is", HistoryWords.Quoted(change.From), HistoryWords.Quoted(change.To)),
        "shows" => HistoryWords.Sentence("What it shows", HistoryWords.Quoted(change.From), HistoryWords.Quoted(change.To)),
        "dated_on" => HistoryWords.Sentence("Date", Date(change.From), Date(change.To)),
        "kind" => HistoryWords.Sentence("Kind", Of((EvidenceKind)Number(change.From)), Of((EvidenceKind)Number(change.To))),
        "level" => HistoryWords.Sentence("Assurance", Of((AssuranceLevel)Number(change.From)), Of((AssuranceLevel)Number(change.To))),
        "marking" => HistoryWords.Sentence("Marking", Of((Marking)Number(change.From)), Of((Marking)Number(change.To))),
        "audience" => HistoryWords.Sentence("Who may open it", Of((Audience)Number(change.From)), Of((Audience)Number(change.To))),
        "content.file.found" => $"It seems to hold {change.From}.",
        "content.file.state" => $"{Of((FileState)Number(change.To)).Text}.",
        "action_ids" => $"To {Numbers.Of(change.To.Split(',').Length, "action")}, {Numbers.Figure(change.From.Split(',').Length)} before.",
        _ => null,
    };

    private static string Date(string iso) => LondonDates.TryFromIso(iso) is { } date ? Dates.Full(date) : "";

    private static int Number(string value) => int.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
