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

    /// <summary>Open actions that the person's agency leads, the most urgent first; null for people who do not update actions.</summary>
    public ListActionsReply? OwnActions { get; private set; }

    /// <summary>All that the person's agency leads, open or not.</summary>
    public Counts OwnCounts => Overview.ByAgency.FirstOrDefault(lead => lead.LeadId == AgencyId)?.Counts ?? new();

    public string AgencyId => person.AgencyId;

    public string AgencyName => person.AgencyName;

    public string Partnership => calls.PartnershipId;

    public string PartnershipName => person.Partnership!.Name;

    public DateTimeOffset Position => Overview.PositionAt.ToDateTimeOffset();

    public DateOnly Today => Position.DateInLondon();

    /// <summary>What waits for the person: how much, and what is due first.</summary>
    public MyWork Work { get; private set; } = new();

    /// <summary>"The statement of action is being prepared: due …; 9 of 11 returns, 1 of 3 sign-offs", each with its page.</summary>
    public IEnumerable<(string Words, string Href)> Standing => Overview.Statements.Select(statement =>
        (StatementStandingWords.Of(statement, Today), Addresses.Statement(Partnership, statement.StatementId)));

    public IReadOnlyList<Trouble> Troubles => Trouble.Of(Overview, Today);

    public string Sentence => PlanSentence.Of(Overview.Counts, Troubles, person.IsAny([.. PlanVisibility.WholePlan]));

    /// <summary>The deadlines of all statements that are not sent; where all are, that of the last.</summary>
    public IEnumerable<(string Words, string? Href)> Statements => Overview.StatementsUnsent.Count > 0
        ? Overview.StatementsUnsent.Select(unsent => (
            LondonDates.TryFromIso(unsent.DueOn) is { } due ? StatementDeadline.WithWeekday(due, Today, null) : "", (string?)AddressOf(unsent)))
        : LondonDates.TryFromIso(Overview.StatementDueOn) is { } last && LondonDates.TryFromIso(Overview.StatementSentOn) is { } sent
            ? [($"{Dates.WithWeekday(last)}. {StatementDeadline.Sent(sent, last)}", null)]
            : [];

    public IReadOnlyList<KeyFigure> Figures =>
    [
        new(Overview.Counts.Overdue, "overdue", Addresses.Actions(Partnership, Reporting.V1.Timeliness.Overdue)),
        new(Overview.Counts.AtRisk, "at risk", Addresses.Actions(Partnership, Reporting.V1.Timeliness.AtRisk)),
        new(Overview.Counts.DueSoon, $"due within {Overview.DueSoonDays} days", Addresses.Actions(Partnership, Only.DueSoon)),
        new(Overview.WithoutUpdate, $"no update in the last {RecentUpdate.Days} days", Addresses.Actions(Partnership, Only.WithoutUpdate)),
        .. Overview.Counts.Paused == 0 ? (KeyFigure[])[] : [new(Overview.Counts.Paused, "paused", Addresses.Actions(Partnership, Only.Paused))],
    ];

    public ProgressChart Progress => new(
        "progress",
        "Progress",
        [new ProgressBar("All actions", ActionCounts.Of(Overview.Counts), List: Addresses.Actions(Partnership))],
        Overview.Counts.LeftOut(),
        Addresses.Partnership(Partnership) + "?handler=figures");

    public ProgressChart ByAgency => new(
        "by-agency",
        "By agency",
        [
            .. Overview.ByAgency.Select(lead => (lead, List: Addresses.ActionsOf(Partnership, lead.LeadId)))
                .Select(one => new ProgressBar(one.lead.LeadName, ActionCounts.Of(one.lead.Counts), one.List, one.List)),
        ]);

    /// <summary>The partnership's own; null where it has none.</summary>
    public StatusScale? Scale { get; private set; }

    /// <summary>How many actions are in each step of it.</summary>
    public IEnumerable<(StatusStep Step, CountedCell Cell)> Steps => Scale!.Steps.Select(step => (step, new CountedCell(
        Overview.StatusCases.Where(counted => step.Cases.Contains(counted.Case)).Sum(counted => counted.Actions),
        Addresses.ActionsIn(Partnership, step.Word),
        $"{step.Word}, all actions")));

    /// <summary>With what the page begins.</summary>
    public FirstScreen First => FirstScreens.Of(person);

    /// <summary>The first of what waits for the person, on the pages that begin with it.</summary>
    public FirstWork FirstWork => FirstWork.InPartnership(
        First == FirstScreen.Managing ? "Your decisions, and what else waits for you" : "What waits for you", Work, Addresses.MyWork(Partnership)) with
    {
        Nothing = First == FirstScreen.MineFirst ? "Nothing waits for you. What you own and what is asked of you stands here, due first." : "",
    };

    /// <summary>Statements for which a return is owed whose agency was not reminded today.</summary>
    public IReadOnlyList<string> Remindable =>
    [
        .. Overview.Owed.Where(owed => owed.Kind == WorkKind.AgencyReturn && !owed.OfBody && owed.RemindedAt?.ToDateTimeOffset().DateInLondon() != Today)
            .Select(owed => owed.StatementId).Distinct(),
    ];

    /// <summary>Where what is owed is seen to.</summary>
    public string AddressOf(Owed owed) => owed.Kind == WorkKind.AgencyReturn
        ? $"{Addresses.Statement(Partnership, owed.StatementId)}/returns/{owed.RecordId}"
        : Addresses.DateRequest(Partnership, owed.ActionId, owed.RecordId);

    /// <summary>What went badly, in whole sentences, worst first: statements that passed, then actions by how late they are, then those at risk.</summary>
    public IReadOnlyList<(string Words, string Href)> Worst =>
    [
        .. Troubles.Where(trouble => trouble.Kind == TroubleKind.StatementPassed).Select(trouble => (trouble.Words, AddressOf(trouble))),
        .. Overview.Exceptions.Select(action => (WorstOf(action), Addresses.Action(Partnership, action.ActionId))),
    ];

    /// <summary>"14 overdue, 6 at risk"; null where all of them are listed.</summary>
    public string? MoreThanWorst => Overview.Counts.Overdue + Overview.Counts.AtRisk <= Overview.Exceptions.Count ? null
        : $"{Numbers.Figure(Overview.Counts.Overdue)} overdue, {Numbers.Figure(Overview.Counts.AtRisk)} at risk";

    private static string WorstOf(ActionRow action) =>
        $"{action.Reference} {action.Title}: {(action.DaysOverdue > 0 ? Numbers.Of(action.DaysOverdue, "day") + " overdue" : "at risk of missing its date")}, led by {action.LeadName}";

    public bool MayMakePlan => person.IsAny(Capacity.PartnershipManager);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!person.ReadsPlan)
        {
            return Redirect(FirstScreens.PublishedIn(Partnership));
        }

        var ownActions = person.IsAny(Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor) ? ReadOwnActionsAsync(ct) : null;
        var marked = this.MarkActionsAsync(calls, ct, withDeadlines: true);
        var work = calls.Reporting.GetMyWorkAsync(new GetMyWorkRequest { List = WorkList.ToDo, PageSize = First == FirstScreen.AgencyFirst ? 1 : FirstWork.Most }, cancellationToken: ct);
        var settings = ReadScaleAsync(ct);
        Overview = await ReadAsync(ct);
        Scale = await settings;
        Work = await work;
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

    /// <summary>The counts by the partnership's scale, with what its steps mean.</summary>
    public async Task<IActionResult> OnGetScaleAsync(CancellationToken ct)
    {
        var scale = ReadScaleAsync(ct);
        Overview = await ReadAsync(ct);
        Scale = await scale;
        if (Scale is null)
        {
            return NotFound();
        }

        var marking = await this.MarkActionsAsync(calls, ct) ? InspectionWords.MarkingOfList : null;
        return CsvFile.Of(
            $"{(marking is null ? "" : "OFFICIAL-SENSITIVE-")}{Partnership}-scale-{Today:yyyy-MM-dd}.csv",
            [Scale.Name, "What it means", "Actions", "Position", .. marking is null ? (string[])[] : ["Marking"]],
            Steps.Select(one => (string[])
            [
                one.Step.Word, one.Step.Definition, one.Cell.Count.ToString(CultureInfo.InvariantCulture), Dates.WithTime(Position), .. marking is null ? (string[])[] : [marking],
            ]));
    }

    private async Task<StatusScale?> ReadScaleAsync(CancellationToken ct) =>
        (await calls.Settings.GetSettingsAsync(new GetSettingsRequest(), cancellationToken: ct)).Scale;

    private async Task<Overview> ReadAsync(CancellationToken ct) =>
        await calls.Reporting.GetOverviewAsync(new GetOverviewRequest { AtLeast = AtLeastVersion.Read(AtLeast) }, cancellationToken: ct);

    /// <summary>Where the trouble can be seen to: the list of its actions, or the page where a statement is recorded as sent.</summary>
    public string AddressOf(Trouble trouble) => trouble.Kind switch
    {
        TroubleKind.WithoutOwner => Addresses.Actions(Partnership, Only.WithoutOwner),
        TroubleKind.WithoutUpdate => Addresses.Actions(Partnership, Only.WithoutUpdate),
        TroubleKind.Overdue => Addresses.Actions(Partnership, Reporting.V1.Timeliness.Overdue),
        TroubleKind.AtRisk => Addresses.Actions(Partnership, Reporting.V1.Timeliness.AtRisk),
        _ => AddressOf(trouble.Statement!),
    };

    /// <summary>Before there is a plan there is nothing to record it on.</summary>
    public string AddressOf(UnsentStatement statement) => statement switch
    {
        { PlanId.Length: 0 } => Addresses.Inspection(Partnership, statement.InspectionId),
        _ when Overview.Statements.FirstOrDefault(one => one.PlanId == statement.PlanId) is { } here => Addresses.Statement(Partnership, here.StatementId),
        _ when MayMakePlan => Addresses.StatementSent(Partnership, statement.PlanId),
        _ => Addresses.Plan(Partnership, statement.PlanId),
    };

    private async Task<ListActionsReply> ReadOwnActionsAsync(CancellationToken ct) => await calls.Reporting.ListActionsAsync(
        new ListActionsRequest { LeadId = person.AgencyId, Only = { Only.Open }, Sort = ActionSort.ByDueDate, PageSize = MostOwnActions },
        cancellationToken: ct);

    private void AddRow(StringBuilder csv, string name, Counts counts, string? marking) => csv.Append(
        CultureInfo.InvariantCulture,
        $"{Cell(name)},{counts.Overdue},{counts.AtRisk},{counts.OnTrack},{counts.AwaitingVerification},{counts.Complete},{counts.ClosedWithoutCompletion},{counts.Actions},{Cell(Dates.WithTime(Position))}{(marking is null ? "" : "," + Cell(marking))}\r\n");

    // A spreadsheet takes a cell that begins like this for a formula.
    private static string Cell(string text) =>
        $"\"{(text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
