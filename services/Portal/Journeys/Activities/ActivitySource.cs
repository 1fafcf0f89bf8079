using Grpc.Core;
using Jtai.Activities.V1;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>One of the logs that the activity is made of: each service has its own.</summary>
/// <param name="Key">As in the lines of kept seals.</param>
/// <param name="Words">What it is about.</param>
public sealed record ActivitySource(
    string Key,
    string Words,
    Func<ListActivityRequest, CancellationToken, AsyncUnaryCall<ListActivityReply>> List,
    Func<ListSealsRequest, CancellationToken, AsyncUnaryCall<ListSealsReply>> ListSeals,
    Func<CheckSealsRequest, CancellationToken, AsyncUnaryCall<CheckSealsReply>> Check)
{
    /// <summary>In an order that addresses rely on.</summary>
    public static IReadOnlyList<ActivitySource> All(ActivityCalls calls) =>
    [
        new(
            "partners", "People, sharing and settings",
            (request, ct) => calls.Partners.ListActivityAsync(request, cancellationToken: ct),
            (request, ct) => calls.Partners.ListSealsAsync(request, cancellationToken: ct),
            (request, ct) => calls.Partners.CheckSealsAsync(request, cancellationToken: ct)),
        new(
            "inspections", "Inspections, letters and findings",
            (request, ct) => calls.Inspections.ListActivityAsync(request, cancellationToken: ct),
            (request, ct) => calls.Inspections.ListSealsAsync(request, cancellationToken: ct),
            (request, ct) => calls.Inspections.CheckSealsAsync(request, cancellationToken: ct)),
        new(
            "actions", "Action plans, statements and evidence",
            (request, ct) => calls.Actions.ListActivityAsync(request, cancellationToken: ct),
            (request, ct) => calls.Actions.ListSealsAsync(request, cancellationToken: ct),
            (request, ct) => calls.Actions.CheckSealsAsync(request, cancellationToken: ct)),
        new(
            "reporting", "Looks from outside the partnership",
            (request, ct) => calls.Reporting.ListActivityAsync(request, cancellationToken: ct),
            (request, ct) => calls.Reporting.ListSealsAsync(request, cancellationToken: ct),
            (request, ct) => calls.Reporting.CheckSealsAsync(request, cancellationToken: ct)),
    ];
}
