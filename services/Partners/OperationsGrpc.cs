using Grpc.Core;
using Jtai.Operating.V1;
using Jtai.Partners.SigningIn;
using Jtai.Streams;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

/// <summary>How this service stands, for whoever runs the platform.</summary>
[Authorize(OperatingPolicies.RunPlatform)]
public sealed partial class OperationsGrpc(OperatorDesk desk, IReadOnlyList<Client> clients, IdTokens idTokens, SigningKeys signingKeys) : V1.Operations.OperationsBase
{
    public override Task<GetHealthReply> GetHealth(GetHealthRequest request, ServerCallContext context) => desk.GetHealthAsync(context);

    public override Task<ListQuarantineReply> ListQuarantine(ListQuarantineRequest request, ServerCallContext context) => desk.ListQuarantineAsync(request, context);

    public override Task<ReplayQuarantinedReply> ReplayQuarantined(ReplayQuarantinedRequest request, ServerCallContext context) =>
        desk.ReplayQuarantinedAsync(request, context);

    public override Task<DiscardQuarantinedReply> DiscardQuarantined(DiscardQuarantinedRequest request, ServerCallContext context) =>
        desk.DiscardQuarantinedAsync(request, context);

    public override Task<RebuildReadModelReply> RebuildReadModel(RebuildReadModelRequest request, ServerCallContext context) =>
        desk.RebuildReadModelAsync(request, context);

    public override Task<ListJobsReply> ListJobs(ListJobsRequest request, ServerCallContext context) => desk.ListJobsAsync(request, context);

    public override Task<RetryJobReply> RetryJob(RetryJobRequest request, ServerCallContext context) => desk.RetryJobAsync(request, context);

    public override Task<ListSizesReply> ListSizes(ListSizesRequest request, ServerCallContext context) => desk.ListSizesAsync(request, context);

    public override Task<ListActsOfTraceReply> ListActsOfTrace(ListActsOfTraceRequest request, ServerCallContext context) =>
        desk.ListActsOfTraceAsync(request, context);
}
