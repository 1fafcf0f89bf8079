using Jtai.Actions.V1;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>What an audit is said to have found of one action.</summary>
public sealed class FindingEntry
{
    public string ActionId { get; set; } = "";

    public AuditVerdict Verdict { get; set; }

    public string? Words { get; set; }
}
