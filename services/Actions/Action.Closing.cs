using System.Globalization;
using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>How an action ends without completion, and how it comes back.</summary>
public sealed partial record Action
{
    private const int LongestPlace = 200;

    /// <summary>Why it was withdrawn before the statement was sent; empty where it was not.</summary>
    public string WithdrawnBecause { get; init; } = "";
    public V1.ClosedAs ClosedAs { get; init; }

    /// <summary>The action that took its place.</summary>
    public Guid? SupersededBy { get; init; }

    /// <summary>The plan or body that it went to, in words.</summary>
    public string TransferredTo { get; init; } = "";
    public string ClosingReason { get; init; } = "";
    public DateOnly? ClosedOn { get; init; }

    /// <exception cref="Refused">The statement is sent, or it is complete, closed or withdrawn.</exception>
    public Action Withdraw(string reason, ActionPlan plan)
    {
        RefuseIfClosed("withdrawn");
        return plan.StatementSentOn is not { } sent
            ? NotPaused() with { WithdrawnBecause = reason, Version = Version + 1 }
            : throw new Refused(string.Create(
                CultureInfo.InvariantCulture,
                $"The statement of action was sent on {sent:d MMMM yyyy} with this action in it, so it cannot be withdrawn. It can be closed instead."));
    }

    /// <summary>Closes it without completion.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="successor">The action in its place, of the same plan; null where there is none such.</param>
    /// <param name="reason">Checked.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Refused">It is complete, closed or withdrawn.</exception>
    public Action Close(V1.CloseActionRequest request, Guid? successor, string reason, DateOnly today, RequestCheck check)
    {
        check.That(
            request.As != V1.ClosedAs.Unspecified && System.Enum.IsDefined(request.As),
            "as",
            "Say whether the action is superseded, transferred or not pursued.");
        check.That(
            request.As != V1.ClosedAs.Superseded || (successor is not null && successor != ActionId),
            "superseded_by",
            "Choose the action of this plan that takes its place.");
        var place = check.Text(
            "transferred_to", request.TransferredTo, "The plan or body that takes it over", LongestPlace, request.As == V1.ClosedAs.Transferred);
        check.ThrowIfRefused();
        RefuseIfClosed("closed");
        return NotPaused() with
        {
            Delivery = V1.Delivery.ClosedWithoutCompletion,
            ClosedAs = request.As,
            SupersededBy = request.As == V1.ClosedAs.Superseded ? successor : null,
            TransferredTo = request.As == V1.ClosedAs.Transferred ? place : "",
            ClosingReason = reason,
            ClosedOn = today,
            Version = Version + 1,
        };
    }

    /// <summary>Opens it again where its last update had left it; one that was complete is in progress again.</summary>
    /// <exception cref="Refused">It is open, or withdrawn.</exception>
    public Action Reopen(ActionUpdate? lastUpdate)
    {
        if (WithdrawnBecause.Length > 0)
        {
            throw new Refused("This action was withdrawn. Add it anew if it is to be carried out after all.");
        }

        return IsOpen
            ? throw new Refused("This action is open.")
            : NotCompleted() with
            {
                Delivery = Delivery == V1.Delivery.Complete || lastUpdate?.Delivery == V1.Delivery.Complete
                    ? V1.Delivery.InProgress
                    : lastUpdate?.Delivery ?? V1.Delivery.NotStarted,
                ClosedAs = V1.ClosedAs.Unspecified,
                SupersededBy = null,
                TransferredTo = "",
                ClosingReason = "",
                ClosedOn = null,
                Version = Version + 1,
            };
    }

    private V1.Closing? ClosingToProto() => Delivery != V1.Delivery.ClosedWithoutCompletion ? null : new()
    {
        As = ClosedAs,
        SupersededBy = SupersededBy?.ToString() ?? "",
        TransferredTo = TransferredTo,
        Reason = ClosingReason,
        ClosedOn = ClosedOn.ToIso(),
    };
}
