using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>The partnership's statements of action: straight to the one that there is, else a choice.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    /// <summary>Each with the title of its plan.</summary>
    public IReadOnlyList<(Statement Statement, string Plan)> Statements { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await this.MarkActionsAsync(calls, ct, withDeadlines: true);
        var statements = calls.Statements.ListStatementsAsync(new ListStatementsRequest(), cancellationToken: ct).ResponseAsync;
        var plans = (await calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct)).Plans.ToDictionary(plan => plan.PlanId, plan => plan.Title);
        Statements = [.. (await statements).Statements.Select(statement => (statement, plans.GetValueOrDefault(statement.PlanId, "Action plan")))];
        return Statements is [var only] ? Redirect(Addresses.Statement(Partnership, only.Statement.StatementId)) : Page();
    }

    public string Due(Statement statement) =>
        (LondonDates.TryFromIso(statement.LaterDueOn) ?? LondonDates.TryFromIso(statement.PrintedDueOn)) is { } due
            ? StatementDeadline.Of(due, Today, LondonDates.TryFromIso(statement.SentOn))
            : "no deadline";
}
