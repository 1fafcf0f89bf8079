using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Begins the statement that answers a plan's letter.</summary>
public sealed class StartModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public ActionPlan Plan { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        try
        {
            var reply = await calls.Statements.StartStatementAsync(new StartStatementRequest { PlanId = id }, cancellationToken: ct);
            return Done("Statement of action started", Addresses.Statement(Partnership, reply.StatementId));
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
            await ReadAsync(id, ct);
            return Page();
        }
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        Plan = await calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Plan.InspectionId, ct);
    }
}
