using Grpc.Core;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Causes that hold several actions back.</summary>
public sealed class SharedCauseTests
{
    [Fact]
    public async Task SetHeldBack_ActionUnderAnotherCause_MovesIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var planId = await here.PlanOfAsync();
        var (first, second) = (await SaveAsync(here, planId, "No procedure"), await SaveAsync(here, planId, "No money"));

        await HoldAsync(here, first, 1, one, other);
        Assert.Equal([(2, "No procedure"), (0, "No money")], await CausesAsync(here, planId));
        await HoldAsync(here, second, 1, other);
        Assert.Equal([(1, "No procedure"), (1, "No money")], await CausesAsync(here, planId));

        var entry = await here.KeptAsync(other.ActionId, V1.ActionChangeKind.HeldBackChanged, here.Manager);
        Assert.Equal(
            [("shared_cause_id", first.PartId, second.PartId)], entry.Fields.Select(change => (change.Field, change.From, change.To)));
        Assert.Equal((first.PartId, second.PartId), ((await here.ActionAsync(one.ActionId)).SharedCauseId, (await here.ActionAsync(other.ActionId)).SharedCauseId));
        Assert.Equal((3L, 1), ((await here.ToldAsync<V1.SharedCauseChanged>(first.PartId)).Cause.Version, (await here.ToldAsync<V1.SharedCauseChanged>(first.PartId)).Cause.Actions));
        await HoldAsync(here, first, 3);
        Assert.Equal("", (await here.ActionAsync(one.ActionId)).SharedCauseId);
        var history = (await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = planId })).Changes[0];
        Assert.Equal(
            [("shared_cause.name", "No procedure", "No procedure"), ("shared_cause.actions", one.Reference, "")],
            history.Fields.Select(change => (change.Field, change.From, change.To)));
    }

    [Fact]
    public async Task SharedCause_Resolved_KeepsItsActionsAndTakesNoMore()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var planId = await here.PlanOfAsync();
        var cause = await SaveAsync(here, planId, "No procedure");
        await HoldAsync(here, cause, 1, one);
        await SaveAsync(here, planId, "Something open");

        await here.As(here.Manager).SaveSharedCauseAsync(new()
        {
            PlanId = planId, CauseId = cause.PartId, ExpectedVersion = 2, Name = "No procedure", Remedy = "A task and finish group",
            Lead = new() { BodyId = here.Board }, DueOn = "2027-01-31", ResolvedOn = "2024-05-01",
        });

        var causes = (await here.As(here.Manager).GetPlanPartsAsync(new() { PlanId = planId })).Causes;
        Assert.Equal((1, "2024-05-01", 3L), (causes[1].Actions, causes[1].ResolvedOn, causes[1].Version));
        Assert.Equal(causes[1], (await here.ToldAsync<V1.SharedCauseChanged>(cause.PartId)).Cause);
        Assert.Equal(cause.PartId, (await here.ActionAsync(one.ActionId)).SharedCauseId);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, HoldAsync(here, cause, 3, one, other));
    }

    [Fact]
    public async Task SaveSharedCause_ForeignLeadOrFutureResolutionOrNoName_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();

        var refusal = await Refusal.OfAsync(here.As(here.Manager).SaveSharedCauseAsync(new()
        {
            PlanId = planId, Lead = new() { AgencyId = "another-force" }, Remedy = "Call 943 476 5919", DueOn = "soon", ResolvedOn = "2099-01-01",
        }));
        var stale = await Refusal.OfAsync(here.As(here.Manager).SaveSharedCauseAsync(new() { PlanId = planId, ExpectedVersion = 1, Name = "Words." }));

        Assert.Equal(["due_on", "lead", "name", "remedy", "resolved_on"], refusal.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(StatusCode.Aborted, stale.Code);
    }

    [Fact]
    public async Task SetHeldBack_OfAnotherPlanOrAClosedAction_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var cause = await SaveAsync(here, await here.PlanOfAsync(), "No procedure");

        Assert.Equal(["action_ids"], (await Refusal.OfAsync(HoldAsync(here, cause, 1, new V1.ActionReply { ActionId = Guid.NewGuid().ToString() }))).Fields);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, HoldAsync(here, cause, 1));
        await here.As(here.Manager).CloseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "Words." });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, HoldAsync(here, cause, 1, action));
    }

    private static AsyncUnaryCall<V1.PlanPartReply> SaveAsync(TestPartnership here, string planId, string name) =>
        here.As(here.Manager).SaveSharedCauseAsync(new() { PlanId = planId, Name = name });

    private static AsyncUnaryCall<V1.PlanPartReply> HoldAsync(TestPartnership here, V1.PlanPartReply cause, long version, params V1.ActionReply[] actions) =>
        here.As(here.Manager).SetHeldBackAsync(new()
        {
            CauseId = cause.PartId, ExpectedVersion = version, ActionIds = { actions.Select(action => action.ActionId) },
        });

    private static async Task<IEnumerable<(int Actions, string Name)>> CausesAsync(TestPartnership here, string planId) =>
        (await here.As(here.Manager).GetPlanPartsAsync(new() { PlanId = planId })).Causes.Select(cause => (cause.Actions, cause.Name)).OrderByDescending(cause => cause.Name);
}
