using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Says that the statement of action was sent, or corrects what was said of it.</summary>
public sealed class StatementSentModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public DateEntry SentOn { get; set; } = new();

    [BindProperty]
    public string? SentBy { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ActionPlan Plan { get; private set; } = new();

    public bool IsRecorded => Plan.StatementSentOn.Length > 0;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(id, ct);
        (Version, SentBy, Note) = (Plan.Version, Plan.StatementSentBy, Plan.StatementSentNote);
        SentOn = LondonDates.TryFromIso(Plan.StatementSentOn) is { } sent ? DateEntry.Of(sent) : new();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var sentOn = SentOn.ReadIso(ModelState, nameof(SentOn), "day of sending");
        try
        {
            await calls.Actions.RecordStatementSentAsync(
                new RecordStatementSentRequest
                {
                    PlanId = id, ExpectedVersion = Version, SentOn = sentOn, SentBy = SentBy ?? "", Note = Note ?? "", Reason = Reason ?? "",
                },
                cancellationToken: ct);
            return Done(sentOn.Length == 0 ? "Taken back: the statement is not sent" : "Statement recorded as sent", Addresses.Plan(Partnership, id));
        }
        catch (RpcException failure) when (failure.IsStale(out var current))
        {
            ModelState.AddModelError("", "Somebody else changed this plan while you had this page open. What you typed is still here: save again if it is right.");
            ModelState.Remove(nameof(Version));
            Version = current;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        await ReadAsync(id, ct);
        Version = ModelState.SaysSavedBefore() ? Plan.Version : Version;
        return Page();
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        Plan = await calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Plan.InspectionId, ct);
    }
}
