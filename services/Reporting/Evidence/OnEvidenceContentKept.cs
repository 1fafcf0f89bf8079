using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps what evidence held before, for whom the item is.</summary>
public sealed class OnEvidenceContentKept : IRangeHandler<EvidenceContentKept>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<EvidenceContentKept>> received) =>
        Followers.ApplyAsync(context, Records.EvidenceContent, received, one =>
            new(Guid.Parse(one.AggregateId), one.Version, one.State.Content.ToByteArray()) { About = Ids.TryParse(one.State.EvidenceId) });
}
