using System.Globalization;
using Jtai.Field;
using Jtai.Inspections.V1;

namespace Jtai.Portal.Words;

/// <summary>What was changed of a record, in words: "Fieldwork ended: from 7 June 2026 to 8 June 2026".</summary>
public static class HistoryWords
{
    /// <summary>Of an inspection or a finding.</summary>
    public static string Of(FieldChange change) => Sentence(NameOf(change.Field), ValueOf(change.Field, change.From), ValueOf(change.Field, change.To));

    /// <summary>What the act was, from what it changed.</summary>
    public static string TitleOf(HistoryEntry entry) => entry.Fields switch
    {
        [{ Field: "withdrawn_because" }] => "Withdrawn",
        [{ Field: "phase", To: "5" }, ..] => "Published",
        [{ Field: "phase" }] => "Phase changed",
        _ => "Corrected",
    };

    /// <param name="name">What was changed, at the start of a sentence.</param>
    /// <param name="from">Empty where nothing stood there.</param>
    /// <param name="to">Empty where nothing stands there now.</param>
    public static string Sentence(string name, string from, string to) =>
        from.Length > 0 ? $"{name}: from {from} to {(to.Length > 0 ? to : "nothing")}" : $"{name}: {to}, nothing before";

    /// <summary>Typed words, so that they can be told from ours.</summary>
    public static string Quoted(string text) => text.Length > 0 ? $"“{text}”" : "";

    /// <summary>What changed, a line each, and why.</summary>
    public static string Text(IEnumerable<string> changes, string reason) =>
        string.Join("\n", changes.Concat(reason.Length > 0 ? ["Why: " + reason] : Array.Empty<string>()));

    private static string NameOf(string field) => field switch
    {
        "theme" => "Theme",
        "phase" => "Phase",
        "notified_on" => "Notified",
        "fieldwork_starts_on" => "Fieldwork started",
        "fieldwork_ends_on" => "Fieldwork ended",
        "letter_received_on" => "Letter received",
        "letter_dated" => "Letter dated",
        "published_on" => "Published",
        "published_url" => "Address of the published letter",
        "statement_due_on" => "Statement of action due",
        "statement_due_as_printed" => "Deadline as printed",
        "statement_prepared_by" => "Statement to be prepared by",
        "statement_sent_by" => "Statement to be sent by",
        "statement_sent_to" => "Statement to be sent to",
        "kind" => "Kind of finding",
        "text" => "Wording",
        "withdrawn_because" => "Withdrawn",
        _ => field,
    };

    private static string ValueOf(string field, string value) => field switch
    {
        _ when value.Length == 0 => "",
        "phase" => InspectionWords.Of((InspectionPhase)Number(value)).Text.ToLowerInvariant(),
        "kind" => InspectionWords.Of((FindingKind)Number(value)).Text.ToLowerInvariant(),
        _ => LondonDates.TryFromIso(value) is { } date ? Dates.Full(date) : Quoted(value),
    };

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
