using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps what the partners say to findings.</summary>
public sealed class OnFindingResponseChanged : IRangeHandler<FindingResponseChanged>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<FindingResponseChanged>> received) =>
        PlanParts.ApplyAsync(context, Records.Response, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Response.ToByteArray())
        {
            PartOf = Ids.TryParse(one.State.Response.PlanId),
        });
}
