using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionDelivery = Jtai.Actions.V1.Delivery;
using ActionProgress = Jtai.Actions.V1.Progress;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Progress on one action, in under two minutes, with the last update in view.</summary>
public sealed class AddUpdateModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    [BindProperty]
    public string? Narrative { get; set; }

    [BindProperty]
    public ActionDelivery Delivery { get; set; }

    [BindProperty]
    public ActionProgress Progress { get; set; }

    /// <summary>"yes", "no", or null where nothing was said.</summary>
    [BindProperty]
    public string? DateAchievable { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? DifferenceForChildren { get; set; }

    [BindProperty]
    public string? NoEvidenceBecause { get; set; }

    /// <summary>The version of the action that the person saw when they began to write.</summary>
    [BindProperty]
    public long Version { get; set; }

    public ActionRecord Record { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>True where somebody else changed the action in the meantime.</summary>
    public bool Changed { get; private set; }

    /// <summary>What somebody else recorded in the meantime; null where they changed something else.</summary>
    public Update? Theirs { get; private set; }

    public bool IsOngoing => Record.Action.DueOn.Length == 0;

    /// <summary>True where nobody needs to be asked whether the date can still be met: it was not.</summary>
    public bool DateHasPassed => LondonDates.TryFromIso(Record.Action.DueOn) < Today;

    /// <summary>True where another organisation has to confirm that the action is complete.</summary>
    public bool CheckIsCompulsory { get; private set; }

    /// <summary>Always the same four: browsers put back by place what was chosen, and a list that changes would give it to another.</summary>
    public IEnumerable<Choice> Deliveries =>
        new[] { ActionDelivery.NotStarted, ActionDelivery.InProgress, ActionDelivery.AwaitingVerification, ActionDelivery.Complete }
            .Select(delivery => new Choice(delivery.ToString(), ActionWords.Of(delivery).Text)
            {
                Disabled = delivery == ActionDelivery.Complete && CheckIsCompulsory,
                Hint = delivery switch
                {
                    ActionDelivery.AwaitingVerification => "Your part is done. Another person confirms that the action is complete",
                    ActionDelivery.Complete when CheckIsCompulsory => "Not for this action: another organisation confirms that it is complete",
                    ActionDelivery.Complete => "Done by your own word, with evidence or the reason why there can be none. The action says that nobody else has checked it",
                    _ => null,
                },
            });

    public IEnumerable<Choice> Assessments => new[] { ActionProgress.Good, ActionProgress.Sufficient, ActionProgress.Moderate, ActionProgress.Little }
        .Select(progress => new Choice(progress.ToString(), ActionWords.Of(progress)));

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        if (Record.PlanClosed)
        {
            return Redirect(Addresses.Action(Partnership, id));
        }

        if (!Record.MayUpdate)
        {
            return Forbid();
        }

        Version = Record.Action.Version;
        Delivery = Record.Action.Delivery;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        var assessment = Assessment();
        if (!ModelState.IsValid && string.IsNullOrWhiteSpace(Narrative))
        {
            // The service, which would say so, is not asked.
            ModelState.AddModelError(nameof(Narrative), "Enter what was done.");
        }

        if (ModelState.IsValid)
        {
            try
            {
                await calls.Actions.UpdateProgressAsync(
                    new UpdateProgressRequest
                    {
                        ActionId = id,
                        ExpectedVersion = Version,
                        Narrative = Narrative ?? "",
                        Delivery = Delivery,
                        Assessment = assessment,
                        DifferenceForChildren = DifferenceForChildren ?? "",
                        NoEvidenceBecause = NoEvidenceBecause ?? "",
                    },
                    cancellationToken: ct);
                return Done("Update saved", Addresses.Action(Partnership, id));
            }
            catch (RpcException failure) when (failure.IsStale(out _))
            {
                await ShowConflictAsync(id, ct);
                return Page();
            }
            catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("assessment.progress", nameof(Progress)), ("assessment.reason", nameof(Reason))))
            {
                Version = ModelState.SaysSavedBefore() ? Record.Action.Version : Version;
            }
        }

        return Page();
    }

    /// <summary>Null where the last assessment stands. One half of an assessment asks for the other.</summary>
    private StatusAssessment? Assessment()
    {
        var answered = !DateHasPassed && DateAchievable is "yes" or "no";
        if (Progress == ActionProgress.Unspecified && !answered && string.IsNullOrWhiteSpace(Reason))
        {
            return null;
        }

        if (Progress == ActionProgress.Unspecified)
        {
            ModelState.AddModelError(nameof(Progress), "Say whether progress is good, sufficient, moderate or little");
        }

        if (DateHasPassed)
        {
            if (string.IsNullOrWhiteSpace(Reason))
            {
                ModelState.AddModelError(nameof(Reason), "Say why the date was not met and when the action will be done");
            }

            return new StatusAssessment { Progress = Progress, DateAchievable = false, Reason = Reason ?? "" };
        }

        if (!answered)
        {
            ModelState.AddModelError(
                nameof(DateAchievable),
                IsOngoing ? "Say whether the work is on course for its next review" : "Say whether the date can still be met");
        }

        return new StatusAssessment { Progress = Progress, DateAchievable = DateAchievable == "yes", Reason = Reason ?? "" };
    }

    /// <summary>Both versions: theirs as it is saved now, and ours as it was typed, to be saved on top of it or changed.</summary>
    private async Task ShowConflictAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        Changed = true;
        Theirs = Record.Action.Updates > 0 && Record.Action.LastUpdate is { } last && last.PersonId != Person.Person.PersonId ? last : null;
        Version = Record.Action.Version;
        ModelState.Remove(nameof(Version));
        ModelState.AddModelError("", "Somebody else changed this action while you were writing. Nothing that you typed is lost.");
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        var record = calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct).ResponseAsync;
        Members = await membersReader.ReadAsync(ct);
        Record = await record;
        CheckIsCompulsory = (await calls.Assurance.GetActionAssuranceAsync(new GetActionAssuranceRequest { ActionId = id }, cancellationToken: ct)).Proven.CheckCompulsory;
        await this.ReadInspectionAsync(calls, Record.Action.InspectionId, ct);
    }
}
