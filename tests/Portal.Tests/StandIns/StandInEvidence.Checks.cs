using Grpc.Core;
using Jtai.Actions.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Evidence as a second check looks at it: one item of each action that has some.</summary>
public sealed partial class StandInEvidence : Actions.V1.Evidence.EvidenceBase
{
    public const string EvidenceId = "0198c0de-0000-7000-8000-0000000000e1";

    public override Task<ListEvidenceReply> ListEvidence(ListEvidenceRequest request, ServerCallContext context) => Task.FromResult(new ListEvidenceReply
    {
        Items = { new EvidenceRecord { Item = new EvidenceItem { EvidenceId = EvidenceId, Shows = "The rota of the last quarter" } } },
        Total = 1,
    });
}
