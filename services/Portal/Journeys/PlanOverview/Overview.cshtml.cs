using System.Globalization;
using System.Text;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.PlanOverview;

/// <summary>How one partnership's plan stands, what went badly first; for people of an agency, their own actions before all.</summary>
public sealed class OverviewModel(PartnershipCalls calls, CurrentPerson person) : PageModel
{
    private const int MostOwnActions = 10;

    [BindProperty(SupportsGet = true, Name = AtLeastVersion.Parameter)]
    public string? AtLeast { get; set; }

    public Overview Overview { get; private set; } = new();

    /// <summary>Open actions of the person's agency, the most urgent first; null for people who do not update actions.</summary>
    public IReadOnlyList<ActionRow>? OwnActions { get; private set; }

    public string AgencyId => person.AgencyId;

    public string AgencyName => person.AgencyName;

    public string Partnership => calls.PartnershipId;

    public string PartnershipName => person.Partnership!.Name;

    public DateTimeOffset Position => Overview.PositionAt.ToDateTimeOffset();

    public DateOnly Today => Position.DateInLondon();

    /// <summary>Null where the statement is not sent.</summary>
    public DateOnly? StatementSent => LondonDates.TryFromIso(Overview.StatementSentOn);

    /// <summary>The deadline of a statement that is not sent, where it is near enough to stand before everything else.</summary>
    public DateOnly? NearDeadline => StatementSent is null && LondonDates.TryFromIso(Overview.StatementDueOn) is { } due && DueDate.IsSoon(due, Today) ? due : null;

    public string Sentence => PlanSentence.Of(
        Overview.Counts,
        Overview.Exceptions.Select(action => action.DaysOverdue).DefaultIfEmpty().Max(),
        person.IsAny([.. PlanVisibility.WholePlan]));

    public IReadOnlyList<KeyFigure> Figures =>
    [
        new(Overview.Counts.Overdue, "overdue", Addresses.Actions(Partnership, Reporting.V1.Timeliness.Overdue)),
        new(Overview.Counts.AtRisk, "at risk", Addresses.Actions(Partnership, Reporting.V1.Timeliness.AtRisk)),
        new(Overview.Counts.AwaitingVerification, "awaiting verification", Addresses.Actions(Partnership, Jtai.Actions.V1.Delivery.AwaitingVerification)),
        new(Overview.Counts.Complete, "complete", Addresses.Actions(Partnership, Jtai.Actions.V1.Delivery.Complete)),
    ];

    public ProgressChart Progress => new(
        "progress",
        "Progress",
        [new ProgressBar("All actions", ActionCounts.Of(Overview.Counts))],
        Overview.Counts.LeftOut(),
        Addresses.Partnership(Partnership) + "?handler=figures");

    public ProgressChart ByAgency => new(
        "by-agency",
        "By agency",
        [.. Overview.ByAgency.Select(lead => new ProgressBar(lead.LeadName, ActionCounts.Of(lead.Counts), Addresses.ActionsOf(Partnership, lead.LeadId)))]);

    public bool MayMakePlan => person.IsAny(Capacity.PartnershipManager);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!person.ReadsPlan)
        {
            return Redirect(Addresses.YourRole(Partnership));
        }

        var ownActions = person.IsAny(Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor) ? ReadOwnActionsAsync(ct) : null;
        var marked = this.MarkActionsAsync(calls, ct, withDeadlines: true);
        Overview = await ReadAsync(ct);
        await marked;
        if (ownActions is not null)
        {
            OwnActions = await ownActions;
        }

        return Page();
    }

    /// <summary>The chart's numbers: the same, with the same position.</summary>
    public async Task<IActionResult> OnGetFiguresAsync(CancellationToken ct)
    {
        Overview = await ReadAsync(ct);
        var marking = await this.MarkActionsAsync(calls, ct) ? InspectionWords.MarkingOfList : null;
        var csv = new StringBuilder("Led by,Overdue,At risk,On track,Awaiting verification,Complete,Closed without completion,All,Position");
        csv.Append(marking is null ? "\r\n" : ",Marking\r\n");
        foreach (var lead in Overview.ByAgency)
        {
            AddRow(csv, lead.LeadName, lead.Counts, marking);
        }

        AddRow(csv, "All", Overview.Counts, marking);
        // Excel reads UTF-8 only where a byte order mark says so.
        return File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())], "text/csv; charset=utf-8", $"{(marking is null ? "" : "OFFICIAL-SENSITIVE-")}{Partnership}-progress-{Today:yyyy-MM-dd}.csv");
    }

    private async Task<Overview> ReadAsync(CancellationToken ct) =>
        await calls.Reporting.GetOverviewAsync(new GetOverviewRequest { AtLeast = AtLeastVersion.Read(AtLeast) }, cancellationToken: ct);

    private async Task<IReadOnlyList<ActionRow>> ReadOwnActionsAsync(CancellationToken ct)
    {
        var reply = await calls.Reporting.ListActionsAsync(
            new ListActionsRequest { LeadId = person.AgencyId, Sort = ActionSort.ByDueDate, PageSize = 100 }, cancellationToken: ct);
        return [.. reply.Actions.Where(action => action.Timeliness != Reporting.V1.Timeliness.Finished).Take(MostOwnActions)];
    }

    private void AddRow(StringBuilder csv, string name, Counts counts, string? marking) => csv.Append(
        CultureInfo.InvariantCulture,
        $"{Cell(name)},{counts.Overdue},{counts.AtRisk},{counts.OnTrack},{counts.AwaitingVerification},{counts.Complete},{counts.ClosedWithoutCompletion},{counts.Actions},{Cell(Dates.WithTime(Position))}{(marking is null ? "" : "," + Cell(marking))}\r\n");

    // A spreadsheet takes a cell that begins like this for a formula.
    private static string Cell(string text) =>
        $"\"{(text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
