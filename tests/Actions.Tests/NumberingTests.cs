using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>References are allotted once the inspection is published: no number tells of a plan under embargo (DESIGN 12).</summary>
public sealed class NumberingTests
{
    private static readonly int Year = DateTime.UtcNow.Year;

    [Fact]
    public async Task AddAction_WhileAnotherPlanIsUnderEmbargo_TellsNothingOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var published = await here.MakePlanAsync();
        var hidden = await HiddenPlanAsync(here);
        await here.As(here.Manager).AddActionAsync(here.NewAction(published));

        var draft = await here.As(here.Manager).AddActionAsync(hidden.NewAction());
        var next = await here.As(here.OtherManager).AddActionAsync(here.NewAction(published));

        Assert.Equal(("Draft 1", $"HSK-{Year}-A002"), (draft.Reference, next.Reference));
    }

    [Fact]
    public async Task Publication_OfTheInspection_NumbersItsActionsInOrderAndTellsOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.MakeActionAsync();
        var hidden = await HiddenPlanAsync(here);
        var first = await here.As(here.Manager).AddActionAsync(hidden.NewAction());
        var withdrawn = await here.As(here.Manager).AddActionAsync(hidden.NewAction());
        var third = await here.As(here.Manager).AddActionAsync(hidden.NewAction());
        await here.As(here.Manager).WithdrawActionAsync(new() { ActionId = withdrawn.ActionId, ExpectedVersion = 1, Reason = "Twice." });

        await here.InspectionIsAsync(InspectionPhase.Published, inspectionId: hidden.InspectionId);

        await Eventually.SoAsync(async () => (await ReferenceAsync(third)) == $"HSK-{Year}-A003", "the actions have numbers");
        Assert.Equal(($"HSK-{Year}-A002", "Draft 2"), (await ReferenceAsync(first), await ReferenceAsync(withdrawn)));
        var told = await here.Host.Database.QueryAsync<byte[]>(
            "select state from outbox where tenant_id = @TenantId and aggregate_id = @ActionId order by version",
            new { here.TenantId, first.ActionId });
        var change = V1.ActionChanged.Parser.ParseFrom(told[^1]);
        Assert.Equal((V1.ActionChangeKind.Numbered, "", 2L), (change.Kind, change.PersonId, change.Action.Version));
        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = first.ActionId });
        Assert.Equal(
            new V1.FieldChange { Field = "reference", From = "Draft 1", To = $"HSK-{Year}-A002" }, record.Changes[0].Fields.Single());

        async Task<string> ReferenceAsync(V1.ActionReply action) =>
            (await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId })).Action.Reference;
    }

    [Fact]
    public async Task AddAction_ManyWhileTheInspectionIsPublished_LeavesNoneWithoutANumber()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var planId = await here.MakePlanAsync();

        var adding = Task.WhenAll(Enumerable.Range(0, 24).Select(async _ => await here.As(here.Manager).AddActionAsync(here.NewAction(planId))));
        await here.InspectionIsAsync(InspectionPhase.Published);
        await adding;

        await Eventually.SoAsync(
            async () => (await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId })).Actions
                .Select(action => action.Reference).Order(StringComparer.Ordinal)
                .SequenceEqual(Enumerable.Range(1, 24).Select(number => $"HSK-{Year}-A{number:D3}")),
            "all actions have numbers");
    }

    private static async Task<HiddenPlan> HiddenPlanAsync(TestPartnership here)
    {
        var inspectionId = Guid.NewGuid();
        await here.InspectionIsAsync(InspectionPhase.PrePublication, [here.Manager], inspectionId: inspectionId);
        var finding = await here.FindingAsync("", inspectionId);
        var plan = await here.As(here.Manager).MakeActionPlanAsync(new() { InspectionId = inspectionId.ToString() });
        return new HiddenPlan(here, inspectionId, plan.PlanId, finding);
    }

    private sealed record HiddenPlan(TestPartnership Here, Guid InspectionId, string PlanId, Guid FindingId)
    {
        public V1.AddActionRequest NewAction()
        {
            var request = Here.NewAction(PlanId);
            request.FindingIds[0] = FindingId.ToString();
            return request;
        }
    }
}
