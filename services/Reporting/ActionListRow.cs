using Google.Protobuf.WellKnownTypes;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Reporting.V1;
using Enum = System.Enum;

namespace Jtai.Reporting;

/// <summary>An action as a list shows it: columns of the view <c>action_list</c>, and its timeliness on the day.</summary>
internal sealed record ActionListRow
{
    public Guid ActionId { get; init; }
    public string Reference { get; init; } = "";
    public string Title { get; init; } = "";
    public string Theme { get; init; } = "";
    public Guid[] FindingIds { get; init; } = [];
    public string LeadId { get; init; } = "";
    public string LeadName { get; init; } = "";
    public Guid? OwnerId { get; init; }
    public string OwnerName { get; init; } = "";
    public DateOnly? OriginalDueOn { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateOnly? NextReviewOn { get; init; }
    public string Delivery { get; init; } = "";
    public string Timeliness { get; init; } = "";
    public DateTimeOffset? LastUpdateAt { get; init; }
    public string OwnerPost { get; init; } = "";
    public string[] JointLeadNames { get; init; } = [];
    public DateOnly? PausedUntil { get; init; }
    public DateOnly? NextMilestoneDueOn { get; init; }
    public Guid? ThemeId { get; init; }
    public int EvidenceItems { get; init; }
    public string? Completion { get; init; }
    public string? Verdict { get; init; }
    public long Version { get; init; }

    /// <summary>Where the statement asks: whether the reader's agency leads or supports it.</summary>
    public bool OwnAgency { get; init; }

    /// <summary>Rows on all pages; 0 where the statement does not count them.</summary>
    public long Total { get; init; }

    public ActionRow ToProto(DateOnly today)
    {
        var timeliness = Enum.Parse<Timeliness>(Timeliness);
        return new ActionRow
        {
            ActionId = ActionId.ToString(),
            Reference = Reference,
            Title = Title,
            Theme = Theme,
            FindingIds = { FindingIds.Select(id => id.ToString()) },
            LeadId = LeadId,
            LeadName = LeadName,
            OwnerId = OwnerId?.ToString() ?? "",
            OwnerName = OwnerName,
            OriginalDueOn = OriginalDueOn.ToIso(),
            DueOn = DueOn.ToIso(),
            NextReviewOn = NextReviewOn.ToIso(),
            Delivery = Enum.Parse<Delivery>(Delivery),
            Timeliness = timeliness,
            DaysOverdue = timeliness == V1.Timeliness.Overdue && DueOn is { } due ? today.DayNumber - due.DayNumber : 0,
            LastUpdateAt = LastUpdateAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            Version = Version,
            OwnAgency = OwnAgency,
            OwnerPost = OwnerPost,
            JointLeadNames = { JointLeadNames },
            PausedUntil = PausedUntil.ToIso(),
            NextMilestoneDueOn = NextMilestoneDueOn.ToIso(),
            ThemeId = ThemeId?.ToString() ?? "",
            EvidenceItems = EvidenceItems,
            SelfAssured = Completion == ListedAction.SelfAssured,
            Confirmed = Completion == ListedAction.Confirmed,
            Verdict = Verdict is null ? default : Enum.Parse<AuditVerdict>(Verdict),
        };
    }
}
