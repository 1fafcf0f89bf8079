using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Says that the statement of action was sent, or corrects what was said of it.</summary>
public sealed class StatementSentModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("plan", person, time)
{
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

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var sentOn = SentOn.ReadIso(ModelState, nameof(SentOn), "day of sending");
        return TryAsync(
            id,
            sentOn.Length == 0 ? "Taken back: the statement is not sent" : "Statement recorded as sent",
            () => calls.Actions.RecordStatementSentAsync(
                new RecordStatementSentRequest
                {
                    PlanId = id, ExpectedVersion = Version, SentOn = sentOn, SentBy = SentBy ?? "", Note = Note ?? "", Reason = Reason ?? "",
                },
                cancellationToken: ct).ResponseAsync,
            ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Plan = await calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Plan.InspectionId, ct);
        return Plan.Version;
    }

    protected override void Fill()
    {
        (SentBy, Note) = (Plan.StatementSentBy, Plan.StatementSentNote);
        SentOn = LondonDates.TryFromIso(Plan.StatementSentOn) is { } sent ? DateEntry.Of(sent) : new();
    }

    protected override string AddressOf(string id) => Addresses.Plan(Partnership, id);
}
