using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>An action that is set aside until a day, beside its delivery: updates, dates and closing go on.</summary>
public sealed partial record Action
{
    /// <summary>Empty where it is not paused.</summary>
    public string PausedBecause { get; init; } = "";
    public DateOnly? PausedOn { get; init; }

    /// <summary>When it is looked at again.</summary>
    public DateOnly? PauseReviewOn { get; init; }

    /// <summary>Sets it aside, or gives another reason or day; it is paused since the first time.</summary>
    /// <exception cref="Refused">It is complete, closed or withdrawn, or paused so already.</exception>
    /// <exception cref="Invalid">The day has come.</exception>
    public Action Pause(string reason, DateOnly reviewOn, DateOnly today)
    {
        RefuseIfClosed("paused");
        if (reviewOn <= today)
        {
            throw new Invalid("review_on", "The day on which it is looked at again must be in the future.");
        }

        return PausedBecause != reason || PauseReviewOn != reviewOn
            ? this with { PausedBecause = reason, PausedOn = PausedOn ?? today, PauseReviewOn = reviewOn, Version = Version + 1 }
            : throw new Refused("Nothing is changed: the action is paused until then already.");
    }

    /// <exception cref="Refused">It is not paused.</exception>
    public Action Resume() => PausedOn is not null
        ? NotPaused() with { Version = Version + 1 }
        : throw new Refused("This action is not paused.");

    private Action NotPaused() => this with { PausedBecause = "", PausedOn = null, PauseReviewOn = null };

    private V1.Pause? PauseToProto() => PausedOn is null ? null : new()
    {
        Reason = PausedBecause,
        Since = PausedOn.ToIso(),
        ReviewOn = PauseReviewOn.ToIso(),
    };
}
