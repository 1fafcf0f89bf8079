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
    private const int DaysOfAWeek = 7;

    [BindProperty(SupportsGet = true, Name = AtLeastVersion.Parameter)]
    public string? AtLeast { get; set; }

    public AcrossPartnerships Across { get; private set; } = new();

    public string AgencyName => person.AgencyName;

    public DateTimeOffset Position => Across.PositionAt.ToDateTimeOffset();

    /// <summary>This week's asks, and who owns what is overdue.</summary>
    public MyWork Work { get; private set; } = new();

    public FirstWork Asks => new("This week’s asks", Work, Addresses.MyWorkAcross, ButtonOf, LinkOf)
    {
        WithPartnership = true,
        Nothing = "Nothing is asked of us that is overdue or due within 7 days.",
    };

    public async Task OnGetAsync(CancellationToken ct)
    {
        var work = calls.Reporting.GetMyWorkAcrossAsync(
            new GetMyWorkAcrossRequest { List = WorkList.ToDo, PageSize = FirstWork.Most, DueWithinDays = DaysOfAWeek, WithOwners = true }, cancellationToken: ct).ResponseAsync;
        Across = await calls.Reporting.GetAcrossPartnershipsAsync(
            new GetAcrossPartnershipsRequest { AtLeast = AtLeastVersion.Read(AtLeast) }, cancellationToken: ct);
        Work = await work;
    }

    /// <summary>"Asha Verma"; "DCI Public Protection, a post that nobody holds"; "nobody is named".</summary>
    public static string OwnerOf(OverdueOwner owner) => owner switch
    {
        { OwnerName.Length: > 0 } => owner.OwnerName,
        { OwnerPost.Length: > 0 } => owner.OwnerPost + ", a post that nobody holds",
        { OwnerId.Length: > 0 } => "somebody who is not known here any more",
        _ => "nobody is named",
    };

    /// <summary>By name, as the rows above call them.</summary>
    public string PlacesOf(OverdueOwner owner) => string.Join(", ", Across.Partnerships.Where(row => owner.PartnershipIds.Contains(row.PartnershipId)).Select(row => row.Name));

    private bool WorksIn(WorkItem item) => person.Partnerships.Any(place => place.TenantId == item.PartnershipId);

    private string? LinkOf(WorkItem item) => WorksIn(item) ? WorkAddresses.Of(item) : WorkAddresses.Shared(item);

    private (string Text, string Href)? ButtonOf(WorkItem item) =>
        WorksIn(item) && (item.Kind != WorkKind.Action || person.MayUpdateIn(item.PartnershipId)) ? WorkAddresses.ButtonOf(item) : null;

    /// <summary>"12 March 2018, not sent, 41 days late", of the oldest that is not sent, and how many more are late.</summary>
    public string StatementDue(SharedPartnership row)
    {
        if (LondonDates.TryFromIso(row.StatementDueOn) is not { } due)
        {
            return "none due";
        }

        var first = StatementDeadline.Of(due, Position.DateInLondon(), LondonDates.TryFromIso(row.StatementSentOn)) + StatementStandingWords.Beside(row);
        return row.StatementsOverdue.Count > 1 ? $"{first}, and {Numbers.Of(row.StatementsOverdue.Count - 1, "more", "more")} late" : first;
    }

    /// <summary>What a partnership's statements of action ask of our agency, and what it waits for besides; at headlines that is not shared.</summary>
    public static string WaitsForUs(SharedPartnership row) =>
        row.Level < SharingLevel.OwnActions ? "not shared" : (StatementStandingWords.AskedOfUs(row.Statements), ProofWords.WaitsForUs(row)) switch
        {
            (var asked, "") => asked,
            ("nothing", var waits) => waits,
            var (asked, waits) => $"{asked}; {waits}",
        };

    public string StatementsTotal => StatementsLate == 0 ? "" : $"{Numbers.Figure(StatementsLate)} late and not sent";

    /// <summary>" in 4 of 5 partnerships", behind a total that not every partnership is in.</summary>
    public string OfPartnerships => HeadlinesOnly.Count == 0
        ? ""
        : $" in {Numbers.Figure(Across.Partnerships.Count - HeadlinesOnly.Count)} of {Numbers.Of(Across.Partnerships.Count, "partnership")}";

    /// <summary>Why a total leaves partnerships out; empty where it leaves out none.</summary>
    public string NotCounted => HeadlinesOnly.Count == 0
        ? ""
        : $"{string.Join(" and ", HeadlinesOnly)} {(HeadlinesOnly.Count == 1 ? "shares" : "share")} headlines only, so what is ours there is in no figure.";

    private List<string> HeadlinesOnly => [.. Across.Partnerships.Where(row => row.Level < SharingLevel.OwnActions).Select(row => row.Name)];

    private int StatementsLate => Across.Partnerships.Sum(row => row.StatementsOverdue.Count);

    public static string LastUpdate(SharedPartnership row) =>
        row.LastUpdateAt is { } at ? Dates.Full(at.ToDateTimeOffset().DateInLondon()) : "no update yet";

    public static string Shares(SharedPartnership row) => SharingWords.ToAgency(row.Level)
        + (LondonDates.TryFromIso(row.GrantEndsOn) is { } end ? $", until {Dates.Full(end)}" : "");

    /// <summary>What is ours first, then statements, then everything.</summary>
    public string Sentence
    {
        get
        {
            string[] parts =
            [
                Ours,
                StatementsLate == 0 ? "" : $"{Numbers.Of(StatementsLate, "statement of action is", "statements of action are")} late and not recorded as sent.",
                Across.Totals.Overdue == 0
                    ? "No action is overdue in any of them."
                    : $"{Overdue(Across.Totals)} overdue, in {Numbers.Figure(Across.Partnerships.Count(row => row.Counts.Overdue > 0))} of {Numbers.Of(Across.Partnerships.Count, "partnership")}.",
            ];
            return string.Join(" ", parts.Where(part => part.Length > 0));
        }
    }

    private string Ours => Across.AgencyTotals switch
    {
        { Actions: 0 } => "",
        { Overdue: 0 } own => $"None of our {Numbers.Of(own.Actions, "action")} is overdue.",
        var own => $"{Numbers.Figure(own.Overdue)} of our {Numbers.Of(own.Actions, "action")} {(own.Overdue == 1 ? "is" : "are")} overdue.",
    };

    private static string Overdue(Counts counts) =>
        $"{Numbers.Figure(counts.Overdue)} of all {Numbers.Of(counts.Actions, "action")} {(counts.Overdue == 1 ? "is" : "are")}";

    public ProgressChart Progress => new(
        "across",
        "Progress by partnership",
        [.. Across.Partnerships.Select(row => new ProgressBar(row.Name, ActionCounts.Of(row.Counts), Addresses.SharedActions(row.PartnershipId)))],
        Across.Totals.LeftOut())
    {
        NamesHeading = "Partnership",
    };
}
