using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Adds a milestone of an action, or changes one and says that it is done.</summary>
public sealed class MilestoneModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    /// <summary>Of the address; empty for a new one.</summary>
    [FromRoute(Name = "milestone")]
    public string? MilestoneId { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public DateEntry DueOn { get; set; } = new();

    [BindProperty]
    public DateEntry DoneOn { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(MilestoneId);

    /// <summary>Null for a new one.</summary>
    public Milestone? Milestone => Record.Milestones.FirstOrDefault(one => one.MilestoneId == MilestoneId);

    protected override IActionResult? Refusal => !Record.MayUpdate ? Forbid() : IsNew || Milestone is not null ? null : NotFound();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new SaveMilestoneRequest
        {
            ActionId = id,
            ExpectedVersion = Version,
            MilestoneId = MilestoneId ?? "",
            Title = Title ?? "",
            DueOn = DueOn.ReadIso(ModelState, nameof(DueOn), "due date", required: true),
            DoneOn = DoneOn.ReadIso(ModelState, nameof(DoneOn), "day on which it was done"),
        };
        var done = IsNew ? "Milestone added" : request.DoneOn.Length > 0 ? "Milestone saved as done" : "Milestone changed";
        return TryAsync(id, done, () => Calls.Actions.SaveMilestoneAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill()
    {
        if (Milestone is { } milestone)
        {
            Title = milestone.Title;
            DueOn = DateEntry.OfIso(milestone.DueOn);
            DoneOn = Request.Query.ContainsKey("done") && milestone.DoneOn.Length == 0 ? DateEntry.Of(Today) : DateEntry.OfIso(milestone.DoneOn);
        }
    }
}
