using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What the partners say to a finding.</summary>
public sealed class RespondingTests
{
    [Fact]
    public async Task RespondToFinding_ThenAnew_IsShownToldAndInThePlansHistory()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = await RequestAsync(here);
        (request.Position, request.Words, request.By) = (V1.FindingPosition.Disputed, "The sample was of another area.", new() { AgencyId = here.Police });
        (request.KnownBefore, request.KnownFrom) = (true, "Self-evaluation of March 2026");
        (request.RoutedNote, request.NoActionBecause) = ("It relates to community safety.", "Another plan answers it.");
        request.RoutedToBodyIds.Add(here.Board);

        await here.As(here.Manager).RespondToFindingAsync(request);
        var stale = await Refusal.OfAsync(here.As(here.Manager).RespondToFindingAsync(request));
        request.ExpectedVersion = 1;
        var unchanged = await Refusal.OfAsync(here.As(here.Manager).RespondToFindingAsync(request));
        (request.Position, request.By) = (V1.FindingPosition.PartlyAccepted, null);
        await here.As(here.Manager).RespondToFindingAsync(request);

        var response = (await here.As(here.Officer).GetPlanPartsAsync(new() { PlanId = request.PlanId })).Responses.Single();
        Assert.Equal(
            new V1.FindingResponse
            {
                FindingId = request.FindingId, PlanId = request.PlanId, Position = V1.FindingPosition.PartlyAccepted, Words = request.Words,
                KnownBefore = true, KnownFrom = request.KnownFrom, NoActionBecause = request.NoActionBecause,
                RoutedToBodyIds = { here.Board }, RoutedNote = request.RoutedNote, Version = 2,
            },
            response);
        Assert.Equal(response, (await here.ToldAsync<V1.FindingResponseChanged>(request.FindingId)).Response);
        Assert.Equal((StatusCode.Aborted, 1L, StatusCode.FailedPrecondition), (stale.Code, stale.CurrentVersion, unchanged.Code));
        var history = (await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = request.PlanId })).Changes[0];
        Assert.Equal(
            [
                ("finding_response.finding_id", request.FindingId, request.FindingId), ("finding_response.position", "3", "2"),
                ("finding_response.by", $"agency:{here.Police}", ""),
            ],
            history.Fields.Select(change => (change.Field, change.From, change.To)));
    }

    [Fact]
    public async Task RespondToFinding_WithoutWhatItNeedsOrNamingStrangers_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = await RequestAsync(here);
        (request.Position, request.KnownBefore, request.By) = (V1.FindingPosition.Disputed, true, new() { BodyId = "another-board" });
        request.RoutedToBodyIds.Add("another-board");

        Assert.Equal(
            ["by", "known_from", "routed_to_body_ids", "words"],
            (await Refusal.OfAsync(here.As(here.Manager).RespondToFindingAsync(request))).Fields.Order(StringComparer.Ordinal));
        request.Position = V1.FindingPosition.PartlyAccepted;
        Assert.Contains("words", (await Refusal.OfAsync(here.As(here.Manager).RespondToFindingAsync(request))).Fields);
        request.Position = V1.FindingPosition.Accepted;
        Assert.DoesNotContain("words", (await Refusal.OfAsync(here.As(here.Manager).RespondToFindingAsync(request))).Fields);
    }

    [Fact]
    public async Task RespondToFinding_OfAnotherInspectionOrWithdrawn_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = await RequestAsync(here);
        request.Position = V1.FindingPosition.Accepted;
        var inspectionId = Guid.NewGuid();
        await here.InspectionIsAsync(InspectionPhase.Published, inspectionId: inspectionId);
        request.FindingId = (await here.FindingAsync("", inspectionId)).ToString();
        await Refusal.OfAsync(StatusCode.NotFound, here.As(here.Manager).RespondToFindingAsync(request));

        request.FindingId = here.FindingIds[0].ToString();
        await here.Host.Inspections.PublishAsync(here.TenantId, request.FindingId, 2, new FindingChanged
        {
            Finding = new() { FindingId = request.FindingId, InspectionId = here.InspectionId.ToString(), WithdrawnBecause = "Twice.", Version = 2 },
        });

        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).RespondToFindingAsync(request));
    }

    private static async Task<V1.RespondToFindingRequest> RequestAsync(TestPartnership here) =>
        new() { PlanId = await here.MakePlanAsync(), FindingId = here.FindingIds[0].ToString() };
}
