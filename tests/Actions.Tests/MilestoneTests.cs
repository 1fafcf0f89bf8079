using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

public sealed class MilestoneTests
{
    [Fact]
    public async Task SaveMilestone_AddedDoneAndRemoved_TheActionFollows()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var late = await SaveAsync(here, action, 1, "Training given", "2027-02-01");
        var early = await SaveAsync(here, action, 2, "Pathway agreed", "2027-01-01");
        Assert.Equal((2, 0, "2027-01-01"), await CountsAsync(here, action));

        await SaveAsync(here, action, 3, "Pathway agreed", "2027-01-01", doneOn: "2024-05-01", early.PartId);
        Assert.Equal((2, 1, "2027-02-01"), await CountsAsync(here, action));
        var change = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.MilestonesChanged, here.Officer);
        Assert.Equal(
            [("milestone.title", "Pathway agreed", "Pathway agreed"), ("milestone.done_on", "", "2024-05-01")],
            change.Fields.Select(one => (one.Field, one.From, one.To)));
        var record = await here.As(here.Officer).GetActionAsync(new() { ActionId = action.ActionId });
        Assert.Equal([early.PartId, late.PartId], record.Milestones.Select(one => one.MilestoneId));
        Assert.Equal(("2024-05-01", here.Officer.Id.ToString(), 2L), (record.Milestones[0].DoneOn, record.Milestones[0].DoneBy, record.Milestones[0].Version));
        Assert.Equal(record.Milestones[0], (await here.ToldAsync<V1.MilestoneChanged>(early.PartId)).Milestone);

        await here.As(here.Manager).RemoveMilestoneAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 4, MilestoneId = late.PartId, Reason = "It is part of another.",
        });

        Assert.Equal((1, 1, ""), await CountsAsync(here, action));
        Assert.Equal("It is part of another.", (await here.KeptAsync(action.ActionId, V1.ActionChangeKind.MilestonesChanged, here.Manager)).Reason);
        // It stays, so labelled.
        Assert.Equal(("Training given", true), await LastAsync(here, late.PartId));
        await Refusal.OfAsync(StatusCode.NotFound, here.As(here.Manager).RemoveMilestoneAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 5, MilestoneId = late.PartId, Reason = "Again.",
        }));
    }

    [Fact]
    public async Task SaveMilestone_WithoutWhatItNeeds_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        var empty = await Refusal.OfAsync(SaveAsync(here, action, 1, " ", ""));
        var future = await Refusal.OfAsync(SaveAsync(here, action, 1, "Call 943 476 5919", "2027-01-01", doneOn: "2099-01-01"));
        var stale = await Refusal.OfAsync(SaveAsync(here, action, 2, "Words.", "2027-01-01"));

        Assert.Equal(["title", "due_on"], empty.Fields);
        Assert.Equal(["title", "done_on"], future.Fields);
        Assert.Equal((StatusCode.Aborted, 1L), (stale.Code, stale.CurrentVersion));
    }

    [Fact]
    public async Task SaveMilestone_TheFiftyFirst_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        for (var number = 1; number <= 50; number++)
        {
            await SaveAsync(here, action, number, $"Step {number}", "2027-01-01");
        }

        await Refusal.OfAsync(StatusCode.FailedPrecondition, SaveAsync(here, action, 51, "One more", "2027-01-01"));
    }

    [Fact]
    public async Task SaveMilestone_OfAClosedActionOrByOneWhoTakesNoPart_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var both = TestPerson.Of(here.Schools, Capacity.BoardMember, Capacity.AgencyLead);
        await Refusal.OfAsync(StatusCode.PermissionDenied, here.As(both).SaveMilestoneAsync(
            new() { ActionId = action.ActionId, ExpectedVersion = 1, Title = "Words.", DueOn = "2027-01-01" }));
        var other = await here.AnotherActionAsync();
        var milestone = await SaveAsync(here, other, 1, "Words.", "2027-01-01");
        // One of another action is none of this.
        await Refusal.OfAsync(StatusCode.NotFound, SaveAsync(here, action, 1, "Words.", "2027-02-01", "", milestone.PartId));

        await here.As(here.Manager).CloseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "Words." });

        await Refusal.OfAsync(StatusCode.FailedPrecondition, SaveAsync(here, action, 2, "Words.", "2027-01-01"));
    }

    private static AsyncUnaryCall<V1.ActionPartReply> SaveAsync(
        TestPartnership here, V1.ActionReply action, long version, string title, string dueOn, string doneOn = "", string id = "") =>
        here.As(here.Officer).SaveMilestoneAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = version, MilestoneId = id, Title = title, DueOn = dueOn, DoneOn = doneOn,
        });

    private static async Task<(int All, int Done, string Next)> CountsAsync(TestPartnership here, V1.ActionReply action)
    {
        var stored = await here.ActionAsync(action.ActionId);
        return (stored.Milestones, stored.MilestonesDone, stored.NextMilestoneDueOn);
    }

    private static async Task<(string Title, bool Removed)> LastAsync(TestPartnership here, string milestoneId)
    {
        var told = (await here.ToldAsync<V1.MilestoneChanged>(milestoneId)).Milestone;
        return (told.Title, told.Removed);
    }
}
