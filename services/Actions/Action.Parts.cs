using System.Text.Json.Serialization;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>What an action tells of its parts: milestones, coverage, what it waits for, and the cause that holds it back.</summary>
public sealed partial record Action
{
    public int Milestones { get; init; }
    public int MilestonesDone { get; init; }

    /// <summary>The earliest due date of a milestone that is not done.</summary>
    public DateOnly? NextMilestoneDueOn { get; init; }

    /// <summary>The newest reading, as <see cref="CoverageReading"/> keeps it; null where none was taken.</summary>
    [JsonConverter(typeof(JsonAsItIs))]
    public string? Coverage { get; init; }

    /// <summary>As <see cref="Dependency"/> keeps them.</summary>
    [JsonConverter(typeof(JsonAsItIs))]
    public string DependsOn { get; init; } = "[]";
    public Guid? SharedCauseId { get; init; }

    /// <summary>Takes in what its milestones are now.</summary>
    /// <param name="milestones">All that are not removed.</param>
    /// <exception cref="Refused">It is complete, closed or withdrawn.</exception>
    public Action WithMilestones(IReadOnlyList<Milestone> milestones)
    {
        RefuseIfClosed("given milestones");
        return this with
        {
            Milestones = milestones.Count,
            MilestonesDone = milestones.Count(milestone => milestone.DoneOn is not null),
            NextMilestoneDueOn = milestones.Where(milestone => milestone.DoneOn is null).Min(milestone => (DateOnly?)milestone.DueOn),
            Version = Version + 1,
        };
    }

    /// <summary>Takes a reading in: it stands for the action unless one of a later day was recorded before it.</summary>
    /// <exception cref="Refused">It is complete, closed or withdrawn.</exception>
    public Action Take(CoverageReading reading)
    {
        RefuseIfClosed("given a reading");
        var stands = CoverageReading.FromJson(Coverage) is not { } newest || reading.TakenOn >= newest.TakenOn;
        return this with { Coverage = stands ? reading.ToJson() : Coverage, Version = Version + 1 };
    }

    /// <exception cref="Refused">It is complete, closed or withdrawn, or waits for just this already.</exception>
    public Action WaitFor(IReadOnlyList<Dependency> dependencies)
    {
        RefuseIfClosed("made to wait");
        return !Dependency.FromJson(DependsOn).SequenceEqual(dependencies)
            ? this with { DependsOn = Dependency.ToJson(dependencies), Version = Version + 1 }
            : throw new Refused("Nothing is changed: the action waits for just this already.");
    }

    /// <summary>Puts it under another cause, or under none.</summary>
    /// <exception cref="Refused">It is complete, closed or withdrawn, and would come under another.</exception>
    public Action HeldBackBy(Guid? causeId)
    {
        if (causeId is not null)
        {
            RefuseIfClosed("held back");
        }

        return this with { SharedCauseId = causeId, Version = Version + 1 };
    }
}
