using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Across;

/// <summary>Every partnership that shares with the person's agency, one row each, and what each shares.</summary>
public sealed class IndexModel(AcrossCalls calls, CurrentPerson person) : PageModel
{
    [BindProperty(SupportsGet = true, Name = AtLeastVersion.Parameter)]
    public string? AtLeast { get; set; }

    public AcrossPartnerships Across { get; private set; } = new();

    public string AgencyName => person.AgencyName;

    public DateTimeOffset Position => Across.PositionAt.ToDateTimeOffset();

    public async Task OnGetAsync(CancellationToken ct) =>
        Across = await calls.Reporting.GetAcrossPartnershipsAsync(
            new GetAcrossPartnershipsRequest { AtLeast = AtLeastVersion.Read(AtLeast) }, cancellationToken: ct);

    /// <summary>At headlines not even how many of the actions are the agency's own is shown.</summary>
    public static string AgencyActions(SharedPartnership row) =>
        row.Level >= SharingLevel.OwnActions && row.AgencyCounts is { } own ? Numbers.Figure(own.Actions) : "not shared";

    public string StatementDue(SharedPartnership row) =>
        LondonDates.TryFromIso(row.StatementDueOn) is { } due ? StatementDeadline.Of(due, Position.DateInLondon(), LondonDates.TryFromIso(row.StatementSentOn)) : "none due";

    public static string LastUpdate(SharedPartnership row) =>
        row.LastUpdateAt is { } at ? Dates.Full(at.ToDateTimeOffset().DateInLondon()) : "no update yet";

    public static string Shares(SharedPartnership row) => SharingWords.ToAgency(row.Level)
        + (LondonDates.TryFromIso(row.GrantEndsOn) is { } end ? $", until {Dates.Full(end)}" : "");

    public string Sentence
    {
        get
        {
            var overdue = Across.Partnerships.Count(row => row.Counts.Overdue > 0);
            var named = $"{Numbers.Of(Across.Partnerships.Count, "partnership shares", "partnerships share")} with your agency.";
            return overdue == 0
                ? $"{named} No action is overdue in any of them."
                : $"{named} {Numbers.Of(Across.Totals.Overdue, "action is", "actions are")} overdue, in {Numbers.Figure(overdue)} of them.";
        }
    }

    public ProgressChart Progress => new(
        "across",
        "Progress by partnership",
        [.. Across.Partnerships.Select(row => new ProgressBar(row.Name, ActionCounts.Of(row.Counts), Addresses.SharedActions(row.PartnershipId)))],
        Across.Totals.LeftOut())
    {
        NamesHeading = "Partnership",
    };
}
