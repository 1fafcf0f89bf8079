using System.Globalization;
using System.Text.Json.Serialization;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>How a plan goes to the partnerships that succeed its own, and how it arrives there.</summary>
public sealed partial record ActionPlan
{
    /// <summary>The succession for which it was handed over; null where it was not.</summary>
    public Guid? HandedOverIn { get; init; }

    /// <summary>The proto's TakenOver, as JSON; null where it is the partnership's own.</summary>
    [JsonConverter(typeof(JsonAsItIs))]
    public string? TakenOver { get; init; }

    /// <summary>Hands it over and closes it, by a decision on record.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="succession">That it is handed over for.</param>
    /// <param name="inspection">Its own.</param>
    /// <param name="actions">Its actions, without those that were withdrawn.</param>
    /// <param name="today">The day in London.</param>
    /// <exception cref="Invalid">The decision is not on record.</exception>
    /// <exception cref="Refused">It is not time yet, or something is not settled.</exception>
    public ActionPlan HandOver(
        V1.HandPlanOverRequest request, Succession succession, Inspection inspection, IReadOnlyCollection<Action> actions, DateOnly today)
    {
        var check = new RequestCheck();
        var handed = this with
        {
            HandedOverIn = succession.SuccessionId,
            ClosedOn = today,
            ClosedByDecision = check.Text("decided_by", request.DecidedBy, "Whose decision it is", 200, required: true),
            ClosingReason = RecordedChange.Read(request.Reason, check),
            Version = Version + 1,
        };
        check.ThrowIfRefused();
        succession.RefuseBefore(today);
        if (!inspection.IsPublished)
        {
            throw new Refused("The inspection is not published, so the successors cannot see it yet. Hand the plan over once it is.");
        }

        return actions.Count(action => action.IsOpen && action.AllottedIn != succession.SuccessionId) switch
        {
            1 => throw new Refused("1 open action of this plan is not allotted. Say which successors it goes to, or that it goes to neither."),
            > 1 and var left => throw new Refused(string.Create(
                CultureInfo.InvariantCulture,
                $"{left} open actions of this plan are not allotted. Say which successors each goes to, or that it goes to neither.")),
            _ when actions.Any(action => action.DateAskedFor is not null) =>
                throw new Refused("A new date that was asked for waits for a decision. Decide on it first."),
            _ => handed,
        };
    }

    /// <summary>What it is in a successor's tenant: open again, with the actions that come there.</summary>
    public ActionPlan ArrivedWith(int actions, string takenOver) => this with
    {
        Actions = actions,
        ClosedOn = null,
        ClosedByDecision = "",
        ClosingReason = "",
        HandedOverIn = null,
        TakenOver = takenOver,
    };
}
