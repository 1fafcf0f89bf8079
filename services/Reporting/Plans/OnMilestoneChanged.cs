using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps milestones, each shared as its action is. One that was removed stands in the owner's history alone.</summary>
public sealed class OnMilestoneChanged : IRangeHandler<MilestoneChanged>
{
    public const string Removed = nameof(Removed);
    public const string Open = nameof(Open);
    public const string Done = nameof(Done);

    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<MilestoneChanged>> received) =>
        Records.ApplyAsync(context, Records.Milestone, received, one => Of(one, one.State.Milestone));

    private static Record Of(Received<MilestoneChanged> received, Milestone milestone) =>
        new(Guid.Parse(received.AggregateId), received.Version, milestone.ToByteArray())
        {
            ActionId = Guid.Parse(milestone.ActionId),
            Standing = milestone.Removed ? Removed : milestone.DoneOn.Length > 0 ? Done : Open,
            Called = milestone.Title,
            DueOn = LondonDates.FromIso(milestone.DueOn),
            PersonId = Ids.TryParse(milestone.DoneBy),
            At = received.At,
        };
}
