using Jtai.Actions.V1;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>How far it is proven that what is said to be done is done and holds, in words.</summary>
public static class ProofWords
{
    /// <summary>"self-assured, found not embedded, 3 items of evidence", of an action in a list; empty where nothing is to be said.</summary>
    public static string Of(ActionRow action) => string.Join(", ", new[]
    {
        action.SelfAssured ? "self-assured" : action.Confirmed ? "confirmed by a second check" : "",
        Of(action.Verdict) is { Length: > 0 } verdict ? "found " + verdict : "",
        action.EvidenceItems == 0 ? "" : Items(action.EvidenceItems),
    }.Where(part => part.Length > 0));

    /// <summary>What an audit found; empty where none looked, or it was not for it to say.</summary>
    public static string Of(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Embedded => "embedded",
        AuditVerdict.PartlyEmbedded => "partly embedded",
        AuditVerdict.NotEmbedded => "not embedded",
        _ => "",
    };

    public static string Items(int evidence) => Numbers.Of(evidence, "item of evidence", "items of evidence");

    public static string Of(ProofGap gap) => gap switch
    {
        ProofGap.NoEvidence => "No evidence, and no reason why there can be none",
        ProofGap.WaitsForCheck => "Waits for a second check",
        ProofGap.NotAudited => "Complete long enough, and no audit has looked at it",
        ProofGap.NotEmbedded => "An audit found it not embedded",
        ProofGap.NoMeasure => "Nothing measures what it changed for children",
        ProofGap.NoReading => "A measure has no reading, though change was expected by now",
        ProofGap.NoVoice => "Children were not heard on it, and nobody says why",
        _ => "",
    };

    /// <summary>"2 second checks, 1 challenge": what a partnership waits for from our agency; empty where nothing.</summary>
    public static string WaitsForUs(SharedPartnership row) => string.Join(", ", new[]
    {
        row.ChecksWaitForUs == 0 ? "" : Numbers.Of(row.ChecksWaitForUs, "second check"),
        row.ChallengesWaitForUs == 0 ? "" : Numbers.Of(row.ChallengesWaitForUs, "challenge") + " to answer",
        row.EvidenceWaitsForUs == 0 ? "" : Numbers.Of(row.EvidenceWaitsForUs, "file of evidence", "files of evidence") + " to mend",
    }.Where(part => part.Length > 0));
}
