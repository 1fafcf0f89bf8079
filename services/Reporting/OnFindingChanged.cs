using Google.Protobuf;
using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the findings' words, under their inspection's embargo until the letter is public.</summary>
public sealed class OnFindingChanged : IRangeHandler<FindingChanged>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<FindingChanged>> received) =>
        Records.ApplyAsync(context, Records.Finding, received, finding =>
            new(Guid.Parse(finding.AggregateId), finding.Version, finding.State.Finding.ToByteArray())
            {
                InspectionId = Guid.Parse(finding.State.Finding.InspectionId),
                Called = finding.State.Finding.Reference,
            });
}
