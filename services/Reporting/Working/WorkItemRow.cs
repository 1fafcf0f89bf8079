using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Reporting.V1;
using Enum = System.Enum;

namespace Jtai.Reporting;

/// <summary>One item of somebody's work, as the statements of <see cref="WorkLists"/> give it.</summary>
internal sealed record WorkItemRow
{
    public string Kind { get; init; } = "";
    public string[] Because { get; init; } = [];
    public string TenantId { get; init; } = "";
    public string PartnershipName { get; init; } = "";
    public Guid? ActionId { get; init; }
    public Guid? StatementId { get; init; }
    public Guid? RecordId { get; init; }
    public string Reference { get; init; } = "";
    public string Called { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public string By { get; init; } = "";
    public DateTimeOffset? At { get; init; }
    public string DeputyForName { get; init; } = "";

    /// <summary>Rows on all pages.</summary>
    public long Total { get; init; }

    public WorkItem ToProto(DateOnly today) => new()
    {
        Kind = Enum.Parse<WorkKind>(Kind),
        Because = { Because.Select(Enum.Parse<WorkReason>) },
        PartnershipId = TenantId,
        PartnershipName = PartnershipName,
        ActionId = ActionId?.ToString() ?? "",
        StatementId = StatementId?.ToString() ?? "",
        RecordId = RecordId?.ToString() ?? "",
        Reference = Reference,
        Called = Called,
        DueOn = DueOn.ToIso(),
        DaysOverdue = DueOn is { } due ? Math.Max(0, today.DayNumber - due.DayNumber) : 0,
        By = By,
        DeputyFor = DeputyForName,
        At = At is { } at ? Timestamp.FromDateTimeOffset(at) : null,
    };
}
