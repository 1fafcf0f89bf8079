using Grpc.Core;
using Jtai.Actions.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Evidence as a second check looks at it: one item of each action that has some.</summary>
public sealed partial class StandInEvidence : Actions.V1.Evidence.EvidenceBase
{
    public const string EvidenceId = "0198c0de-0000-7000-8000-0000000000e1";

    /// <summary>Items that stand, as the list counts them.</summary>
    public int Total { get; set; } = 1;

    public override Task<ListEvidenceReply> ListEvidence(ListEvidenceRequest request, ServerCallContext context) => Task.FromResult(new ListEvidenceReply
    {
        Items = { request.Withdrawn ? [] : Records.Values.Where(record => record.Item.EvidenceId is EvidenceId or ClosedId).Take(request.PageSize == 0 ? 1 : 100) },
        Total = request.Withdrawn ? 0 : Total,
    });
}
