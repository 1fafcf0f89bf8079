using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;

namespace Jtai.Reporting.LookingAcross;

/// <summary>One partnership as its grant shows it.</summary>
internal sealed record PartnershipAcross
{
    public string TenantId { get; init; } = "";
    public string Name { get; init; } = "";
    public SharingLevel Level { get; init; }
    public DateOnly EndsOn { get; init; }

    /// <param name="whole">Counts of the partnership.</param>
    /// <param name="agency">Counts of the caller's agency; at headlines not even how many are its own is shown.</param>
    /// <param name="statements">The partnership's.</param>
    /// <param name="standing">How they stand, as the level shows it.</param>
    /// <param name="waits">What of it waits for the agency, as the database shows it at the level.</param>
    public SharedPartnership ToProto(
        Counted whole, Counted agency, StatementsDue statements, IEnumerable<StatementStanding> standing, WaitsForUs waits) => new()
    {
        PartnershipId = TenantId,
        Name = Name,
        Level = Level,
        GrantEndsOn = EndsOn.ToIso(),
        Counts = whole.ToProto(),
        AgencyCounts = Level >= SharingLevel.OwnActions ? agency.ToProto() : null,
        StatementDueOn = statements.DueOn.ToIso(),
        StatementSentOn = statements.SentOn.ToIso(),
        StatementsOverdue = { statements.Overdue.Select(overdue => overdue.ToIso()) },
        Statements = { standing },
        ChecksWaitForUs = Level >= SharingLevel.OwnActions ? agency.ToCheck : 0,
        ChallengesWaitForUs = waits.Challenges,
        EvidenceWaitsForUs = waits.Evidence,
        LastUpdateAt = whole.LastUpdateAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
    };
}
