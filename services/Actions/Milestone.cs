using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A step on the way of an action, with a date of its own.</summary>
public sealed record Milestone
{
    public const int MostOfAnAction = 50;

    public Guid MilestoneId { get; init; }
    public Guid ActionId { get; init; }
    public string Title { get; init; } = "";
    public DateOnly DueOn { get; init; }

    /// <summary>Null while it is not done.</summary>
    public DateOnly? DoneOn { get; init; }

    /// <summary>Who said so.</summary>
    public Guid? DoneBy { get; init; }

    /// <summary>Removed ones stay, so labelled.</summary>
    public bool Removed { get; init; }
    public long Version { get; init; }

    /// <summary>What a request makes of this one; of a new one the version is 0.</summary>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    public Milestone Say(V1.SaveMilestoneRequest request, Guid by, DateOnly today)
    {
        var check = new RequestCheck();
        var title = check.Text("title", request.Title, "The title", 200, required: true);
        var dueOn = check.Date("due_on", request.DueOn, "The due date");
        var doneOn = check.Date("done_on", request.DoneOn, "The day on which it was done");
        check.That(request.DueOn.Length > 0, "due_on", "Enter the due date of the milestone.");
        check.That(!(doneOn > today), "done_on", "The day on which it was done cannot be in the future.");
        check.ThrowIfRefused();
        return this with
        {
            Title = title,
            DueOn = dueOn.GetValueOrDefault(),
            DoneOn = doneOn,
            DoneBy = doneOn is null ? null : doneOn == DoneOn ? DoneBy : by,
            Version = Version + 1,
        };
    }

    /// <summary>
    /// What differs, for the history of the action. The title always stands first: without it nobody knows which milestone it was.
    /// </summary>
    public static IReadOnlyList<V1.FieldChange> Changes(Milestone? before, Milestone after)
    {
        var (from, to) = (before?.ToProto() ?? new(), after.Removed ? new() : after.ToProto());
        return
        [
            new() { Field = "milestone.title", From = from.Title, To = to.Title },
            .. FieldChanges.Within("milestone", from, to, "due_on", "done_on"),
        ];
    }

    /// <summary>What the milestone has become, for audit and event.</summary>
    public Change Changed() => new(MilestoneId.ToString(), Version, new V1.MilestoneChanged { Milestone = ToProto() });

    public V1.Milestone ToProto() => new()
    {
        MilestoneId = MilestoneId.ToString(),
        ActionId = ActionId.ToString(),
        Title = Title,
        DueOn = DueOn.ToIso(),
        DoneOn = DoneOn.ToIso(),
        DoneBy = DoneBy?.ToString() ?? "",
        Removed = Removed,
        Version = Version,
    };
}
