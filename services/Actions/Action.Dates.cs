using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>By when an action is done, and how that moves.</summary>
public sealed partial record Action
{
    /// <summary>As first agreed; the database refuses to change it.</summary>
    public DateOnly? OriginalDueOn { get; init; }
    public DateOnly? DueOn { get; init; }

    /// <summary>For an ongoing action, in place of a due date.</summary>
    public DateOnly? NextReviewOn { get; init; }

    /// <summary>A due date that was asked for and is not decided on.</summary>
    public DateOnly? DateAskedFor { get; init; }
    public int DateChanges { get; init; }

    /// <summary>When its due date was moved last, and by whom; null where it never was.</summary>
    public DateTimeOffset? DateMovedAt { get; init; }
    public Guid? DateMovedBy { get; init; }

    /// <summary>An action has a due date or, where it never ends, a next review date.</summary>
    /// <param name="request">Where it asks so, a date that has passed is taken only once it is said to be meant.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    public static (DateOnly? DueOn, DateOnly? NextReviewOn) ReadDates(V1.AddActionRequest request, DateOnly today, RequestCheck check)
    {
        var dueOn = check.Date("due_on", request.DueOn, "The due date");
        var nextReviewOn = check.Date("next_review_on", request.NextReviewOn, "The next review date");
        if (request.DueOn.Length == 0 == (request.NextReviewOn.Length == 0))
        {
            check.Refuse("due_on", request.DueOn.Length == 0
                ? "Enter a due date or, for an ongoing action, a next review date."
                : "Enter either a due date or a next review date, not both.");
        }
        else if ((dueOn ?? nextReviewOn) is { } date)
        {
            check.That(!request.AskIfPast || date >= today, "ask_if_past", $"{date.InWords()} has passed. Is that what you mean?");
        }

        return (dueOn, nextReviewOn);
    }

    /// <summary>Moves the due date; a request for this very date is settled with it.</summary>
    /// <exception cref="Refused">It is complete or closed, or ongoing, or another date was asked for and is not decided on.</exception>
    /// <exception cref="Invalid">The date is the one it has, or is past.</exception>
    public Action MoveDueDate(DateOnly to, DateTimeOffset now, Guid by)
    {
        CheckNewDate("due_on", to, now.DateInLondon());
        if (DateAskedFor is { } asked && asked != to)
        {
            throw new Refused($"A new date was asked for, {asked.InWords()}. Decide on that first.");
        }

        var moved = this with
        {
            DueOn = to,
            DateAskedFor = null,
            DateChanges = DateChanges + 1,
            DateMovedAt = now,
            DateMovedBy = by,
            Version = Version + 1,
        };
        // That a date cannot be kept was said of the date before: of a later one nobody has said it.
        return to > DueOn && DateAchievable == false ? moved with { DateAchievable = true, AssessmentReason = "" } : moved;
    }

    public bool MayBeAskedForDate => IsOpen && DueOn is not null && DateAskedFor is null;

    /// <summary>Keeps in mind that a new date is asked for.</summary>
    /// <exception cref="Refused">It is complete or closed, or ongoing, or a date is asked for already.</exception>
    /// <exception cref="Invalid">The date is the one it has, or is past.</exception>
    public Action AskFor(DateOnly to, DateOnly today)
    {
        CheckNewDate("to", to, today);
        return DateAskedFor is not { } asked
            ? this with { DateAskedFor = to, Version = Version + 1 }
            : throw new Refused($"A new date was asked for already, {asked.InWords()}. It is to be decided on or taken back first.");
    }

    /// <summary>The date that was asked for does not come; also of an action that was closed meanwhile.</summary>
    public Action KeepDate() => this with { DateAskedFor = null, Version = Version + 1 };

    private void CheckNewDate(string field, DateOnly to, DateOnly today)
    {
        RefuseIfClosed("given a new date");
        if (DueOn is null)
        {
            throw new Refused("This action is ongoing: it has a next review date and no due date.");
        }

        if (to == DueOn)
        {
            throw new Invalid(field, "This is the date that the action has already.");
        }

        if (to < today)
        {
            throw new Invalid(field, "The new date must not be in the past.");
        }
    }
}
