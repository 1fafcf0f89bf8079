using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>What is counted of actions, on one day: of a partnership, of one agency's or of one lead's.</summary>
internal sealed record Counted
{
    // The one list of what there is to count. A condition's columns are those of listed_action and "timeliness", its timeliness
    // on @today.
    private static readonly (string Count, string Where)[] All =
    [
        ("actions", "true"),
        ("complete", "delivery = 'Complete'"),
        ("awaiting", "delivery = 'AwaitingVerification'"),
        ("closed", "delivery = 'ClosedWithoutCompletion'"),
        ("overdue", "timeliness = 'Overdue'"),
        ("at_risk", "timeliness = 'AtRisk'"),
        ("due_soon", Narrowed.DueSoon),
        ("paused", Narrowed.Paused),
    ];

    public string TenantId { get; init; } = "";
    public string AgencyId { get; init; } = "";
    public string LeadId { get; init; } = "";
    public string LeadName { get; init; } = "";
    public DateOnly? PositionOn { get; init; }
    public DateTimeOffset? LastUpdateAt { get; init; }
    public int Actions { get; init; }
    public int Complete { get; init; }
    public int Awaiting { get; init; }
    public int Closed { get; init; }
    public int Overdue { get; init; }
    public int AtRisk { get; init; }
    public int DueSoon { get; init; }
    public int Paused { get; init; }

    /// <summary>Of one agency: claims that wait for a second check by another than leads, and that it supports.</summary>
    public int ToCheck { get; init; }

    /// <summary>This and the next two are counted within one partnership alone.</summary>
    public int WithoutOwner { get; init; }

    public int WithoutUpdate { get; init; }

    public int ChangedLately { get; init; }

    /// <summary>What the partnership calls soon.</summary>
    public int DueSoonDays { get; init; }

    /// <summary>The columns of all counts.</summary>
    public static string Columns { get; } = string.Join(", ", All.Select(one => one.Count));

    /// <summary>The counts of a group of actions, each counting as <paramref name="each"/>.</summary>
    public static string Sums(int each) =>
        string.Join(", ", All.Select(one => $"coalesce(sum({each}) filter (where {one.Where}), 0)::int as {one.Count}"));

    /// <summary>In an upsert: what is there and what comes, added up.</summary>
    public static string Added(string table) =>
        string.Join(", ", All.Select(one => $"{one.Count} = {table}.{one.Count} + excluded.{one.Count}"));

    public Counts ToProto() => new()
    {
        Actions = Actions,
        Complete = Complete,
        AwaitingVerification = Awaiting,
        Overdue = Overdue,
        AtRisk = AtRisk,
        OnTrack = Actions - Complete - Awaiting - Closed - Overdue - AtRisk - Paused,
        ClosedWithoutCompletion = Closed,
        DueSoon = DueSoon,
        Paused = Paused,
    };

    public static Counted Sum(IReadOnlyCollection<Counted> parts) => new()
    {
        Actions = parts.Sum(part => part.Actions),
        Complete = parts.Sum(part => part.Complete),
        Awaiting = parts.Sum(part => part.Awaiting),
        Closed = parts.Sum(part => part.Closed),
        Overdue = parts.Sum(part => part.Overdue),
        AtRisk = parts.Sum(part => part.AtRisk),
        DueSoon = parts.Sum(part => part.DueSoon),
        Paused = parts.Sum(part => part.Paused),
    };
}
