using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Journeys.Across;

/// <summary>
/// The figures of one partnership's row. Each opens the list that it counts, as far as that list is shared: the agency's own
/// actions from own actions on, all of them from the whole plan on.
/// </summary>
public sealed class AcrossFigures(SharedPartnership row)
{
    private readonly bool sharesOwn = row.Level >= SharingLevel.OwnActions;

    /// <summary>Ours overdue, overdue, at risk, due soon, our actions, all actions; null where it is not shared.</summary>
    public IReadOnlyList<CountedCell?> All =>
    [
        Own(row.AgencyCounts?.Overdue, "ours overdue", Addresses.SharedActions(row.PartnershipId, Timeliness.Overdue, own: true)),
        Whole(row.Counts.Overdue, "overdue", Addresses.SharedActions(row.PartnershipId, Timeliness.Overdue, own: false)),
        Whole(row.Counts.AtRisk, "at risk", Addresses.SharedActions(row.PartnershipId, Timeliness.AtRisk, own: false)),
        Whole(row.Counts.DueSoon, "due soon", Addresses.SharedActions(row.PartnershipId, Only.DueSoon)),
        Own(row.AgencyCounts?.Actions, "of our actions", Addresses.SharedActions(row.PartnershipId, Only.OwnAgency)),
        Whole(row.Counts.Actions, "of all actions", Addresses.SharedActions(row.PartnershipId)),
    ];

    private CountedCell? Own(int? count, string what, string list) =>
        sharesOwn && count is { } known ? new(known, list, What(what)) : null;

    private CountedCell Whole(int count, string what, string list) =>
        new(count, row.Level >= SharingLevel.Plan ? list : null, What(what));

    private string What(string what) => $"{what} in {row.Name}";
}
