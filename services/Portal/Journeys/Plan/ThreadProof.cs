using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>The golden thread beyond the actions, a page of them at a time: evidence, second check, audit, impact, voice, and what is missing.</summary>
/// <param name="Rows">By reference, each with its action and the findings that it answers.</param>
/// <param name="NextPage">Its address; null on the last page.</param>
/// <param name="FirstPage">The first page's address; null where that is this one.</param>
public sealed record ThreadProof(
    string Partnership, IReadOnlyList<(ProvenSoFar Proven, ActionProto Action, IReadOnlyList<PlanFinding> Findings)> Rows, string? NextPage, string? FirstPage)
{
    /// <summary>What its pages are called in an address.</summary>
    public const string Parameter = "proof";

    private const int PageSize = 100;

    /// <returns>Null where the service does not know it yet, since services and portal are deployed in any order.</returns>
    public static async Task<ThreadProof?> ReadAsync(
        PartnershipCalls calls, string planId, string pageToken, IEnumerable<ActionProto> actions, Func<ActionProto, IEnumerable<PlanFinding>> findingsOf,
        CancellationToken ct)
    {
        try
        {
            var reply = await calls.Assurance.ListPlanAssuranceAsync(
                new ListPlanAssuranceRequest { PlanId = planId, PageSize = PageSize, PageToken = pageToken }, cancellationToken: ct);
            var byId = actions.ToDictionary(action => action.ActionId);
            var thread = Addresses.Thread(calls.PartnershipId, planId);
            return new(
                calls.PartnershipId,
                [
                    .. from proven in reply.Actions
                       let action = byId.GetValueOrDefault(proven.ActionId)
                       where action is not null
                       select (proven, action, (IReadOnlyList<PlanFinding>)[.. findingsOf(action)]),
                ],
                reply.NextPageToken.Length == 0 ? null : $"{thread}?{Parameter}={Uri.EscapeDataString(reply.NextPageToken)}#{Parameter}",
                pageToken.Length == 0 ? null : $"{thread}#{Parameter}");
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Unimplemented)
        {
            return null;
        }
    }

    public static string Evidence(ProvenSoFar proven) => proven.EvidenceItems == 0 ? "none" : Numbers.Of(proven.EvidenceItems, "item");

    public static string SecondCheck(ProvenSoFar proven, ActionProto action) => action switch
    {
        { Completion.SelfAssured: true } => "none: self-assured",
        { Completion: not null } => "confirmed on " + Day(action.Completion.On),
        { Delivery: Delivery.AwaitingVerification } => "waits",
        { Delivery: Delivery.Returned } => "returned",
        { Delivery: Delivery.Complete or Delivery.ClosedWithoutCompletion } => "none",
        _ => proven.CheckCompulsory ? "compulsory once it is claimed as done" : "not compulsory",
    };

    public static string Audit(ProvenSoFar proven) => (ProofWords.Of(proven.LastVerdict), proven.LastAuditOn) switch
    {
        ("", "") => "none",
        ("", var on) => "on " + Day(on),
        (var verdict, "") => verdict,
        var (verdict, on) => $"{verdict}, {Day(on)}",
    };

    public static string Impact(ProvenSoFar proven) => proven.Measures == 0 ? "no measure"
        : $"{proven.MeasuresWithReading} of {Numbers.Of(proven.Measures, "measure")} with a reading";

    public static string Voice(ProvenSoFar proven) => proven.Voices == 0 ? "none" : Numbers.Of(proven.Voices, "record");

    public static string Gaps(ProvenSoFar proven) => proven.Gaps.Count == 0 ? "none" : string.Join(". ", proven.Gaps.Select(ProofWords.Of));

    private static string Day(string iso) => Dates.Full(LondonDates.TryFromIso(iso), "a day not recorded");
}
