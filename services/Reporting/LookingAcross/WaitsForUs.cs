namespace Jtai.Reporting.LookingAcross;

/// <summary>What of one partnership waits for the reader's agency.</summary>
internal sealed record WaitsForUs
{
    public string TenantId { get; init; } = "";
    public int Challenges { get; init; }
    public int Evidence { get; init; }
}
