using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the causes that hold several actions back.</summary>
public sealed class OnSharedCauseChanged : IRangeHandler<SharedCauseChanged>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<SharedCauseChanged>> received) =>
        PlanParts.ApplyAsync(context, Records.Cause, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Cause.ToByteArray())
        {
            PartOf = Ids.TryParse(one.State.Cause.PlanId),
            Called = one.State.Cause.Name,
            DueOn = LondonDates.FromIso(one.State.Cause.DueOn),
        });
}
