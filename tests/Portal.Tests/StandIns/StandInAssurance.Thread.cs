using Grpc.Core;
using Jtai.Actions.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Assurance as the portal sees it: here how far the actions of a plan are proven, as a test says.</summary>
public sealed partial class StandInAssurance : Assurance.AssuranceBase
{
    /// <summary>One page each; none: the service does not know the call yet.</summary>
    public List<ListPlanAssuranceReply> Proven { get; } = [];

    public override Task<ListPlanAssuranceReply> ListPlanAssurance(ListPlanAssuranceRequest request, ServerCallContext context) =>
        Proven.Count == 0 ? base.ListPlanAssurance(request, context)
            : Task.FromResult(request.PageToken.Length == 0 ? Proven[0] : Proven.Skip(1).First());
}
