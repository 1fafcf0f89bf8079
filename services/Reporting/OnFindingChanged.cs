using Google.Protobuf;
using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the findings' words, under their inspection's embargo until the letter is public.</summary>
public sealed class OnFindingChanged : IRangeHandler<FindingChanged>
{
    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<FindingChanged>> received)
    {
        await Records.KeepAsync(
            context,
            Records.Finding,
            [
                .. received.Where(finding => !finding.Erased).Select(finding => new Record(
                    Guid.Parse(finding.AggregateId),
                    null,
                    Guid.Parse(finding.State.Finding.InspectionId),
                    finding.Version,
                    finding.State.Finding.ToByteArray())),
            ]);
        await Records.EraseAsync(
            context, Records.Finding, [.. received.Where(finding => finding.Erased).Select(finding => Guid.Parse(finding.AggregateId))]);
    }
}
