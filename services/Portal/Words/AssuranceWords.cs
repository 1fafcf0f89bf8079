using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>What shows that actions are done and hold, in the words of the pages.</summary>
public static class AssuranceWords
{
    public static IReadOnlyList<AuditKind> AuditKinds { get; } =
        [AuditKind.MultiAgency, AuditKind.SingleAgency, AuditKind.DipSample, AuditKind.Section11, AuditKind.Section175Or157];

    public static IReadOnlyList<AuditVerdict> AuditVerdicts { get; } =
        [AuditVerdict.Embedded, AuditVerdict.PartlyEmbedded, AuditVerdict.NotEmbedded, AuditVerdict.NotApplicable];

    public static string Of(AuditKind kind) => kind switch
    {
        AuditKind.MultiAgency => "Multi-agency audit",
        AuditKind.SingleAgency => "Single-agency audit",
        AuditKind.DipSample => "Dip sample",
        AuditKind.Section11 => "Section 11 audit",
        AuditKind.Section175Or157 => "Section 175 or 157 audit",
        _ => "Audit",
    };

    /// <summary>How an audit stands on a day.</summary>
    public static StatusWords Of(Audit audit, DateOnly today) => audit.State switch
    {
        AuditState.Done => new("Done", "green", "on " + Dates.Full(LondonDates.TryFromIso(audit.DoneOn), "no date")),
        AuditState.Cancelled => new("Cancelled", "grey"),
        _ when LondonDates.TryFromIso(audit.PlannedFor) is { } planned && planned < today => new("Overdue", "red", "planned for " + Dates.Full(planned)),
        _ => new("Planned", "blue", "for " + Dates.Full(LondonDates.TryFromIso(audit.PlannedFor), "no date")),
    };

    public static StatusWords Of(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Embedded => new("Embedded", "green"),
        AuditVerdict.PartlyEmbedded => new("Partly embedded", "yellow"),
        AuditVerdict.NotEmbedded => new("Not embedded", "red"),
        AuditVerdict.NotApplicable => new("Not applicable", "grey"),
        _ => new("Not looked at yet", "grey"),
    };

    /// <summary>What a correction changed of an audit: "Sample: from 20 to 12".</summary>
    /// <param name="change">The field.</param>
    /// <param name="referenceOf">The reference of an action, by its id.</param>
    public static string OfAudit(FieldChange change, Func<string, string> referenceOf) => change.Field.Split('.') switch
    {
        ["done_on"] => HistoryWords.Sentence("Done on", Day(change.From), Day(change.To)),
        ["by"] => HistoryWords.Sentence("Carried out by", HistoryWords.Quoted(change.From), HistoryWords.Quoted(change.To)),
        ["sample_size"] => HistoryWords.Sentence("Sample", Size(change.From), Size(change.To)),
        ["summary"] => HistoryWords.Sentence("What was learned", HistoryWords.Quoted(change.From), HistoryWords.Quoted(change.To)),
        ["actions", var id, "verdict"] => HistoryWords.Sentence(referenceOf(id), Verdict(change.From), Verdict(change.To)),
        ["actions", var id, "words"] =>
            HistoryWords.Sentence(referenceOf(id) + ", in words", HistoryWords.Quoted(change.From), HistoryWords.Quoted(change.To)),
        _ => HistoryWords.Sentence(change.Field, change.From, change.To),
    };

    public static StatusWords Of(CheckVerdict verdict) =>
        verdict == CheckVerdict.Confirmed ? new("Confirmed", "green") : new("Returned", "orange");

    /// <summary>What is missing, within a sentence's list.</summary>
    public static string Of(ProofGap gap) => gap switch
    {
        ProofGap.NoEvidence => "there is no evidence, and no reason why there can be none",
        ProofGap.WaitsForCheck => "it waits for a second check",
        ProofGap.NotAudited => "it is complete for long enough, and no audit has looked at it",
        ProofGap.NotEmbedded => "an audit found that it is not embedded",
        ProofGap.NoMeasure => "nothing measures its impact",
        ProofGap.NoReading => "a measure of its impact has no reading yet",
        ProofGap.NoVoice => "nothing says what children think of it",
        _ => "something is missing",
    };

    private static string Day(string iso) => LondonDates.TryFromIso(iso) is { } day ? Dates.Full(day) : "";

    private static string Size(string count) => count == "0" ? "" : count;

    private static string Verdict(string number) =>
        Of((AuditVerdict)int.Parse(number, CultureInfo.InvariantCulture)).Text.ToLowerInvariant();
}
