using System.Globalization;
using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>How a plan ends, and how it is opened again.</summary>
public sealed partial record ActionPlan
{
    /// <summary>
    /// In the transaction of a write under the plan: whoever closes it meanwhile waits for that, or came first and it is refused.
    /// Parameters: <c>TenantId</c>, <c>PlanId</c>.
    /// </summary>
    public const string StaysOpen =
        """
        with open as (select from action_plan where tenant_id = @TenantId and plan_id = @PlanId and closed_on is null for share)
        select require_changed(exists (select from open))
        """;

    public DateOnly? ClosedOn { get; init; }
    public string ClosedByDecision { get; init; } = "";
    public string ClosingReason { get; init; } = "";

    public bool IsClosed => ClosedOn is not null;

    /// <summary>A closed plan takes no writes: every one of a plan or its actions asks here.</summary>
    /// <exception cref="Refused">It is closed.</exception>
    public void RefuseIfClosed()
    {
        if (ClosedOn is { } day)
        {
            throw new Refused(HandedOverIn is null
                ? $"This action plan was closed on {day.InWords()} and takes no changes. It can be opened again."
                : $"This action plan was handed over on {day.InWords()} and takes no changes. The successors go on with it.");
        }
    }

    /// <summary>Closes it by a decision on record.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="open">How many of its actions are open.</param>
    /// <param name="waiting">How many requests for a new date wait for a decision.</param>
    /// <param name="today">The day in London.</param>
    /// <exception cref="Refused">Something in it is open.</exception>
    public ActionPlan Close(V1.CloseActionPlanRequest request, int open, int waiting, DateOnly today)
    {
        var check = new RequestCheck();
        var on = check.Date("closed_on", request.ClosedOn, "The day of closing");
        check.That(request.ClosedOn.Length > 0, "closed_on", "Enter the day on which it was decided.");
        check.That(!(on > today), "closed_on", "The day of closing cannot be in the future.");
        var closed = this with
        {
            ClosedOn = on,
            ClosedByDecision = check.Text("decided_by", request.DecidedBy, "Whose decision it is", 200, required: true),
            ClosingReason = RecordedChange.Read(request.Reason, check),
            Version = Version + 1,
        };
        check.ThrowIfRefused();
        RefuseIfClosed();
        return (open, waiting) switch
        {
            (1, _) => throw new Refused("1 action of this plan is open. Close or transfer it first."),
            ( > 1, _) => throw new Refused(string.Create(
                CultureInfo.InvariantCulture, $"{open} actions of this plan are open. Close or transfer them first.")),
            (_, > 0) => throw new Refused("A new date that was asked for waits for a decision. Decide on it first."),
            _ => closed,
        };
    }

    /// <exception cref="Refused">It is open, or was handed over.</exception>
    public ActionPlan Reopen()
    {
        if (HandedOverIn is not null)
        {
            RefuseIfClosed();
        }

        return IsClosed
            ? this with { ClosedOn = null, ClosedByDecision = "", ClosingReason = "", Version = Version + 1 }
            : throw new Refused("This action plan is open.");
    }

    private V1.PlanClosing? ClosingToProto() => ClosedOn is null ? null : new()
    {
        ClosedOn = ClosedOn.ToIso(),
        DecidedBy = ClosedByDecision,
        Reason = ClosingReason,
    };
}
