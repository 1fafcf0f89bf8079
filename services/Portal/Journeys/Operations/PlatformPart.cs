using Grpc.Core;
using Jtai.Operating.V1;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>A service, as those who run the platform ask it.</summary>
/// <param name="Key">As in addresses: <c>actions</c>.</param>
public sealed record PlatformPart(
    string Key,
    Func<CancellationToken, AsyncUnaryCall<GetHealthReply>> GetHealth,
    Func<ListQuarantineRequest, CancellationToken, AsyncUnaryCall<ListQuarantineReply>> ListQuarantine,
    Func<ReplayQuarantinedRequest, CancellationToken, AsyncUnaryCall<ReplayQuarantinedReply>> Replay,
    Func<DiscardQuarantinedRequest, CancellationToken, AsyncUnaryCall<DiscardQuarantinedReply>> Discard,
    Func<RebuildReadModelRequest, CancellationToken, AsyncUnaryCall<RebuildReadModelReply>> Rebuild,
    Func<ListJobsRequest, CancellationToken, AsyncUnaryCall<ListJobsReply>> ListJobs,
    Func<RetryJobRequest, CancellationToken, AsyncUnaryCall<RetryJobReply>> RetryJob,
    Func<ListSizesRequest, CancellationToken, AsyncUnaryCall<ListSizesReply>> ListSizes,
    Func<ListActsOfTraceRequest, CancellationToken, AsyncUnaryCall<ListActsOfTraceReply>> ListActsOfTrace)
{
    public static IReadOnlyList<PlatformPart> All(OperatorCalls calls) =>
    [
        new(
            "partners",
            ct => calls.PartnersOperations.GetHealthAsync(new(), cancellationToken: ct),
            (request, ct) => calls.PartnersOperations.ListQuarantineAsync(request, cancellationToken: ct),
            (request, ct) => calls.PartnersOperations.ReplayQuarantinedAsync(request, cancellationToken: ct),
            (request, ct) => calls.PartnersOperations.DiscardQuarantinedAsync(request, cancellationToken: ct),
            (request, ct) => calls.PartnersOperations.RebuildReadModelAsync(request, cancellationToken: ct),
            (request, ct) => calls.PartnersOperations.ListJobsAsync(request, cancellationToken: ct),
            (request, ct) => calls.PartnersOperations.RetryJobAsync(request, cancellationToken: ct),
            (request, ct) => calls.PartnersOperations.ListSizesAsync(request, cancellationToken: ct),
            (request, ct) => calls.PartnersOperations.ListActsOfTraceAsync(request, cancellationToken: ct)),
        new(
            "inspections",
            ct => calls.InspectionsOperations.GetHealthAsync(new(), cancellationToken: ct),
            (request, ct) => calls.InspectionsOperations.ListQuarantineAsync(request, cancellationToken: ct),
            (request, ct) => calls.InspectionsOperations.ReplayQuarantinedAsync(request, cancellationToken: ct),
            (request, ct) => calls.InspectionsOperations.DiscardQuarantinedAsync(request, cancellationToken: ct),
            (request, ct) => calls.InspectionsOperations.RebuildReadModelAsync(request, cancellationToken: ct),
            (request, ct) => calls.InspectionsOperations.ListJobsAsync(request, cancellationToken: ct),
            (request, ct) => calls.InspectionsOperations.RetryJobAsync(request, cancellationToken: ct),
            (request, ct) => calls.InspectionsOperations.ListSizesAsync(request, cancellationToken: ct),
            (request, ct) => calls.InspectionsOperations.ListActsOfTraceAsync(request, cancellationToken: ct)),
        new(
            "actions",
            ct => calls.ActionsOperations.GetHealthAsync(new(), cancellationToken: ct),
            (request, ct) => calls.ActionsOperations.ListQuarantineAsync(request, cancellationToken: ct),
            (request, ct) => calls.ActionsOperations.ReplayQuarantinedAsync(request, cancellationToken: ct),
            (request, ct) => calls.ActionsOperations.DiscardQuarantinedAsync(request, cancellationToken: ct),
            (request, ct) => calls.ActionsOperations.RebuildReadModelAsync(request, cancellationToken: ct),
            (request, ct) => calls.ActionsOperations.ListJobsAsync(request, cancellationToken: ct),
            (request, ct) => calls.ActionsOperations.RetryJobAsync(request, cancellationToken: ct),
            (request, ct) => calls.ActionsOperations.ListSizesAsync(request, cancellationToken: ct),
            (request, ct) => calls.ActionsOperations.ListActsOfTraceAsync(request, cancellationToken: ct)),
        new(
            "reporting",
            ct => calls.ReportingOperations.GetHealthAsync(new(), cancellationToken: ct),
            (request, ct) => calls.ReportingOperations.ListQuarantineAsync(request, cancellationToken: ct),
            (request, ct) => calls.ReportingOperations.ReplayQuarantinedAsync(request, cancellationToken: ct),
            (request, ct) => calls.ReportingOperations.DiscardQuarantinedAsync(request, cancellationToken: ct),
            (request, ct) => calls.ReportingOperations.RebuildReadModelAsync(request, cancellationToken: ct),
            (request, ct) => calls.ReportingOperations.ListJobsAsync(request, cancellationToken: ct),
            (request, ct) => calls.ReportingOperations.RetryJobAsync(request, cancellationToken: ct),
            (request, ct) => calls.ReportingOperations.ListSizesAsync(request, cancellationToken: ct),
            (request, ct) => calls.ReportingOperations.ListActsOfTraceAsync(request, cancellationToken: ct)),
    ];
}
