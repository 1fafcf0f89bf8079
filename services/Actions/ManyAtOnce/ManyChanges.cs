using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>Another lead, owner or date for several actions, with one note.</summary>
public sealed record ManyChanges
{
    /// <summary>As <see cref="LeadText"/> writes it; empty where it stays.</summary>
    public string Lead { get; init; } = "";
    public Guid? OwnerId { get; init; }
    public Guid? OwnerPostId { get; init; }
    public DateOnly? DueOn { get; init; }
    public V1.DateChangeReason DateReason { get; init; }
    public string Note { get; init; } = "";

    private bool NamesOwner => OwnerId is not null || OwnerPostId is not null;

    public static ManyChanges Read(V1.ChangeManyActionsRequest request, RequestCheck check)
    {
        var read = new ManyChanges
        {
            Lead = LeadText.Of(request.Lead),
            // What is no id is nobody: it becomes one that nothing has.
            OwnerId = request.OwnerId.Length == 0 ? null : Ids.TryParse(request.OwnerId) ?? Guid.Empty,
            OwnerPostId = request.OwnerPostId.Length == 0 ? null : Ids.TryParse(request.OwnerPostId) ?? Guid.Empty,
            DueOn = check.Date("due_on", request.DueOn, "The new date"),
            DateReason = request.DateReason,
            Note = check.Text("note", request.Note, "The note", RecordedChange.LongestReason),
        };
        return read;
    }

    /// <summary>Refuses leads and owners that have no part in the partnership or one of the actions, and what lacks its reason.</summary>
    public void CheckAgainst(RequestCheck check, IReadOnlyList<Action> actions, ActionPeople people)
    {
        check.That(OwnerId is null || OwnerPostId is null, "owner_post_id", "Name a person or a post as the owner, not both.");
        if (Lead.Length > 0 && !people.Partnership.HasLead(Lead))
        {
            check.Refuse("lead", "The lead must be an agency of this partnership, or a board or group that follows its plan.");
        }
        else if (NamesOwner && !actions.Where(action => action.IsOpen).All(action => people.OwnerFits(Led(action).OwnedBy(OwnerId, OwnerPostId))))
        {
            check.Refuse(
                OwnerId is not null ? "owner_id" : "owner_post_id",
                "The owner must be of an agency that leads every one of these actions; a post, of one that takes part in them.");
        }

        check.That(!people.Partnership.HasEnded(Lead), "lead", ActionDescription.EndedLead);
        check.That(OwnerPostId is not { } post || !people.EndedPosts.Contains(post), "owner_post_id", ActionDescription.EndedPost);
        var moves = DueOn is { } date && actions.Any(action => action.DueOn != date);
        if (moves)
        {
            check.Known("date_reason", DateReason, "a reason for the new date");
        }

        if (Note.Length == 0 && actions.Any(Replaces))
        {
            check.Refuse("note", "Enter a note that hands the actions over.");
        }
        else if (Note.Length == 0 && moves && DateReason == V1.DateChangeReason.OtherReason)
        {
            check.Refuse("note", "Enter a note that says why the date moves.");
        }
    }

    /// <summary>What becomes of one of the actions; the same where it has all of this already.</summary>
    /// <exception cref="Refused">It cannot be handed over or moved; it says which action.</exception>
    public Action MakeOf(Action action, ActionPeople people, DateTimeOffset now, Guid by)
    {
        try
        {
            var made = Led(action);
            if (NamesOwner && (made.OwnerId, made.OwnerPostId) != (OwnerId, OwnerPostId))
            {
                made = made.OwnedBy(OwnerId, OwnerPostId);
            }
            else if (made != action && !people.OwnerFits(made))
            {
                // Somebody of the agency that led it before; whom the new one names is not known yet.
                made = made.OwnedBy(null, null);
            }

            if (DueOn is { } date && date != action.DueOn)
            {
                made = made.MoveDueDate(date, now, by);
            }

            return made == action ? action : made with { Version = action.Version + 1 };
        }
        catch (Refused refused)
        {
            throw new Refused($"{action.ToReply().Reference}: {refused.Message}");
        }
    }

    private Action Led(Action action) =>
        Lead.Length > 0 && Lead != LeadText.Of(action.LeadAgencyId, action.LeadBodyId) ? action.LedBy(Lead) : action;

    // Whoever had it has to be told something.
    private bool Replaces(Action action) =>
        (Lead.Length > 0 && Lead != LeadText.Of(action.LeadAgencyId, action.LeadBodyId))
        || (NamesOwner && (action.OwnerId is not null || action.OwnerPostId is not null)
            && (action.OwnerId, action.OwnerPostId) != (OwnerId, OwnerPostId));
}
