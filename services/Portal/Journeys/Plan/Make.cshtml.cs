using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Makes the action plan of an inspection whose findings are confirmed.</summary>
public sealed class MakeModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty(SupportsGet = true, Name = "inspection")]
    public string InspectionId { get; set; } = "";

    [BindProperty]
    public string? Title { get; set; }

    public Inspection Inspection { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(ct);
        Title = Inspection.Theme;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        try
        {
            var reply = await calls.Actions.MakeActionPlanAsync(
                new MakeActionPlanRequest { InspectionId = InspectionId, Title = Title ?? "" }, cancellationToken: ct);
            return Done("Action plan made", Addresses.Plan(Partnership, reply.PlanId));
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
            await ReadAsync(ct);
            return Page();
        }
    }

    private async Task ReadAsync(CancellationToken ct) =>
        Inspection = await this.ReadInspectionAsync(calls, InspectionId, ct);
}
