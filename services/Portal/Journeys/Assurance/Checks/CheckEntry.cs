using Jtai.Actions.V1;

namespace Jtai.Portal.Journeys.Assurance.Checks;

/// <summary>What is said of one action of a sitting.</summary>
public sealed class CheckEntry
{
    public string ActionId { get; set; } = "";

    /// <summary>Of the action, as the person saw it.</summary>
    public long Version { get; set; }

    /// <summary>Unspecified where it is left for another time.</summary>
    public CheckVerdict Verdict { get; set; }

    public string? Words { get; set; }

    public List<string> EvidenceIds { get; set; } = [];

    public string? NoEvidenceBecause { get; set; }

    public CheckOfAction ToProto() => new()
    {
        ActionId = ActionId,
        ExpectedVersion = Version,
        Verdict = Verdict,
        Words = Words ?? "",
        EvidenceIds = { EvidenceIds },
        NoEvidenceBecause = NoEvidenceBecause ?? "",
    };
}
