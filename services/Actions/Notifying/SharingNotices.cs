using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>
/// Who is told of a grant or an offer, and when: the partnership's managers, and the agency's people who can agree, wherever they
/// are appointed.
/// </summary>
public sealed record SharingNotices
{
    /// <summary>Those of which there may be something to tell. Parameter: <c>TenantId</c>.</summary>
    public const string Query =
        "select grant_id, agency_id, state, offered_on, review_on, ends_on from sharing_grant where tenant_id = @TenantId and state in (1, 2)";

    private const int DaysUntilReminder = 7;
    private const int FirstWarning = 28;
    private static readonly int[] DaysBeforeEnd = [7, FirstWarning];

    /// <summary>Who agrees for an agency (<c>AgreeSharingGrant</c>).</summary>
    private static readonly Capacity[] CanAgree = [Capacity.LeadSafeguardingPartner, Capacity.CrossPartnershipLead];

    public Guid GrantId { get; init; }
    public string AgencyId { get; init; } = "";
    public SharingGrantState State { get; init; }
    public DateOnly OfferedOn { get; init; }
    public DateOnly ReviewOn { get; init; }
    public DateOnly EndsOn { get; init; }

    /// <summary>What people hear of it today.</summary>
    public IEnumerable<Notice> Of(Caller by, DateTimeOffset now)
    {
        var today = now.DateInLondon();
        var left = EndsOn.DayNumber - today.DayNumber;
        if (State == SharingGrantState.Offered)
        {
            // An offer that has passed its end can be agreed no more.
            var reminded = today.DayNumber - OfferedOn.DayNumber >= DaysUntilReminder;
            return left < 0 ? [] : [ToAgency(Matter.OfferWaits, reminded ? "reminder" : "offered", EndsOn, by, now)];
        }

        var notices = new List<Notice>();
        if (left >= 0 && left <= FirstWarning)
        {
            var threshold = DaysBeforeEnd.First(days => left <= days);
            notices.Add(ToManagers(Matter.GrantEnds, $"{EndsOn.ToIso()} {threshold}", EndsOn, by, now));
            notices.Add(ToAgency(Matter.GrantToAgencyEnds, $"{EndsOn.ToIso()} {FirstWarning}", EndsOn, by, now));
        }

        if (ReviewOn <= today && ReviewOn > today.AddDays(-DailyNotices.CatchUpDays) && left >= 0)
        {
            notices.Add(ToManagers(Matter.GrantToReview, ReviewOn.ToIso(), ReviewOn, by, now));
        }

        return notices;
    }

    private Notice ToManagers(Matter matter, string occasion, DateOnly onDate, Caller by, DateTimeOffset now) =>
        Notice.Of(matter, GrantId, null, occasion, by, now).ToAll(Capacity.PartnershipManager) with { OnDate = onDate };

    private Notice ToAgency(Matter matter, string occasion, DateOnly onDate, Caller by, DateTimeOffset now) =>
        Notice.Of(matter, GrantId, null, occasion, by, now) with { OnDate = onDate, Capacities = CanAgree, Workspace = TenantId.OfAgency(AgencyId) };
}
