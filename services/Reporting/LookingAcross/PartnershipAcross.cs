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
    public int Level { get; init; }
    public DateOnly EndsOn { get; init; }
    public DateOnly? PositionOn { get; init; }
    public DateTimeOffset? LastUpdateAt { get; init; }
    public DateOnly? StatementDueOn { get; init; }
    public int Actions { get; init; }
    public int Complete { get; init; }
    public int Awaiting { get; init; }
    public int Overdue { get; init; }
    public int AtRisk { get; init; }
    public int OnTrack { get; init; }
    public int Closed { get; init; }
    public int DueSoon { get; init; }
    public int OwnActions { get; init; }
    public int OwnComplete { get; init; }
    public int OwnAwaiting { get; init; }
    public int OwnOverdue { get; init; }
    public int OwnAtRisk { get; init; }
    public int OwnOnTrack { get; init; }
    public int OwnClosed { get; init; }
    public int OwnDueSoon { get; init; }

    public Counted Whole => new()
    {
        Actions = Actions, Complete = Complete, Awaiting = Awaiting, Overdue = Overdue, AtRisk = AtRisk, OnTrack = OnTrack,
        Closed = Closed, DueSoon = DueSoon,
    };

    public Counted Agency => new()
    {
        Actions = OwnActions, Complete = OwnComplete, Awaiting = OwnAwaiting, Overdue = OwnOverdue, AtRisk = OwnAtRisk,
        OnTrack = OwnOnTrack, Closed = OwnClosed, DueSoon = OwnDueSoon,
    };

    /// <summary>True where the counts were made on another day and dates may have passed since.</summary>
    public bool IsOfAnotherDay(DateOnly today) => PositionOn is { } day && day != today;

    public SharedPartnership ToProto()
    {
        var level = (SharingLevel)Level;
        var partnership = new SharedPartnership
        {
            PartnershipId = TenantId,
            Name = Name,
            Level = level,
            GrantEndsOn = EndsOn.ToIso(),
            Counts = Whole.ToProto(),
            StatementDueOn = StatementDueOn.ToIso(),
            LastUpdateAt = LastUpdateAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        };
        // At headlines not even how many of the actions are the agency's own is shown.
        if (level >= SharingLevel.OwnActions)
        {
            partnership.AgencyCounts = Agency.ToProto();
        }

        return partnership;
    }
}
